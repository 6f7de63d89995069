import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ALTERATIONS, type Alteration, SERVERS } from "./alterations";
import { expect, type Person, test } from "./fixtures";
import { hold } from "./network";
import { isKept, mark, openThread, ready, said } from "./people";
import { address, inWorld, OPEN, OTHERS, PLACES } from "./places";
import { sampled } from "./sample.mjs";
import { MEDDLED, PROGRAM, visit, woke, WORLD } from "./waking";

test.use({ now: WORLD });

test.beforeEach(({ watch }) => watch.expects(...MEDDLED));

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

const EVERYONE = [...new Set([...Object.keys(PLACES), ...Object.keys(OTHERS)])] as Person[];
const placesOf = (person: Person) => [...(PLACES[person] ?? []), ...(OTHERS[person] ?? [])];

/**
 * All of them where there is time; else one on each screen, another on the next, and from commit to commit another on each.
 * The count goes on from person to person, so that each has its turn on some screens.
 */
const alterationsAt = (screen: number): Alteration[] => sampled(ALTERATIONS, ALTERATIONS.length, screen);

for (const [which, person] of EVERYONE.entries()) {
  const before = EVERYONE.slice(0, which).flatMap(placesOf).length;
  const places = placesOf(person);
  test(`the screens of ${person} wake whatever was done to them`, async ({ as }) => {
    test.setTimeout(places.length * (alterationsAt(0).length + 1) * 12_000);
    const page = await inWorld(WORLD)(as, person, person === "borger-ar" ? "ar" : "da", SERVERS);
    for (const [at, place] of places.entries()) {
      await survives(page, await address(page, place), alterationsAt(before + at));
    }
  });
}

test("what anyone may look at wakes, too", async ({ browser, over, baseURL, contextOptions, watch }) => {
  watch.expects(/status of 404/);
  const context = await browser.newContext({ ...contextOptions, ...SERVERS, baseURL });
  over(context);
  const page = await context.newPage();
  for (const [at, path] of OPEN.entries()) await survives(page, path, alterationsAt(at));
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
