import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, shot, test } from "./fixtures";
import { kept, mark, openFamilyThread, openThread, ready } from "./people";

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

/** What is being written has reached the device's store. */
const isKept = (page: Page, draft: string) =>
  expect.poll(async () => (await kept(page)).some((key) => key.includes(draft))).toBe(true);

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
