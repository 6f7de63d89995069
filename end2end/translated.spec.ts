import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { keepTranslated, SERVERS } from "./alterations";
import { expect, test } from "./fixtures";
import { cut } from "./network";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready } from "./people";
import { inWorld, NOW } from "./places";

// A world of its own: here a time is booked, and cancelled.
const WORLD = NOW.replace("00Z", "55Z");
test.use({ now: WORLD });

test.beforeEach(({ watch }) => watch.expects(/Service Worker registration blocked/));

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");

/** A button as the translation calls it. */
const button = (where: Page | Locator, words: string) => where.getByRole("button", { name: `«${words}»`, exact: true });

async function translated(page: Page): Promise<void> {
  await ready(page);
  await page.evaluate(keepTranslated);
}

test("a translated page keeps up while it is used", async ({ as }) => {
  const page = await as("borger", SERVERS);
  await openThread(page);
  await translated(page);
  const photo = { name: "brev.png", mimeType: "image/png", buffer: await page.screenshot({ scale: "css" }) };
  await page.locator(".composer input[type=file]").setInputFiles(photo);
  await expect(page.locator(".composer .hint")).toHaveText("«1 billede er valgt»");
  await page.locator(".composer input[type=file]").setInputFiles([photo, photo]);
  await expect(page.locator(".composer .hint")).toHaveText("«3 billeder er valgt»");
  for (const left of ["«2 billeder er valgt»", "«1 billede er valgt»"]) {
    await page.locator(".composer .kept button").first().click();
    await expect(page.locator(".composer .hint")).toHaveText(left);
  }
});

test("in a translated page a second tap deletes nothing unasked", async ({ as }) => {
  test.slow();
  const page = await as("borger", SERVERS);
  await openThread(page);
  await ready(page);
  await page.getByRole("button", { name: "Indtal en besked" }).click();
  await expect(page.getByRole("timer")).toHaveText(/0:0[2-9]/, { timeout: 10_000 });
  await page.getByRole("button", { name: "Stop optagelsen" }).click();
  await expect(page.locator(".taking .player")).toBeVisible();
  await page.evaluate(keepTranslated);
  const [remove, sure] = ["Slet optagelsen", "Ja, slet den"].map((words) => page.getByRole("button", { name: `«${words}»`, exact: true }));
  if (!remove || !sure) throw new Error("no buttons");
  await remove.dblclick();
  await expect(page.locator(".taking .player")).toBeVisible();
  await expect(sure).toHaveCount(0);
  await remove.click();
  await sure.click();
  await expect(page.locator(".taking .player")).toHaveCount(0);
});

test("booking, cancelling, a letter and the settings keep up with her in a translated page", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const mother = await inWorld(WORLD)(as, "borger", "da", SERVERS);
  await mother.goto("/sundhedssamtale");
  await translated(mother);
  await mother.locator("fieldset > label.choice", { has: mother.locator("input[name=starts]") }).first().click();
  await button(mother, "Fortsæt").click();
  const card = mother.locator("article.card.next");
  await expect(card.locator("p.hint")).toHaveText(/^«Tiden er din til kl\. [\d.]+\.»$/);
  const when = await card.locator("p.when").innerText();
  await button(mother, "Book tiden").click();
  await expect(mother).toHaveURL(/\/aftaler\/.+/);
  await expect(mother.getByRole("heading", { level: 1 })).toHaveText("«Sundhedssamtale»");
  await expect(mother.locator("p.when")).toHaveText(when);
  // Another time, in the same place on the screen.
  await mother.getByRole("link", { name: "Flyt til en anden tid" }).click();
  const other = mother.locator("ul.times button").first();
  const instead = (await other.innerText()).trim();
  await other.click();
  await expect(mother.locator("p.when")).toHaveText(instead);
  await mother.locator("summary", { hasText: "Aflys" }).click();
  await button(mother, "Aflys mødet").click();
  await expect(mother.locator(".notice.problem p").first()).toHaveText(/^«.+ har aflyst\.»$/);

  await openThread(mother);
  await translated(mother);
  const note = `Hvad betyder det? ${mark()}`;
  await mother.locator("summary", { hasText: "Hjælp til et brev" }).click();
  const ask = mother.locator("form", { has: button(mother, "Send brevet") });
  const chosen = ask.locator("p.hint[role=status]").first();
  await ask.locator("input[type=file]").setInputFiles(PHOTO);
  await expect(chosen).toHaveText("«1 billede er valgt»");
  await ask.locator("input[type=file]").setInputFiles({ name: "brev.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n%%EOF\n") });
  await expect(chosen).toHaveText("«1 billede er valgt · 1 PDF er valgt»");
  await ask.locator("#letter-note").fill(note);
  await button(ask, "Send brevet").click();
  await expect(mother.locator("article.letter", { hasText: note })).toContainText("«Vi har ikke læst brevet endnu»");
  await expect(chosen).toBeHidden();

  await mother.goto("/indstillinger");
  await translated(mother);
  const mend = await cut(mother, "**/api/v1/submit");
  await button(mother, "Gem").click();
  await expect(mother.locator(".settings p[role=status]")).toHaveText("«Det er gemt. Siden skifter, så snart der er forbindelse.»");
  mend();
});

test("a contact person's answer from a template keeps up in a translated page", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const contact = await as("kontakt-1", SERVERS);
  await openFamilyThread(contact);
  await translated(contact);
  const text = contact.locator("#text");
  await contact.locator("#template").selectOption({ index: 1 });
  await button(contact, "Sæt ind").click();
  await expect(text).not.toHaveValue("");
  const words = `Vi ses. ${mark()}`;
  await text.fill(words);
  const mend = await cut(contact, "**/api/v1/submit");
  await button(contact, "Send").click();
  const bubble = contact.locator(".bubble", { hasText: words });
  await expect(bubble.locator(".status")).toHaveText("«Venter på forbindelse»");
  mend();
  await contact.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(bubble.locator(".meta")).toContainText("«Sendt»");

  // And the answer itself is changed, where it stands.
  await contact.goto("/team/enhed");
  await translated(contact);
  const template = contact.locator("li.card").filter({ has: contact.locator("input[name=title]") }).first();
  await template.locator("summary", { hasText: "«Ret»" }).click();
  await template.locator("input[name=title]").fill("Brevet er læst");
  await template.locator("textarea[name=text]").fill("Vi har læst brevet, og du hører fra os.");
  await button(template, "Gem").click();
  await expect(template.getByRole("heading", { level: 3 })).toHaveText("«Brevet er læst»");
  await expect(template.locator("p").first()).toHaveText("«Vi har læst brevet, og du hører fra os.»");
});
