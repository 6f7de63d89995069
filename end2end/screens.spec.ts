import type { Page } from "@playwright/test";
import { axe, expect, type Person, shot, test } from "./fixtures";
import { distinct, rests } from "./look";
import { fits } from "./layout";
import { ready } from "./people";
import { address, LANGUAGES, NOW, OPEN, PLACES, wish } from "./places";

test.use({ now: NOW });

/** A screen says which it is, and nothing is wrong with it in any light, size or movement. */
async function examine(page: Page, name: string, language: string): Promise<void> {
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveCount(1);
  await expect(page).toHaveTitle(`${(await heading.innerText()).trim()} – Indgang`);
  await expect(page.locator("html")).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await axe(page);
    await shot(page, `${name}-${language}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (language === "da") {
    await rests(page);
    await distinct(page);
  }
  // The windows are set here: once is enough.
  if (test.info().project.name === "phone") await fits(page);
}

for (const person of Object.keys(PLACES) as Person[]) {
  for (const language of LANGUAGES) {
    test(`every screen of ${person} in ${language}`, async ({ as, watch }) => {
      watch.expects(/Service Worker registration blocked/);
      test.setTimeout(300_000);
      const page = await as(person, { serviceWorkers: "block" });
      await page.clock.setFixedTime(NOW);
      await wish(page, { language });
      for (const place of PLACES[person] ?? []) {
        await test.step(place.name, async () => {
          await page.goto(await address(page, place));
          await ready(page);
          await examine(page, place.name, language);
        });
      }
    });
  }
}

for (const language of LANGUAGES) {
  test(`every screen for anyone in ${language}`, async ({ page, watch }) => {
    watch.expects(/404/);
    for (const path of OPEN) {
      await test.step(path, async () => {
        await page.goto(`${path}?sprog=${language}`);
        await examine(page, path.slice(1), language);
      });
    }
  });
}
