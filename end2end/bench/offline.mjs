// How long a returning mother waits for her home screen: no connection, a processor four times slower than this one.
// Opened from the shell and the phone's own store.
import { median, table, withDemo } from "./demo.mjs";

const TIMES = 7;
const LIMIT_MS = 1000;
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/**
 * When, after the navigation began, this was first on screen.
 * @param {string} selector
 * @returns {string}
 */
const arrival = (selector) => `
  new Promise((resolve) => {
    const look = () => {
      const element = document.querySelector(${JSON.stringify(selector)});
      if (element?.checkVisibility()) requestAnimationFrame(() => resolve(performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  })`;

/**
 * @param {import("@playwright/test").BrowserContext} context
 * @param {string} path
 * @param {string} selector
 * @param {{ offline: boolean, slower: number }} how
 * @returns {Promise<number>}
 */
async function open(context, path, selector, { offline, slower }) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await context.setOffline(offline);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.goto(path, { waitUntil: "commit" });
  const ms = Number(await page.evaluate(arrival(selector)));
  await page.close();
  await context.setOffline(false);
  return ms;
}

await withDemo("borger", phone, async ({ context, page }) => {
  await page.waitForFunction(() => document.documentElement.dataset.ready === "yes");
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
  await page.waitForFunction(async () => (await (await caches.open("indgang-flags")).keys()).some(({ url }) => url.endsWith("/store")));
  await page.close();
  const rows = [];
  for (const { what, ...how } of [
    { what: "offline, processor 4 times slower", offline: true, slower: 4 },
    { what: "offline", offline: true, slower: 1 },
    { what: "online, processor 4 times slower", offline: false, slower: 4 },
  ]) {
    for (const { path, selector } of [
      { path: "/hjem", selector: "main .people .card" },
      { path: "/beskeder", selector: "main .rows .row" },
    ]) {
      const times = [];
      for (let time = 0; time < TIMES; time++) times.push(await open(context, path, selector, how));
      const middle = median(times);
      rows.push([path, what, `${Math.round(middle)} ms`, `${Math.round(Math.min(...times))}–${Math.round(Math.max(...times))}`, (middle / LIMIT_MS).toFixed(2)]);
    }
  }
  table(["screen", `returning visit, median of ${TIMES}`, "content", "range", `of ${LIMIT_MS} ms`], rows);
});
