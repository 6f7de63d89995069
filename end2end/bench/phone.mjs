// A mother's cheap phone: what it fetches, when it shows and wakes, for how long it does not hear her, and what Lighthouse
// says. INDGANG_SHORT leaves Lighthouse out, which looks at four screens ten times.
import { median, table, withDemo } from "./demo.mjs";
import { scores } from "./scores.mjs";

const TIMES = 5;
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const TEXT = "main .people .card";
// 400 kbit/s, answers after 300 ms.
const SLOW = { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 50_000 };

/** @typedef {import("@playwright/test").BrowserContext} Context */
/** @typedef {import("@playwright/test").CDPSession} Session */
/** @typedef {{ text: number, awake: number, bytes: number }} Visit */
/** @typedef {{ network?: typeof SLOW, slower: number, isFirst: boolean }} How */

/**
 * @param {Session} session
 * @param {string} origin
 */
async function forget(session, origin) {
  const storageTypes = "cache_storage,indexeddb,local_storage,service_workers";
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes });
  await session.send("Network.clearBrowserCache");
}

/** What a page says of its visit, all in milliseconds since it began: when the text was there, when it was awake, what was fetched by then. */
const visit = `(selector) => new Promise((resolve) => {
  const root = document.documentElement;
  let text = 0;
  const look = () => {
    text ||= document.querySelector(selector)?.checkVisibility() ? performance.now() : 0;
    // What the phone opens by itself is the app from its first frame.
    const isAwake = /taken|built/.test(root.dataset.woke ?? "") || !document.getElementById("boot");
    if (!text || !isAwake) return requestAnimationFrame(look);
    const [page, ...files] = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
    const bytes = [page, ...files].reduce((sum, { transferSize }) => sum + transferSize, 0);
    // What stands there unpainted nobody reads.
    const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? text;
    text = Math.max(text, painted);
    resolve({ text, awake: performance.now(), bytes });
  };
  look();
})`;

/** How long in all the page's thread did nothing else, in what lasted over 50 ms, until five seconds after it woke. */
const blocked = `new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) sum += Math.max(0, duration - 50);
  }).observe({ type: "longtask", buffered: true });
  setTimeout(() => resolve(sum), 5000);
})`;

/** What this machine needs for a fixed piece of work, with the processor as slow. */
const calibration = `(() => {
  const began = performance.now();
  let sum = 0;
  for (let n = 0; n < 2e7; n += 1) sum = (sum * 31 + n) | 0;
  return sum === 1 ? 0 : performance.now() - began;
})()`;

/**
 * @param {Context} context
 * @param {string} url
 * @param {How} how
 */
async function open(context, url, { network, slower, isFirst }) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  if (isFirst) await forget(session, url);
  await session.send("Network.enable");
  if (network) await session.send("Network.emulateNetworkConditions", network);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.goto("/hjem", { waitUntil: "commit", timeout: 60_000 });
  return page;
}

/**
 * @param {Context} context
 * @param {string} url
 * @param {How} how
 * @returns {Promise<Visit>}
 */
async function times(context, url, how) {
  /** @type {Visit[]} */
  const all = [];
  for (let time = 0; time < TIMES; time++) {
    const page = await open(context, url, how);
    /** @type {Visit} */
    const seen = await page.evaluate(`(${visit})(${JSON.stringify(TEXT)})`);
    all.push(seen);
    await page.close();
  }
  return {
    text: median(all.map(({ text }) => text)),
    awake: median(all.map(({ awake }) => awake)),
    bytes: median(all.map(({ bytes }) => bytes)),
  };
}

/**
 * @param {Context} context
 * @param {string} url
 * @param {How} how
 */
async function blocking(context, url, how) {
  const sums = [];
  for (let time = 0; time < TIMES; time++) {
    const page = await open(context, url, how);
    await page.evaluate(`(${visit})(${JSON.stringify(TEXT)})`);
    sums.push(Number(await page.evaluate(blocked)));
    await page.close();
  }
  return median(sums);
}

/** Leaves a device that opens by itself. @param {Context} context */
async function visitOnce(context) {
  const page = await context.newPage();
  await page.goto("/hjem");
  await page.waitForFunction(() => document.documentElement.dataset.ready === "yes");
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
  await page.waitForFunction(async () => (await (await caches.open("indgang-flags")).keys()).some(({ url }) => url.endsWith("/store")));
  await page.close();
}

/** @type {{ what: string, is: string | number, must: string | number, holds: boolean }[]} */
const rows = [];
/** @param {string} what @param {number} is @param {number} must @param {string} unit */
const row = (what, is, must, unit) => rows.push({ what, is: `${Math.round(is)} ${unit}`, must: `${must} ${unit}`, holds: is <= must });

await withDemo("borger", phone, async ({ context, page, url, port, pause, goOn }) => {
  await page.close();
  const first = await times(context, url, { network: SLOW, slower: 6, isFirst: true });
  const rate = (first.bytes / SLOW.downloadThroughput) * 1000;
  row("slow phone, first visit: fetched until awake, of it 40 KB beside the program", first.bytes / 1000, 490, "KB");
  row("slow phone, first visit: awake, beyond bytes ÷ rate", first.awake - rate, 3000, "ms");
  await visitOnce(context);
  const second = await times(context, url, { network: SLOW, slower: 6, isFirst: false });
  row("slow phone, second visit: text", second.text, Math.min(1500, Math.round(first.text)), "ms");
  await context.setOffline(true);
  row("offline: text", (await times(context, url, { slower: 6, isFirst: false })).text, 2600, "ms");
  await context.setOffline(false);
  pause();
  row("a network that never answers: text", (await times(context, url, { slower: 6, isFirst: false })).text, 2600, "ms");
  goOn();

  row("processor 4 times slower, first visit: blocked", await blocking(context, url, { slower: 4, isFirst: true }), 200, "ms");
  await visitOnce(context);
  row("processor 4 times slower, second visit: blocked", await blocking(context, url, { slower: 4, isFirst: false }), 80, "ms");
  const bare = await open(context, url, { slower: 4, isFirst: false });
  const machine = Number(await bare.evaluate(calibration));
  await bare.close();
  if (!process.env.INDGANG_SHORT) rows.push(...(await scores(url, port, median)));

  table(["what", "measured", "must", ""], rows.map(({ what, is, must, holds }) => [what, is, must, holds ? "" : "missed"]));
  console.log(`\nthis machine needs ${Math.round(machine)} ms for 20 million steps, 4 times slower`);
});
if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
