import type { Page } from "@playwright/test";
import { controlled } from "./alone";
import { axe, expect, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, ready } from "./people";
import { inWorld, LANGUAGES, NOW } from "./places";
import { wordsOf } from "./words";

// A world of its own: here meetings are made, moved and cancelled all the time.
const now = NOW.replace("00Z", "20Z");
test.use({ now });

const here = inWorld(now);

const HOUR = 60 * 60 * 1000;

/** Sends a command as a form without script does. */
async function act(page: Page, command: string, fields: Record<string, string>): Promise<void> {
  const form = { command, envelope: crypto.randomUUID(), back: "/", ...fields };
  const answer = await page.request.post("/act", { form, maxRedirects: 0 });
  expect(answer.status(), await answer.text()).toBe(303);
}

/** The family's stream: its health conversation's page says which. */
async function family(page: Page): Promise<string> {
  await page.goto("/sundhedssamtale");
  return (await page.locator("input[name=stream]").first().getAttribute("value")) ?? "";
}

/** In the small hours of a day that nobody has anything on: another each time. */
let days = 30;
const soon = (): string => new Date(Date.parse(NOW) + days++ * 24 * HOUR - 7 * HOUR).toISOString();

/** A meeting that the contact person has made. */
async function made(contact: Page, stream: string, fields: Record<string, string>): Promise<string> {
  const id = crypto.randomUUID();
  await act(contact, "Appointments.ProposeAppointment", {
    id,
    stream,
    kind: "home-visit",
    minutes: "30",
    place: `Hos jer ${mark()}`,
    ...fields,
  });
  return id;
}

for (const script of [true, false]) {
  for (const language of LANGUAGES) {
    test(`offered times are chosen from, and the meeting is cancelled, in ${language}, ${script ? "with" : "without"} script`, async ({ as }) => {
      const words = await wordsOf(language);
      const mother = await here(as, "borger", language, { javaScriptEnabled: script });
      const contact = await here(as, "kontakt-1", "da", { javaScriptEnabled: false });
      const id = await made(contact, await family(mother), { times: soon() });

      await mother.goto("/aftaler");
      await mother.locator(`a[href="/aftaler/${id}"]`).first().click();
      await expect(mother.getByRole("heading", { level: 1 })).toHaveText(words("appointment.home-visit"));
      const times = mother.locator("ul.times button");
      await expect(times).toHaveCount(1);
      await times.first().click();
      await expect(times).toHaveCount(0);
      await expect(mother.getByRole("link", { name: words("appointment.add") })).toBeVisible();
      if (script) await axe(mother);

      await mother.locator("summary", { hasText: words("appointment.cancel") }).click();
      await mother.getByRole("button", { name: words("appointment.cancel-send") }).click();
      await expect(mother.locator(".notice.problem")).toContainText("Camilla");
    });
  }
}

test("a mother who cannot come is offered another time, and says that she can after all", async ({ as }) => {
  const mother = await here(as, "borger");
  const contact = await here(as, "kontakt-1", "da", { javaScriptEnabled: false });
  const id = await made(contact, await family(mother), { times: soon(), agreed: "true" });
  await mother.goto(`/aftaler/${id}`);
  await ready(mother);
  await mother.locator("summary", { hasText: "Kan ikke komme" }).click();
  await mother.getByLabel("Hvorfor?").first().fill("Alma er syg");
  await mother.getByRole("button", { name: "Sig det til dem" }).click();
  await expect(mother.getByText("Du har sagt, at du ikke kan komme.")).toBeVisible();
  await expect(mother.getByText("Alma er syg")).toBeVisible();
  // Her contact person keeps time free: other times stand there at once.
  await expect(mother.getByRole("heading", { name: "Andre tider" })).toBeVisible();
  await expect(mother.locator("ul.times button").first()).toBeVisible();
  await shot(mother, "appointment-cannot");
  await mother.getByRole("button", { name: "Jeg kan komme alligevel" }).click();
  await expect(mother.getByText("Du har sagt, at du ikke kan komme.")).toHaveCount(0);

  await mother.getByRole("link", { name: "Flyt til en anden tid" }).click();
  const first = mother.locator("ul.times button").first();
  const when = (await first.innerText()).trim();
  await first.click();
  await expect(mother.locator("p.when")).toHaveText(when);
});

test("what she is writing stays in sight while the minutes pass", async ({ as }) => {
  const contact = await here(as, "kontakt-1", "da", { javaScriptEnabled: false });
  const stream = await family(await here(as, "borger"));
  const id = await made(contact, stream, { times: soon(), agreed: "true" });
  const mother = await as("borger");
  await mother.clock.install({ time: now });
  await mother.goto(`/aftaler/${id}`);
  await ready(mother);
  await mother.locator("summary", { hasText: "Kan ikke komme" }).click();
  const why = mother.locator("#cannot-why");
  await why.fill("Alma er");
  await mother.clock.fastForward("05:00");
  await expect(why).toBeFocused();
  await mother.keyboard.type(" syg");
  await expect(why).toHaveValue("Alma er syg");
});

test("the card at home leads to where one says that one cannot come", async ({ as }) => {
  const mother = await here(as, "borger");
  const contact = await here(as, "kontakt-1", "da", { javaScriptEnabled: false });
  const id = await made(contact, await family(mother), { times: new Date(Date.parse(NOW) + 13 * HOUR).toISOString(), agreed: "true" });
  await mother.goto("/hjem");
  await ready(mother);
  await mother.locator(`a[href="/aftaler/${id}#kan-ikke"]`).click();
  await expect(mother.locator("details#kan-ikke[open]")).toBeInViewport();
  await mother.locator("summary", { hasText: "Aflys" }).click();
  await mother.getByRole("button", { name: "Aflys mødet" }).click();
  await expect(mother.locator(".notice.problem")).toBeVisible();
});

test("without a connection she says that she cannot come, and it is told when there is one", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const mother = await here(as, "borger");
  const contact = await here(as, "kontakt-1", "da", { javaScriptEnabled: false });
  const id = await made(contact, await family(mother), { times: soon(), agreed: "true" });
  await mother.goto("/aftaler");
  await ready(mother);
  await controlled(mother);
  await expect(mother.locator(`a[href="/aftaler/${id}"]`)).toBeVisible();
  await mother.context().setOffline(true);
  await mother.goto(`/aftaler/${id}`);
  await mother.locator("summary", { hasText: "Kan ikke komme" }).click();
  await mother.getByRole("button", { name: "Sig det til dem" }).click();
  await expect(mother.locator("form .late").first()).toBeVisible();
  const file = await mother.getByRole("link", { name: "Læg i min kalender" }).getAttribute("href");
  expect(decodeURIComponent(file ?? "")).toContain("BEGIN:VCALENDAR");
  await mother.context().setOffline(false);
  await expect(mother.getByText("Du har sagt, at du ikke kan komme.")).toBeVisible({ timeout: 30_000 });
});

test("the calendar file says what is known, and to the family in safe mode nothing but that there is something", async ({ as }) => {
  const mother = await here(as, "borger");
  const contact = await here(as, "kontakt-1", "da", { javaScriptEnabled: false });
  const stream = await family(mother);
  const id = await made(contact, stream, { times: soon(), agreed: "true", bring: "Sygesikringskort, pas" });
  const answer = await mother.request.get(`/aftaler/${id}/kalender.ics`);
  expect(answer.headers()["content-type"]).toContain("text/calendar");
  expect(answer.headers()["cache-control"]).toBe("no-store");
  const file = (await answer.text()).replaceAll("\r\n ", "");
  expect(file).toContain("SUMMARY:Besøg hjemme hos dig");
  expect(file).toContain("Nadia Bjerregaard");
  expect(file).toContain("Sygesikringskort\\, pas");
  const stranger = await here(as, "borger-ar");
  expect((await stranger.request.get(`/aftaler/${id}/kalender.ics`)).status()).toBe(404);
});

test("what has been and what is far ahead is found by month", async ({ as }) => {
  const mother = await here(as, "borger");
  await mother.goto("/aftaler?tidligere");
  await ready(mother);
  await mother.locator("a.row.meeting", { hasText: "Møde på skolen" }).click();
  await expect(mother.getByText("Emil får en fast voksen")).toBeVisible();
  await shot(mother, "appointment-held");
  await mother.goBack();
  await expect(mother.getByRole("link", { name: "Tidligere" })).toHaveAttribute("aria-current", "page");
  await mother.getByRole("link", { name: "Måned" }).click();
  await expect(mother.getByRole("heading", { name: "november 2026" })).toBeVisible();
  await mother.getByRole("link", { name: "december 2026" }).click();
  await expect(mother.getByRole("heading", { name: "december 2026" })).toBeVisible();
  await mother.reload();
  await expect(mother.getByRole("heading", { name: "december 2026" })).toBeVisible();
  await axe(mother);
});
