import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { expect, shot, test } from "./fixtures";
import { isKept, mark, NO_CONNECTION, openFamilyThread, openThread, ready } from "./people";

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");

/** A day from now, as a date field takes it. */
const tomorrow = (): string => new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

for (const script of [true, false]) {
  test(`a photographed letter ends as something to do by a day, ${script ? "with" : "without"} script`, async ({ as }) => {
    const note = `Hvad betyder det her? ${mark()}`;
    const what = `ringe til boligforeningen ${mark()}`;

    const mother = await as("borger", { javaScriptEnabled: script });
    await openThread(mother);
    if (script) await ready(mother);
    await mother.getByText("Hjælp til et brev", { exact: true }).last().click();
    const ask = mother.locator("form", { has: mother.getByRole("button", { name: "Send brevet" }) });
    await ask.locator("input[type=file]").setInputFiles(PHOTO);
    await ask.getByLabel("Vil du skrive noget til?").fill(note);
    await ask.getByRole("button", { name: "Send brevet" }).click();
    await expect(mother.getByText(note)).toHaveCount(1);

    const contact = await as("kontakt-1", { javaScriptEnabled: script });
    await openFamilyThread(contact);
    const letter = contact.locator("main article, main li").filter({ hasText: note }).last();
    await letter.getByLabel("De skal gøre noget senest en bestemt dag").check();
    await letter.getByLabel("Hvad skal de gøre?").fill(what);
    await letter.getByLabel("Senest hvilken dag?").fill(tomorrow());
    await letter.getByRole("button", { name: "Send svar på brevet" }).click();
    await expect(contact.getByText(what)).toBeVisible();

    await mother.goto("/hjem");
    await expect(mother.getByText(`Du skal: ${what}`)).toBeVisible();
    await openThread(mother);
    const own = mother.locator("main article, main li").filter({ hasText: note }).last();
    await own.getByRole("button", { name: "Det er gjort" }).click();
    await expect(own.getByRole("button", { name: "Det er gjort" })).toHaveCount(0);
    await mother.goto("/hjem");
    await expect(mother.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(mother.getByText(`Du skal: ${what}`)).toHaveCount(0);
  });
}

test("what one writes about a letter is kept until it is sent", async ({ as }) => {
  const note = `Jeg forstår ikke side to ${mark()}`;
  const what = `sende lønsedlen ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  const opens = mother.getByText("Hjælp til et brev", { exact: true }).last();
  const ask = mother.locator("form", { has: mother.getByRole("button", { name: "Send brevet" }) });
  const words = ask.getByLabel("Vil du skrive noget til?");
  await opens.click();
  await words.fill(note);
  await isKept(mother, "letter:");
  await mother.reload();
  await ready(mother);
  await expect(words).toHaveValue(note);
  await expect(words).toBeVisible();
  await shot(mother, "letter-draft", words);
  await ask.locator("input[type=file]").setInputFiles(PHOTO);
  await ask.getByRole("button", { name: "Send brevet" }).click();
  await expect(mother.locator("article.letter", { hasText: note })).toBeVisible();
  await expect(words).toHaveValue("");

  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  const letter = contact.locator("article.letter", { hasText: note });
  const day = tomorrow();
  await letter.getByLabel("Hvad skal de gøre?").fill(what);
  await letter.getByLabel("Senest hvilken dag?").fill(day);
  for (const draft of ["end-what:", "end-by:"]) await isKept(contact, draft);
  await contact.reload();
  await ready(contact);
  await expect(letter.getByLabel("Hvad skal de gøre?")).toHaveValue(what);
  await expect(letter.getByLabel("Senest hvilken dag?")).toHaveValue(day);
  await letter.getByLabel("De skal gøre noget senest en bestemt dag").check();
  await letter.getByRole("button", { name: "Send svar på brevet" }).click();
  await expect(letter.locator("strong")).toContainText(what);

  await mother.reload();
  await ready(mother);
  await opens.click();
  await expect(words).toHaveValue("");
});

/** A letter as Digital Post brings it, of one empty page. */
function pdf(name: string): { name: string; mimeType: string; buffer: Buffer } {
  const page = "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj";
  const pages = "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj";
  const file = ["%PDF-1.7", "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj", pages, page, "trailer<</Root 1 0 R>>", `% ${name}`, "%%EOF", ""];
  return { name, mimeType: "application/pdf", buffer: Buffer.from(file.join("\n")) };
}

/** Pressed, the browser saves it: under its name, and as it was sent. */
async function saves(link: Locator, sent: { name: string; buffer: Buffer }): Promise<void> {
  const saved = link.page().waitForEvent("download");
  await link.click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe(sent.name);
  expect(await readFile(await file.path())).toEqual(sent.buffer);
}

for (const script of [true, false]) {
  test(`a letter that is a PDF reaches the contact person as it is, ${script ? "with" : "without"} script`, async ({ as }) => {
    const note = `Det kom i Digital Post ${mark()}`;
    const sent = pdf(`Brev fra kommunen ${mark()}.pdf`);

    const mother = await as("borger", { javaScriptEnabled: script });
    await openThread(mother);
    if (script) await ready(mother);
    await mother.getByText("Hjælp til et brev", { exact: true }).last().click();
    const ask = mother.locator("form", { has: mother.getByRole("button", { name: "Send brevet" }) });
    const files = ask.locator("input[type=file]");
    if (script) {
      await files.setInputFiles({ ...sent, name: "side.pdf", buffer: Buffer.from("<html>") });
      await expect(ask.getByText("Filen er ikke en PDF, vi kan tage imod.")).toBeVisible();
      await files.setInputFiles([sent, pdf("Et andet.pdf")]);
      await expect(ask.getByText("2 PDF-filer er valgt")).toBeVisible();
      await shot(mother, "letter-files", files);
      await ask.getByRole("button", { name: "Fjern Et andet.pdf" }).click();
      await expect(ask.getByText("1 PDF er valgt")).toBeVisible();
    } else {
      await files.setInputFiles(sent);
    }
    await ask.getByLabel("Vil du skrive noget til?").fill(note);
    await ask.getByRole("button", { name: "Send brevet" }).click();
    const own = mother.locator("main .letter", { hasText: note });
    await saves(own.getByRole("link", { name: sent.name }), sent);

    const contact = await as("kontakt-1", { javaScriptEnabled: script });
    await openFamilyThread(contact);
    if (script) await ready(contact);
    const letter = contact.locator("main .letter", { hasText: note });
    await shot(contact, "letter-pdf", letter);
    await saves(letter.getByRole("link", { name: sent.name }), sent);
    await letter.getByLabel("De skal ikke gøre noget").check();
    await letter.getByRole("button", { name: "Send svar på brevet" }).click();
    await expect(contact.locator("main .letter", { hasText: note }).locator(".ending.nothing")).toBeVisible();
  });
}

test("a PDF that is chosen without a connection waits, can be opened meanwhile, and is sent", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const note = `Skrevet i toget ${mark()}`;
  const sent = pdf(`Fra skolen ${mark()}.pdf`);
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await mother.context().setOffline(true);
  await mother.getByText("Hjælp til et brev", { exact: true }).last().click();
  const ask = mother.locator("form", { has: mother.getByRole("button", { name: "Send brevet" }) });
  await ask.locator("input[type=file]").setInputFiles(sent);
  await expect(ask.getByText("1 PDF er valgt")).toBeVisible();
  await ask.getByLabel("Vil du skrive noget til?").fill(note);
  await ask.getByRole("button", { name: "Send brevet" }).click();
  const own = mother.locator("main .letter", { hasText: note });
  await expect(own).toBeVisible();
  await expect(ask.getByText("1 PDF er valgt")).toHaveCount(0);
  await saves(own.getByRole("link", { name: sent.name }), sent);

  await mother.context().setOffline(false);
  await expect(own.getByText("Vi har ikke læst brevet endnu")).toBeVisible({ timeout: 30_000 });
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  const letter = contact.locator("main .letter", { hasText: note });
  await saves(letter.getByRole("link", { name: sent.name }), sent);
  // What one has opened is there without a connection.
  await contact.context().setOffline(true);
  await saves(letter.getByRole("link", { name: sent.name }), sent);
});
