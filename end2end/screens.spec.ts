import { axe, expect, type Person, shot, test } from "./fixtures";

/** Each person's screens, by path; the heading says which it is. */
const SCREENS: [Person, string][] = [
  ["borger", "/hjem"],
  ["borger", "/beskeder"],
  ["borger", "/aftaler"],
  ["borger", "/indstillinger"],
  ["borger-ar", "/hjem"],
  ["borger-ar", "/beskeder"],
  ["borger-ar", "/indstillinger"],
  ["ung", "/hjem"],
  ["kontakt-1", "/team"],
  ["kontakt-1", "/team/enhed"],
  ["teamleder", "/team"],
  ["laege", "/indstillinger"],
];

for (const [person, path] of SCREENS) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${path} as ${person}, ${colorScheme}`, async ({ as }) => {
      const page = await as(person, { colorScheme });
      await page.goto(path);
      const heading = page.getByRole("heading", { level: 1 });
      await expect(heading).toHaveCount(1);
      await expect(page).toHaveTitle(`${(await heading.innerText()).trim()} – Indgang`);
      await axe(page);
      await shot(page, `${path.slice(1).replaceAll("/", "-")}-${person}-${colorScheme}`);
      await page.setViewportSize({ width: 320, height: 800 });
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(sideways, "nothing runs out of a 320 px screen").toBeLessThanOrEqual(0);
    });
  }
}

for (const path of ["/login", "/tilgaengelighed", "/privatliv", "/findes-ikke"]) {
  test(`${path} for anyone`, async ({ page, watch }) => {
    watch.expects(/404/);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await axe(page);
    await shot(page, path.slice(1));
  });
}
