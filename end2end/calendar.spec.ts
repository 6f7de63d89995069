import type { Locator, Page } from "@playwright/test";
import { controlled } from "./alone";
import { axe, expect, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamily, ready } from "./people";
import { inWorld, LANGUAGES, NOW } from "./places";
import { type Words, wordsOf } from "./words";

// A world of its own: here times are kept free, offered and taken all the time.
const now = NOW.replace("00Z", "40Z");
test.use({ now });

const here = inWorld(now);

/** The app's words, the team's among them. */
async function teamsWords(language: string): Promise<Words> {
  const [own, team] = [await wordsOf(language), await wordsOf(`team.${language}`)];
  return (key, values) => {
    try {
      return team(key, values);
    } catch {
      return own(key, values);
    }
  };
}

/** A time as its field takes it: so many days from now, at a minute that no other test has. */
let taken = 0;
function time(days: number, hour = 6): string {
  const day = new Date(Date.parse(NOW) + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const minute = String((taken++ % 12) * 5).padStart(2, "0");
  return `${day}T${String(hour).padStart(2, "0")}:${minute}`;
}

const lid = (page: Page, words: string): Locator => page.locator("summary", { hasText: words });
const button = (page: Page, words: string): Locator => page.getByRole("button", { name: words, exact: true });

/** Proposes a meeting to the family that is open; gives where it is. */
async function propose(page: Page, words: Words, place: string, times: string[], agreed = false): Promise<string> {
  await lid(page, words("plan.title")).click();
  for (const [at, moment] of times.entries()) await page.locator(`#plan-time-${at}`).fill(moment);
  if (agreed) await page.locator("form.stack input[name=agreed]").check();
  await page.locator("#plan-place").fill(place);
  await button(page, words("plan.send")).click();
  // What has been stands in the calendar alone.
  if (times[0]! < NOW) {
    await expect(page.getByText(words("plan.sent"))).toBeVisible();
    await page.goto(`/team/kalender?dag=${times[0]!.slice(0, 10)}`);
  }
  const link = page.locator("main a.row.meeting, main a[href^='/team/aftaler/']", { hasText: place }).first();
  await expect(link).toBeVisible();
  return (await link.getAttribute("href")) ?? "";
}

for (const script of [true, false]) {
  for (const language of LANGUAGES) {
    test(`a contact person proposes times, sets another, cancels, in ${language}, ${script ? "with" : "without"} script`, async ({ as }) => {
      test.slow();
      const words = await teamsWords(language);
      const place = `Biblioteket ${mark()}`;
      const contact = await here(as, "kontakt-1", language, { javaScriptEnabled: script });
      await openFamily(contact, "Holm Nielsen");
      if (script) await ready(contact);
      const days = 60 + LANGUAGES.indexOf(language) * 2 + Number(script);
      const meeting = await propose(contact, words, place, [time(days), time(days, 7)]);
      if (script) await shot(contact, `plan-sent-${language}`);

      await contact.goto(meeting);
      await expect(contact.getByText(words("plan.said-offered"))).toBeVisible();
      if (script) await axe(contact);
      await lid(contact, words("plan.set")).click();
      await contact.locator("#set-starts").fill(time(days, 8));
      await button(contact, words("plan.set-send")).click();
      await expect(contact.getByText(words("plan.said-offered"))).toHaveCount(0);
      await expect(contact.locator("p.when")).toContainText(/8|٨/);
      // The family is told that it was done for them.
      const mother = await here(as, "borger", language, { javaScriptEnabled: script });
      await mother.goto(meeting.replace("/team", ""));
      await expect(mother.getByText("Nadia Bjerregaard").first()).toBeVisible();
      await expect(mother.locator("p.when")).toContainText(/8|٨/);

      await lid(contact, words("plan.cancel")).click();
      await contact.locator("#cancel-why").fill("Skolen har ferie");
      await button(contact, words("plan.cancel-send")).click();
      await expect(contact.locator(".notice.problem")).toContainText("Nadia");
      await mother.goto(meeting.replace("/team", ""));
      await expect(mother.getByText("Skolen har ferie")).toBeVisible();
    });

    test(`a time is kept free and taken back, in ${language}, ${script ? "with" : "without"} script`, async ({ as }) => {
      const words = await teamsWords(language);
      const contact = await here(as, "kontakt-1", language, { javaScriptEnabled: script });
      await contact.goto("/team/kalender?visning=uge");
      if (script) await ready(contact);
      const slots = contact.getByRole("region", { name: words("calendar.slots") });
      const own = slots.locator("ul.rows > li");
      await lid(contact, words("calendar.publish")).click();
      // A Sunday of this week, which nobody has anything on.
      await contact.locator("#slot-starts").fill(`2026-11-29T${script ? "1" : "0"}${4 + LANGUAGES.indexOf(language)}:15`);
      await contact.locator("#slot-minutes").selectOption("30");
      const before = await own.count();
      await button(contact, words("calendar.publish-send")).click();
      await expect(own).toHaveCount(before + 1);
      await shot(contact, `calendar-${language}-${script ? "script" : "plain"}`, slots);
      if (script) await axe(contact);
      const line = own.filter({ hasText: ":15" }).or(own.filter({ hasText: ".15" })).first();
      await line.getByRole("button").click();
      await expect(own).toHaveCount(before);
    });
  }
}

test("what a meeting came to stands where the family looks back", async ({ as }) => {
  const words = await teamsWords("da");
  const [place, said] = [`Hjemme ${mark()}`, `Emil begynder til svømning ${mark()}`];
  const contact = await here(as, "kontakt-1");
  await openFamily(contact, "Holm Nielsen");
  await ready(contact);
  const meeting = await propose(contact, words, place, [time(-2)], true);
  await contact.goto(meeting);
  await expect(contact.getByText(words("plan.said-close"))).toBeVisible();
  await contact.getByLabel(words("plan.held")).check();
  await contact.getByLabel(words("plan.agreed-what")).fill(said);
  await button(contact, words("plan.close-send")).click();
  await expect(contact.getByText("har skrevet, at mødet er holdt.")).toBeVisible();
  await shot(contact, "calendar-held");
  const mother = await here(as, "borger");
  await mother.goto(meeting.replace("/team", ""));
  await expect(mother.getByText(said)).toBeVisible();
});

test("a family says on the phone that it cannot come: it is written for them, and said so", async ({ as }) => {
  const words = await teamsWords("da");
  const place = `Kælderen ${mark()}`;
  const contact = await here(as, "kontakt-1");
  await openFamily(contact, "Holm Nielsen");
  await ready(contact);
  const meeting = await propose(contact, words, place, [time(80)], true);
  await contact.goto(meeting);
  await lid(contact, words("plan.cannot")).click();
  await contact.locator("#cannot-why").fill("Bilen er i stykker");
  await button(contact, words("plan.cannot-send")).click();
  await expect(contact.getByText("Nadia har skrevet, at familien ikke kan komme.")).toBeVisible();
  await button(contact, words("plan.can")).click();
  await expect(lid(contact, words("plan.cannot"))).toBeVisible();
});

test("without a connection no time can be promised: it is said, and nothing that was written is lost", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const words = await teamsWords("da");
  const place = `Under jorden ${mark()}`;
  const contact = await here(as, "kontakt-1");
  await openFamily(contact, "Holm Nielsen");
  await ready(contact);
  await controlled(contact);
  await contact.context().setOffline(true);
  await lid(contact, words("plan.title")).click();
  await contact.locator("#plan-time-0").fill(time(90));
  await contact.locator("#plan-place").fill(place);
  await button(contact, words("plan.send")).click();
  await expect(contact.getByRole("alert").getByText(words("problem.offline"))).toBeVisible();
  await expect(contact.locator("#plan-place")).toHaveValue(place);
  await contact.context().setOffline(false);
  await button(contact, words("plan.send")).click();
  await expect(contact.locator("main a[href^='/team/aftaler/']", { hasText: place }).first()).toBeVisible();
});

test("days and weeks are turned by links that can be gone back on and reloaded", async ({ as }) => {
  const words = await teamsWords("da");
  const contact = await here(as, "kontakt-1");
  await contact.goto("/team/kalender");
  await ready(contact);
  const title = contact.locator(".month h2");
  await expect(title).toContainText("24. november");
  await contact.getByRole("link", { name: words("calendar.next-day") }).click();
  await expect(title).toContainText("25. november");
  await contact.getByRole("link", { name: words("calendar.week-view"), exact: true }).click();
  await expect(title).toContainText("Uge 48");
  await contact.reload();
  await expect(title).toContainText("Uge 48");
  await contact.goBack();
  await expect(title).toContainText("25. november");
});
