import { randomUUID } from "node:crypto";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { type As, expect, type Person } from "./fixtures";
import { ready } from "./people";

/** The moment at which the demo world is looked at: pictures and snapshots stay as they are. */
export const NOW = "2026-11-24T09:00:00Z";

export const LANGUAGES = ["da", "en", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Wishes {
  language?: Language;
  text_size?: "normal" | "large" | "largest";
  quick_exit?: boolean;
  theme?: "auto" | "light" | "dark";
}

/** Saves someone's settings as the form does; what is not said is as it is for a new person. */
export async function wish(page: Page, wishes: Wishes): Promise<void> {
  const { language = "da", text_size = "normal", quick_exit = false, theme = "auto" } = wishes;
  const form: { [field: string]: string } = {
    command: "People.SaveSettings",
    envelope: randomUUID(),
    back: "/indstillinger",
    language,
    text_size,
    theme,
  };
  if (quick_exit) form.quick_exit = "true";
  const answer = await page.request.post("/act", { form, maxRedirects: 0 });
  expect(answer.status(), await answer.text()).toBe(303);
}

/** Someone in a world that stands at a moment: their device shows its time, and has heard of their language. */
export const inWorld =
  (now: string) =>
  async (as: As, person: Person, language: Language = "da", options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await as(person, options);
    await wish(page, { language });
    await page.clock.setFixedTime(now);
    // The server's page knows at once; what the device opens by itself, once it has heard.
    const opensItself = options.javaScriptEnabled !== false && options.serviceWorkers !== "block";
    await expect
      .poll(
        async () => {
          await page.goto("/indstillinger");
          if (opensItself) await ready(page);
          const isServers = opensItself && (await page.locator("#boot").count()) > 0;
          return isServers ? "the server's page" : page.locator("html").getAttribute("lang");
        },
        { timeout: 30_000 },
      )
      .toBe(language);
    return page;
  };

/** Where a link on another screen leads. */
const led = (from: string, link: string) => async (page: Page): Promise<string> => {
  await page.goto(from);
  return (await page.locator(link).first().getAttribute("href")) ?? "";
};

const FAMILY = ".rows.families a:has-text('Holm Nielsen')";
const threadOf = (family: string) => async (page: Page): Promise<string> => {
  await page.goto(await led("/team", family)(page));
  return (await page.locator("main a[href^='/beskeder/']").first().getAttribute("href")) ?? "";
};

export interface Place {
  name: string;
  path: string | ((page: Page) => Promise<string>);
}

export const PLACES: { [person in Person]?: Place[] } = {
  borger: [
    { name: "hjem", path: "/hjem" },
    { name: "beskeder", path: "/beskeder" },
    { name: "traad", path: led("/beskeder", "main .rows a") },
    { name: "egen-traad", path: led("/beskeder", "main .rows li:last-child a") },
    { name: "aftaler", path: "/aftaler" },
    { name: "maaned", path: "/aftaler?maaned=2026-11" },
    { name: "aftale", path: led("/aftaler", "main a.row") },
    { name: "sundhedssamtale", path: "/sundhedssamtale" },
    { name: "del", path: "/del" },
    { name: "indstillinger", path: "/indstillinger" },
  ],
  "kontakt-1": [
    { name: "team", path: "/team" },
    { name: "familie", path: led("/team", FAMILY) },
    { name: "team-traad", path: threadOf(FAMILY) },
    { name: "enhed", path: "/team/enhed" },
    { name: "kalender", path: "/team/kalender" },
    { name: "kalender-uge", path: "/team/kalender?visning=uge" },
    { name: "team-aftale", path: led("/team/kalender?visning=uge", "main a[href^='/team/aftaler/']") },
  ],
  teamleder: [
    { name: "leder", path: "/team" },
    { name: "leder-familie", path: led("/team", FAMILY) },
    { name: "leder-enhed", path: "/team/enhed" },
  ],
};

const FAMILIES: Place[] = [
  { name: "hjem", path: "/hjem" },
  { name: "beskeder", path: "/beskeder" },
  { name: "traad", path: led("/beskeder", "main .rows li:last-child a") },
  { name: "aftaler", path: "/aftaler" },
  { name: "aftale", path: led("/aftaler", "main a.row") },
  { name: "sundhedssamtale", path: "/sundhedssamtale" },
  { name: "indstillinger", path: "/indstillinger" },
];
const SAFE = ".rows.families a:has-text('Familien M.')";

/** The same screens as others see them: a young person, who reads the other way, and of whom no place is told. */
export const OTHERS: { [person in Person]?: Place[] } = {
  ung: FAMILIES,
  "borger-ar": FAMILIES,
  "kontakt-1": [
    { name: "familie-skjult", path: led("/team", SAFE) },
    { name: "traad-skjult", path: threadOf(SAFE) },
  ],
};

/** What anyone may look at, in a language asked for in the address. */
export const OPEN = ["/login", "/tilgaengelighed", "/privatliv", "/findes-ikke"];

/** Without the part of the page: to the same page one would not go again. */
export async function address(page: Page, place: Place): Promise<string> {
  const path = typeof place.path === "string" ? place.path : await place.path(page);
  return path.replace(/#.*/, "");
}
