import type { Page } from "@playwright/test";
import { controlled } from "./alone";
import { axe, expect, type Person, shot, test } from "./fixtures";
import { NO_CONNECTION, ready } from "./people";
import { inWorld, LANGUAGES, NOW } from "./places";
import { wordsOf } from "./words";

// A world of its own: here times are taken all the time.
const now = NOW.replace("00Z", "10Z");
test.use({ now });

const here = inWorld(now);

const PAGE = "/sundhedssamtale";

/** Nothing of before is held. */
async function letGo(page: Page, name: string): Promise<void> {
  await page.goto(PAGE);
  await expect(page.locator("input[name=starts], article.card.next").first()).toBeAttached();
  const button = page.getByRole("button", { name, exact: true });
  if (await button.count()) await button.click();
  await expect(page.locator("input[name=starts]").first()).toBeAttached();
}

for (const script of [true, false]) {
  for (const language of LANGUAGES) {
    test(`a mother books a health conversation in one choice, in ${language}, ${script ? "with" : "without"} script`, async ({ as }) => {
      const words = await wordsOf(language);
      const who: Person = language === "ar" ? "borger-ar" : "borger";
      const mother = await here(as, who, language, { javaScriptEnabled: script });
      await letGo(mother, words("booking.let-go"));
      if (script) await ready(mother);
      const times = mother.locator("form:has(button:text-is('" + words("booking.hold") + "'))");
      await expect(times.locator("fieldset > label.choice input[name=starts]")).toHaveCount(3);
      if (script) {
        await axe(mother);
        await shot(mother, `booking-${language}`);
      }
      await times.locator("fieldset > label.choice", { has: mother.locator("input[name=starts]") }).first().click();
      await mother.getByRole("button", { name: words("booking.hold"), exact: true }).click();
      const card = mother.locator("article.card.next");
      const when = (await card.locator("p.when").innerText()).trim();
      if (script) await shot(mother, `booking-held-${language}`);
      if (language === "ar") await expect(card).toContainText(words("tongue.ar"));
      await mother.getByRole("button", { name: words("booking.confirm"), exact: true }).click();
      await expect(mother).toHaveURL(/\/aftaler\/.+/);
      await expect(mother.locator("p.when")).toHaveText(when);
      await expect(mother.getByRole("heading", { level: 1 })).toHaveText(words("appointment.health-conversation"));
      await mother.goto(PAGE);
      await expect(mother.locator("a.notice", { hasText: when })).toBeVisible();
    });
  }
}

test("who chooses another time lets the first one go", async ({ as }) => {
  const mother = await here(as, "borger");
  await letGo(mother, "Vælg en anden tid");
  await ready(mother);
  const choices = mother.locator("fieldset > label.choice", { has: mother.locator("input[name=starts]") });
  const first = (await choices.first().innerText()).trim();
  await choices.first().click();
  await mother.getByRole("button", { name: "Fortsæt" }).click();
  await expect(mother.locator("article.card.next p.when")).toHaveText(first);
  await mother.reload();
  await expect(mother.locator("article.card.next p.when")).toHaveText(first);
  await mother.getByRole("button", { name: "Vælg en anden tid" }).click();
  await expect(choices.first()).toContainText(first);
});

test("a young person books for themselves, and the family does not see it", async ({ as }) => {
  const young = await here(as, "ung");
  await letGo(young, "Vælg en anden tid");
  await ready(young);
  await expect(young.getByText("Hvem er det for?")).toHaveCount(0);
  await young.locator("fieldset > label.choice", { has: young.locator("input[name=starts]") }).first().click();
  await young.getByRole("button", { name: "Fortsæt" }).click();
  await young.getByRole("button", { name: "Book tiden" }).click();
  await expect(young).toHaveURL(/\/aftaler\/.+/);
  const mother = await here(as, "borger");
  await mother.goto(new URL(young.url()).pathname);
  await expect(mother.getByRole("heading", { level: 1 })).toHaveText("Siden findes ikke");
});

test("a time that another takes meanwhile gives its tick to no other", async ({ as }) => {
  const [mother, young] = [await here(as, "borger"), await here(as, "ung")];
  for (const one of [mother, young]) {
    await letGo(one, "Vælg en anden tid");
    await ready(one);
  }
  const ticked = mother.locator("input[name=starts]:checked");
  const time = await mother.locator("input[name=starts]").first().getAttribute("value");
  const same = (page: Page) => page.locator("label.choice", { has: page.locator(`input[name=starts][value="${time}"]`) });
  await same(mother).click();
  await expect(ticked).toHaveCount(1);
  await same(young).click();
  await young.getByRole("button", { name: "Fortsæt" }).click();
  await young.getByRole("button", { name: "Book tiden" }).click();
  await expect(young).toHaveURL(/\/aftaler\/.+/);
  // She hears of it at the latest when she goes on with it, and is shown what there is.
  await mother.getByRole("button", { name: "Fortsæt" }).click();
  await expect(same(mother)).toHaveCount(0);
  await expect(ticked).toHaveCount(0);
  await expect(mother.locator("article.card.next")).toHaveCount(0);
});

for (const language of LANGUAGES) {
  test(`from a basement she wishes for a time, and reads that it is not confirmed, in ${language}`, async ({ as, watch }) => {
    watch.expects(NO_CONNECTION);
    const words = await wordsOf(language);
    const mother = await here(as, language === "ar" ? "borger-ar" : "borger", language);
    await letGo(mother, words("booking.let-go"));
    await ready(mother);
    await controlled(mother);
    await mother.context().setOffline(true);
    await mother.goto(PAGE);
    await expect(mother.getByText(words("booking.offline"))).toBeVisible();
    await mother.getByLabel(words("booking.wish-when")).fill("Helst om formiddagen");
    await mother.getByRole("button", { name: words("booking.wish-send") }).click();
    await expect(mother.getByText(words("booking.wish-kept"))).toBeVisible();
    const notice = mother.locator("a.notice", { hasText: words("appointment.wished") });
    await expect(notice.first()).toBeVisible();
    await shot(mother, `booking-wish-${language}`);
    await mother.goto("/aftaler");
    await expect(mother.getByText(words("appointment.state-wished")).first()).toBeVisible();
    await mother.context().setOffline(false);
    await expect(mother.locator(".bar.offline")).toHaveCount(0);
    await mother.locator("a.row.meeting", { hasText: words("appointment.state-wished") }).last().click();
    await expect(mother.getByText(words("appointment.wished-said"))).toBeVisible();
    await expect(mother.getByText("Helst om formiddagen")).toBeVisible({ timeout: 30_000 });
  });
}
