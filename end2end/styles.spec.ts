import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { address, NOW, OPEN, PLACES } from "./places";

// A world of its own, that stands still, and pages that nothing changes.
const asServed = { javaScriptEnabled: false };
test.use({ now: NOW.replace("00Z", "20Z"), ...asServed });

const STYLE = join(import.meta.dirname, "../style");

/** The styles as bin/ joins them, with the files of each layer in this order. */
function joined(order: (names: string[]) => string[]): string {
  const names = readdirSync(STYLE, { recursive: true, encoding: "utf8" }).filter((name) => /\/.*\.css$/.test(name));
  const files = order(names.toSorted()).map((name) => {
    const layer = name.replace(/\/.*/, "");
    return `@layer ${layer} {\n${readFileSync(join(STYLE, name), "utf8")}}`;
  });
  return [readFileSync(join(STYLE, "layers.css"), "utf8"), ...files].join("\n");
}

/** What looks another way under the second sheet than under the first: of all that they say anything about. */
const differs = (page: Page, sheets: [string, string]): Promise<string[]> =>
  page.evaluate((both) => {
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) link.remove();
    const elements = [...document.querySelectorAll("body, body *")];
    const told = new Set(both[0].match(/[\w-]+(?=:)/g));
    const all = [...getComputedStyle(document.body)];
    const names = all.filter((name) => told.has(name) || told.has(name.replace(/-.*/, "")));
    const looks = (sheet: string): string[] => {
      const made = new CSSStyleSheet();
      // Nothing is on its way from one to the other.
      made.replaceSync(`${sheet}\n* { transition: none !important; animation: none !important; }`);
      document.adoptedStyleSheets = [made];
      return elements.flatMap((element) =>
        [undefined, "::before", "::after"].map((part) => {
          const style = getComputedStyle(element, part);
          if (part && style.content === "none") return "";
          return names.map((name) => `${name}: ${style.getPropertyValue(name)}`).join("; ");
        }),
      );
    };
    const [one, other] = [looks(both[0]), looks(both[1])];
    return one.flatMap((look, at) => {
      if (look === other[at]) return [];
      const before = new Set(look.split("; "));
      const changed = (other[at] ?? "").split("; ").filter((part) => !before.has(part));
      return [`${elements[Math.floor(at / 3)]?.outerHTML.slice(0, 80)}: ${changed.join("; ")}`];
    });
  }, sheets);

test("within a layer the order of the files decides nothing", async ({ as, page, watch }) => {
  test.slow();
  watch.expects(/404/);
  const sheets: [string, string] = [joined((names) => names), joined((names) => names.toReversed())];
  const look = async (screen: Page, path: string): Promise<void> => {
    await screen.goto(path);
    expect.soft(await differs(screen, sheets), path).toEqual([]);
  };
  for (const path of OPEN) await look(page, path);
  for (const person of ["borger", "kontakt-1"] as const) {
    const screen = await as(person, asServed);
    for (const place of PLACES[person] ?? []) await look(screen, await address(screen, place));
  }
});

/** What a colour of ours is just now. */
const colour = (page: Page, name: string): Promise<string> =>
  page.evaluate((property) => getComputedStyle(document.documentElement).getPropertyValue(property), name);

test("whoever asks for more contrast gets it in the dark, too", async ({ page }) => {
  await page.goto("/login");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, contrast: "more" });
    expect.soft(await colour(page, "--muted"), colorScheme).toBe(await colour(page, "--ink"));
    expect.soft(await colour(page, "--line"), colorScheme).toBe(await colour(page, "--edge"));
  }
});

test("on paper the text has one size, whatever it has on the screen", async ({ page }) => {
  await page.goto("/login");
  await page.emulateMedia({ media: "print" });
  for (const theme of ["light", "dark"]) {
    const size = await page.evaluate((chosen) => {
      Object.assign(document.documentElement.dataset, { theme: chosen, text: "largest" });
      return getComputedStyle(document.documentElement).fontSize;
    }, theme);
    // 11 points.
    expect.soft(Number.parseFloat(size), theme).toBeCloseTo((11 * 96) / 72, 2);
  }
});
