import type { Page } from "@playwright/test";
import { controlled } from "./alone";
import { expect, type Person, test } from "./fixtures";
import { NO_CONNECTION, ready } from "./people";
import { address, LANGUAGES, type Language, NOW, PLACES, wish } from "./places";
import { sampled } from "./sample.mjs";
import { keys } from "./words";

// A world of its own: here its people change their language all the time.
test.use({ now: NOW.replace("00Z", "45Z") });

/** A family's screens, and those of its contact person. */
const WHO: Person[] = ["borger", "kontakt-1"];

async function places(page: Page, person: Person): Promise<string[]> {
  const paths = new Set(["/indstillinger"]);
  for (const place of PLACES[person] ?? []) paths.add(await address(page, place));
  return [...paths];
}

/** One screen that says which it is, in the language asked for. Gives its heading. */
async function stands(page: Page, language: Language): Promise<string> {
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveCount(1);
  await expect(heading).toHaveText(/\S/);
  const title = (await heading.innerText()).trim();
  await expect(page).toHaveTitle(`${title} – Indgang`);
  await expect(page.getByRole("main")).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await expect(page.locator("html")).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");
  return title;
}

/** Everything that a page says, also to those who hear it. */
const said = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const named = [...document.querySelectorAll("[aria-label], [placeholder], [alt], [title]")];
    const names = named.flatMap((element) => ["aria-label", "placeholder", "alt", "title"].map((name) => element.getAttribute(name)));
    return [document.body.innerText, ...names].join("\n");
  });

/** What a screen says, but for where one is logged in and what time is free: that the server alone knows. */
const content = (page: Page): Promise<string[]> =>
  page
    .locator("main :is(h1, h2, h3, p, li, a, button, label):not(section:is([aria-labelledby=devices], [aria-labelledby=times]) *)")
    .filter({ visible: true })
    .allInnerTexts();

for (const person of WHO) {
  test(`without script every screen of ${person} stands in every language, and its forms lead somewhere`, async ({ as }) => {
    test.setTimeout(120_000);
    const page = await as(person, { javaScriptEnabled: false });
    const paths = await places(page, person);
    const names = await keys();
    for (const language of LANGUAGES) {
      await wish(page, { language });
      for (const path of paths) {
        await test.step(`${path} in ${language}`, async () => {
          const answer = await page.goto(path);
          expect(answer?.status()).toBe(200);
          await stands(page, language);
          const forms = await page.locator("form").evaluateAll((all) =>
            all.map((form) => [form.getAttribute("method"), form.getAttribute("action")]),
          );
          for (const [method, action] of forms) {
            expect.soft(method, path).toMatch(/^(get|post)$/);
            expect.soft(action, path).toMatch(/^\/|^\?/);
          }
          const words = new Set((await said(page)).match(/[a-z]+(?:[.-][a-z_]+)+/g));
          expect.soft(names.filter((name) => words.has(name)), `keys without words on ${path}`).toEqual([]);
        });
      }
    }
    await wish(page, {});
  });

  test(`without a connection every screen of ${person} that was seen is there`, async ({ as, watch }, info) => {
    // What a device keeps does not follow from its width: there the languages take turns.
    const languages = info.project.name === "tablet" ? sampled(LANGUAGES, 3) : LANGUAGES;
    test.setTimeout(120_000 * languages.length);
    watch.expects(NO_CONNECTION);
    for (const language of languages) {
      const page = await as(person);
      await page.clock.setFixedTime(NOW);
      await wish(page, { language });
      const before = new Map<string, [string, string[]]>();
      const paths = await places(page, person);
      // What is unread would become read on the way.
      for (const path of paths) expect((await page.request.get(path)).status()).toBe(200);
      for (const path of paths) {
        await page.goto(path);
        await ready(page);
        await expect(page.locator("main .skeleton")).toHaveCount(0);
        before.set(path, [await stands(page, language), await content(page)]);
      }
      await controlled(page);
      await page.context().setOffline(true);
      for (const [path, [title, lines]] of before) {
        await test.step(`${path} in ${language}`, async () => {
          await page.goto(path);
          expect(await stands(page, language)).toBe(title);
          await expect.poll(() => content(page), path).toEqual(expect.arrayContaining(lines));
        });
      }
      await page.context().setOffline(false);
      await wish(page, {});
      await page.close();
    }
  });
}
