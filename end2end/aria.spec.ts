import { expect, type Person, test } from "./fixtures";
import { ready } from "./people";
import { address, NOW, OPEN, PLACES } from "./places";

// A world of its own: what is read elsewhere would be read here.
test.use({ now: NOW.replace("00Z", "30Z") });

test("every screen says to a screen reader what it said before", async ({ as, page, watch }, info) => {
  test.setTimeout(600_000);
  watch.expects(/404/, /Service Worker registration blocked/);
  const says = async (name: string, screen = page) => {
    await expect(screen.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(screen.locator("body")).toMatchAriaSnapshot({ name: `${name}-${info.project.name}.aria.yml` });
  };
  for (const path of OPEN) {
    await page.goto(path);
    await test.step(path, () => says(path.slice(1)));
  }
  for (const person of Object.keys(PLACES) as Person[]) {
    const screen = await as(person, { serviceWorkers: "block" });
    await screen.clock.setFixedTime(NOW);
    for (const place of PLACES[person] ?? []) {
      await screen.goto(await address(screen, place));
      await ready(screen);
      await test.step(place.name, () => says(place.name, screen));
    }
  }
});
