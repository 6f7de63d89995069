import type { Page } from "@playwright/test";
import { axe, expect, type Person, shot, test } from "./fixtures";
import { distinct, drawn, rests } from "./look";
import { fits } from "./layout";
import { ready } from "./people";
import { address, type Language, NOW, OPEN, OTHERS, PLACES, wish } from "./places";
import { sampled } from "./sample.mjs";

test.use({ now: NOW });

/** A screen says which it is, and nothing is wrong with it in any light, size or movement. */
async function examine(page: Page, name: string, language: Language): Promise<void> {
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveCount(1);
  await expect(page).toHaveTitle(`${(await heading.innerText()).trim()} – Indgang`);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await expect(page.locator("html")).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");
  for (const colorScheme of ["light", "dark"] as const) {
    // Without motion no colour is caught on its way to another.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await drawn(page);
    await axe(page);
    if (language === "da" || (language === "ar" && colorScheme === "light")) await shot(page, `${name}-${language}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (language === "da") {
    await rests(page);
    await distinct(page);
  }
  // It sets the windows itself: once is enough, in the longest words and in those that read the other way.
  if (test.info().project.name === "phone" && language !== "en") await fits(page);
}

/**
 * The words are looked at on the phone, where they have the least room; a tablet differs by its width. Beside Danish one of
 * the other languages has its turn on each screen.
 */
const languages = (screen: number): Language[] =>
  test.info().project.name === "phone" ? ["da", ...sampled(["en", "ar"] as const, 2, screen)] : ["da"];

for (const person of Object.keys(PLACES) as Person[]) {
  test(`every screen of ${person}`, async ({ as, watch }) => {
    test.setTimeout(300_000);
    watch.expects(/Service Worker registration blocked/);
    const page = await as(person, { serviceWorkers: "block" });
    await page.clock.setFixedTime(NOW);
    for (const [at, place] of (PLACES[person] ?? []).entries()) {
      const path = await address(page, place);
      for (const language of languages(at)) {
        await test.step(`${place.name} in ${language}`, async () => {
          await wish(page, { language });
          await page.goto(path);
          await ready(page);
          await examine(page, place.name, language);
        });
      }
    }
    await wish(page, {});
  });
}

test("every screen for anyone", async ({ page, watch }) => {
  test.setTimeout(300_000);
  watch.expects(/404/);
  for (const [at, path] of OPEN.entries()) {
    for (const language of languages(at)) {
      await test.step(`${path} in ${language}`, async () => {
        await page.goto(`${path}?sprog=${language}`);
        await examine(page, path.slice(1), language);
      });
    }
  }
});

/** What the ground of the page is, from 0 for black to 1 for white. */
const brightness = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const parts = getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g) ?? [];
    return parts.slice(0, 3).reduce((sum, part) => sum + Number(part) / 3 / 255, 0);
  });

for (const person of ["borger", "kontakt-1", "ung", "borger-ar"] as const) {
  test(`what ${person} has chosen, light or dark, counts more than what the device says`, async ({ as, watch }) => {
    test.setTimeout(120_000);
    watch.expects(/Service Worker registration blocked/);
    const language = person === "borger-ar" ? "ar" : "da";
    const page = await as(person, { serviceWorkers: "block" });
    await page.clock.setFixedTime(NOW);
    const places = sampled([...(PLACES[person] ?? []), ...(OTHERS[person] ?? [])], 2);
    const paths = new Map<string, string>();
    for (const place of places) paths.set(place.name, await address(page, place));
    for (const theme of ["light", "dark"] as const) {
      await wish(page, { language, theme });
      await page.emulateMedia({ colorScheme: theme === "light" ? "dark" : "light", reducedMotion: "reduce" });
      for (const [name, path] of paths) {
        await test.step(`${name}, ${theme}`, async () => {
          await page.goto(path);
          await ready(page);
          await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
          expect.soft((await brightness(page)) > 0.5, path).toBe(theme === "light");
          await drawn(page);
          await axe(page);
          await shot(page, `${name}-${person}-chosen-${theme}`);
        });
      }
    }
    await wish(page, { language });
  });
}
