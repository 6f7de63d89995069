import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ALTERATIONS, type Alteration, SERVERS } from "./alterations";
import { expect, type Person, test } from "./fixtures";
import { hold } from "./network";
import { isKept, mark, openThread, ready, said } from "./people";
import { address, inWorld, NOW, OPEN, OTHERS, type Place, PLACES } from "./places";

// A world of its own, so that a screen looks the same each time.
const WORLD = NOW.replace("00Z", "35Z");
test.use({ now: WORLD });

test.beforeEach(({ watch }) => watch.expects(/Service Worker registration blocked/, /Applying inline style/));

const PROGRAM = "**/pkg/**/indgang.wasm";

/** Opens a page and alters it while its program is on the way. */
async function visit(page: Page, path: string, alter: () => void, beside = async () => {}): Promise<void> {
  const release = await hold(page, PROGRAM);
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await page.evaluate(alter);
  await beside();
  release();
  await page.waitForFunction(() => /taken|built/.test(document.documentElement.dataset.woke ?? ""), undefined, { timeout: 30_000 });
}

const woke = (page: Page) => page.evaluate(() => document.documentElement.dataset.woke);

/** What stands on a screen, and where. */
const look = (page: Page) =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll("main :is(h1, h2, h3, p, a, button, input, textarea, li), nav a, header a")];
    return shown
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const words = element.textContent?.replaceAll(/\s+/g, " ").trim() ?? "";
        return { words, box: [left + scrollX, top + scrollY, width, height] };
      });
  });

type Look = Awaited<ReturnType<typeof look>>;

/** What stands elsewhere than before by more than a pixel, or says something else. */
function differences(one: Look, other: Look): string[] {
  if (one.length !== other.length) return [`${one.length} instead of ${other.length}`];
  const told = one.map(({ words, box }, at) => {
    const { words: before, box: boxBefore } = other[at] as Look[number];
    if (words !== before) return `"${words}" instead of "${before}"`;
    return box.some((side, which) => Math.abs(side - (boxBefore[which] ?? 0)) > 1) ? `"${words}" at ${box.join()}, not ${boxBefore.join()}` : "";
  });
  return told.filter(Boolean);
}

/** Reading changes what stands on a screen: until the device has heard of it, it would show what was before. */
async function seen(page: Page, path: string): Promise<void> {
  await page.request.get(path);
  await page.goto(path);
  await ready(page);
  const isAsServers = async () => {
    const made = await (await page.request.get(path)).text();
    return page.evaluate((html) => {
      const counts = (whole: Document) => [...whole.querySelectorAll("nav a")].map((link) => link.textContent).join();
      return counts(new DOMParser().parseFromString(html, "text/html")) === counts(document);
    }, made);
  };
  await expect.poll(isAsServers, { timeout: 30_000 }).toBe(true);
}

async function survives(page: Page, path: string, alterations: Alteration[]): Promise<void> {
  await seen(page, path);
  await visit(page, path, () => {});
  expect(await woke(page)).toBe("taken");
  await ready(page);
  const asMade = await look(page);
  for (const { name, alter, harmless } of alterations) {
    await test.step(`${path}: ${name}`, async () => {
      await visit(page, path, alter);
      if (harmless) expect(await woke(page)).toBe("taken");
      await ready(page);
      await expect.poll(async () => differences(await look(page), asMade)).toEqual([]);
    });
  }
}

/** All of them where there is time; else each screen one, and each alteration some screens. */
const alterationsAt = (at: number): Alteration[] =>
  process.env.INDGANG_FULL ? ALTERATIONS : [ALTERATIONS[at % ALTERATIONS.length] as Alteration];

const EVERYONES: { [person in Person]?: Place[] } = { ...OTHERS, ...PLACES };

for (const [person, places] of Object.entries(EVERYONES) as [Person, Place[]][]) {
  test(`the screens of ${person} wake whatever was done to them`, async ({ as }) => {
    test.setTimeout(process.env.INDGANG_FULL ? 1_200_000 : 120_000);
    const page = await inWorld(WORLD)(as, person, person === "borger-ar" ? "ar" : "da", SERVERS);
    for (const [at, place] of places.entries()) {
      await survives(page, await address(page, place), alterationsAt(at));
    }
  });
}

test("what anyone may look at wakes, too", async ({ browser, over, baseURL, contextOptions }) => {
  const context = await browser.newContext({ ...contextOptions, ...SERVERS, baseURL });
  over(context);
  const page = await context.newPage();
  for (const [at, path] of OPEN.entries()) {
    if (path === "/findes-ikke") continue;
    await survives(page, path, alterationsAt(at));
  }
  await context.close();
});

/** Text, caret, unfolded and scrolled, as one left it. */
async function leavesThings(page: Page, words: string): Promise<void> {
  await page.evaluate((typed) => {
    const field = document.querySelector<HTMLTextAreaElement>("#text");
    const language = document.querySelector<HTMLSelectElement>("#message-language");
    const lid = document.querySelector<HTMLDetailsElement>("details.disclosure");
    if (!field || !language || !lid) throw new Error("not a thread");
    lid.open = true;
    language.value = "ar";
    field.focus();
    field.value = typed;
    field.setSelectionRange(2, 5);
  }, words);
}

for (const { name, alter } of ALTERATIONS.filter((one) => /translated|attributes|frames/.test(one.name))) {
  test(`what was done before survives where ${name}`, async ({ as }) => {
    const page = await as("borger", SERVERS);
    await openThread(page);
    const path = new URL(page.url()).pathname;
    const words = `Før den vågnede ${mark()}`;
    const release = await hold(page, PROGRAM);
    await page.goto(path, { waitUntil: "domcontentloaded" });
    await page.evaluate(alter);
    await leavesThings(page, words);
    release();
    await ready(page);
    const field = page.getByRole("textbox", { name: "Besked", exact: true });
    await expect(field).toHaveValue(words);
    await expect(field).toBeFocused();
    expect(await field.evaluate((text: HTMLTextAreaElement) => [text.selectionStart, text.selectionEnd])).toEqual([2, 5]);
    await expect(page.locator("#message-language")).toHaveValue("ar");
    await expect(page.locator("details.disclosure").first()).toHaveAttribute("open");
    // It is a draft like any other: it is there the next time.
    await isKept(page, "message:");
    await page.goto(path);
    await ready(page);
    await expect(field).toHaveValue(words);
    // And what was chosen is what is sent.
    await page.locator("#message-language").selectOption("ar");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(said(page, words)).toHaveAttribute("lang", "ar");
  });
}

/** A thread, altered, whose program is on the way. Gives what lets it come. */
async function alteredThread(page: Page): Promise<() => Promise<void>> {
  await openThread(page);
  const path = new URL(page.url()).pathname;
  const release = await hold(page, PROGRAM);
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await page.evaluate(ALTERATIONS.find(({ name }) => name === "comments are gone")?.alter ?? (() => {}));
  return async () => {
    release();
    // All is there, pictures too; whoever looks whether it may be exchanged has looked a few times.
    await expect(page.locator("html")).toHaveAttribute("data-woke", "waits");
    await page.waitForFunction(() =>
      [...document.images].every((image) => {
        const { top, bottom } = image.getBoundingClientRect();
        return image.complete || bottom <= 0 || top >= innerHeight;
      }),
    );
    await page.evaluate(async () => {
      for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
    });
  };
}

const built = (page: Page) => expect(page.locator("html")).toHaveAttribute("data-woke", "built");

test("the page is not exchanged under a word that is being composed", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const field = page.getByRole("textbox", { name: "Besked", exact: true });
  await field.focus();
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "مرح", selectionStart: 3, selectionEnd: 3 });
  await comes();
  expect(await woke(page)).toBe("waits");
  await keyboard.send("Input.insertText", { text: "مرحبا" });
  await built(page);
  await expect(field).toHaveValue("مرحبا");
  await expect(field).toBeFocused();
});

test("the page is not exchanged under a finger, and stays where it was scrolled to", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  await page.evaluate(() => scrollTo({ top: 150, behavior: "instant" }));
  await page.mouse.move(100, 300);
  await page.mouse.down();
  await comes();
  expect(await woke(page)).toBe("waits");
  await page.mouse.up();
  await built(page);
  await ready(page);
  expect(await page.evaluate(() => scrollY)).toBe(150);
});

test("the page is not exchanged under a key that is held", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const field = page.getByRole("textbox", { name: "Besked", exact: true });
  await field.focus();
  await page.keyboard.down("h");
  await comes();
  expect(await woke(page)).toBe("waits");
  await page.keyboard.up("h");
  await built(page);
  await expect(field).toHaveValue("h");
  await expect(field).toBeFocused();
});

test("the page is not exchanged under a list of choices that is open", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const language = page.locator("#message-language");
  await language.click();
  await comes();
  expect(await woke(page)).toBe("waits");
  await language.selectOption("en");
  await built(page);
  await expect(language).toHaveValue("en");
});

test("the page is not exchanged under a sound that plays", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  await page.evaluate(() => {
    // A second of silence, over and over, as a recording of somebody's page would play.
    const rate = 8000;
    const bytes = new Uint8Array(44 + rate).fill(128);
    const head = new DataView(bytes.buffer);
    for (const [at, words] of [[0, "RIFF"], [8, "WAVEfmt "], [36, "data"]] as const) bytes.set(new TextEncoder().encode(words), at);
    for (const [at, number] of [[4, 36 + rate], [16, 16], [24, rate], [28, rate], [40, rate]] as const) head.setUint32(at, number, true);
    for (const [at, number] of [[20, 1], [22, 1], [32, 1], [34, 8]] as const) head.setUint16(at, number, true);
    const sound = document.createElement("audio");
    sound.src = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }));
    sound.loop = true;
    sound.muted = true;
    document.querySelector("main")?.append(sound);
    return sound.play();
  });
  await comes();
  expect(await woke(page)).toBe("waits");
  await page.evaluate(() => document.querySelector("audio")?.pause());
  await built(page);
});

test("what speaks up when it changes is quiet when the page is exchanged, and speaks afterwards", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  await page.keyboard.down("Shift");
  await comes();
  await page.evaluate(() => {
    const came: (string | null)[] = [];
    Object.assign(window, { came });
    new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element);
      const speaking = added.flatMap((node) => [node, ...node.querySelectorAll("*")]).filter((node) => node.matches("[role=status], [role=alert], [aria-live]"));
      came.push(...speaking.map((node) => node.getAttribute("aria-live")));
    }).observe(document.body, { childList: true });
  });
  await page.keyboard.up("Shift");
  await built(page);
  const came = await page.evaluate(() => (window as unknown as { came: (string | null)[] }).came);
  expect(came.length).toBeGreaterThan(1);
  expect(came.filter((live) => live !== "off")).toEqual([]);
  await expect(page.locator("[aria-live=off]")).toHaveCount(0);
});

test("a picture that is being chosen is chosen in the new page", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const opened = page.waitForEvent("filechooser");
  await page.locator(".composer label.camera").click();
  const chooser = await opened;
  await comes();
  expect(await woke(page)).toBe("waits");
  await chooser.setFiles({ name: "brev.png", mimeType: "image/png", buffer: await page.screenshot({ scale: "css" }) });
  await built(page);
  await expect(page.locator(".composer .hint")).toHaveText("1 billede er valgt");
});

test("sent before it woke and sent again after is one message", async ({ as }) => {
  const page = await as("borger", SERVERS);
  await openThread(page);
  const path = new URL(page.url()).pathname;
  const words = `Kun én gang ${mark()}`;
  const wake = await hold(page, PROGRAM);
  const post = await hold(page, "**/act");
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await page.locator("#text").fill(words);
  // While a page is on its way elsewhere, nothing can be asked of it from outside: it presses by itself.
  await page.evaluate(() => {
    const root = document.documentElement;
    new MutationObserver((_, watch) => {
      if (root.dataset.ready !== "yes") return;
      watch.disconnect();
      document.querySelector<HTMLElement>("form.composer .send")?.click();
    }).observe(root, { attributes: true });
  });
  const asked = page.waitForRequest("**/act");
  const sent = page.waitForResponse((answer) => /submit/.test(answer.url()) && /SendMessage/.test(answer.request().postData() ?? ""));
  // What is pressed is on its way until the form has come back.
  const pressed = page.getByRole("button", { name: "Send", exact: true }).click();
  await asked;
  wake();
  expect((await sent).status()).toBe(200);
  const back = page.waitForResponse("**/act");
  post();
  await Promise.all([back, pressed]);
  await page.goto(path);
  await ready(page);
  await expect(said(page, words)).toHaveCount(1);
});

test("a page that fails to be taken over is built by a fresh instance", async ({ as, watch }) => {
  const page = await as("borger", SERVERS);
  watch.expects(/unreachable|RuntimeError/);
  // The sum is of what was altered: the program is told that all is as it was made.
  const made = (await readFile(join(import.meta.dirname, "../boot/made.js"), "utf8")).replaceAll(/^export /gm, "");
  const fool = `(() => { ${made}; document.getElementById("boot").dataset.made = sum(document.body); })()`;
  const emptied = () => document.querySelector("main")?.replaceChildren("Alt er væk");
  // The second is in a part of its own: the fresh instance has its own of that, too.
  for (const path of ["/hjem", "/aftaler"]) {
    await visit(page, path, emptied, () => page.evaluate(fool));
    expect(await woke(page)).toBe("built");
    await ready(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.getByRole("link", { name: /Beskeder/ }).first().click();
  await expect(page).toHaveURL(/\/beskeder$/);
});
