import { join } from "node:path";
import type { Page } from "@playwright/test";
import { test as alone } from "./alone";
import { axe, expect, type Person, shot, test } from "./fixtures";
import { mark, openFamilyThread, openThread, ready, said, write } from "./people";
import { wordsOf } from "./words";

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");
const WRITERS: ["da" | "en" | "ar", Person, string, string][] = [
  ["da", "borger", "Holm Nielsen", "Kan du ringe til skolen for mig?"],
  ["en", "borger", "Holm Nielsen", "Can you call the school for me?"],
  ["ar", "borger-ar", "Al-Khatib", "هل يمكنك الاتصال بالمدرسة؟"],
];

/** On the settings page, by the language's own name; the page comes back in it. */
async function speak(page: Page, name: string, language: string): Promise<void> {
  await page.goto("/indstillinger");
  await ready(page);
  await page.getByRole("radio", { name }).check();
  await page.getByRole("button", { name: "Gem", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

for (const [language, person, family, question] of WRITERS) {
  // Nobody else's Camilla speaks English.
  const story = language === "en" ? alone : test;
  story(`she writes, is answered, and a letter is ended, in ${language}`, async ({ as }) => {
    story.slow();
    const words = await wordsOf(language);
    const [asked, answered] = [`${question} ${mark()}`, `Ja, det gør jeg nu. ${mark()}`];
    const [note, what] = [`${question} ${mark()}`, `skrive under ${mark()}`];
    const mother = await as(person);
    if (language === "en") await speak(mother, "English", "en");
    await openThread(mother);
    await ready(mother);
    await expect(mother.locator("html")).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");

    await mother.getByRole("textbox", { name: words("composer.label"), exact: true }).fill(asked);
    await mother.getByRole("button", { name: words("composer.send"), exact: true }).click();
    const bubble = mother.locator(".bubble", { hasText: asked });
    await expect(bubble).toHaveCount(1);
    const contact = await as("kontakt-1");
    await openFamilyThread(contact, family);
    await expect(said(contact, asked)).toHaveCount(1);
    await ready(contact);
    await write(contact, answered);
    await expect(said(mother, answered)).toHaveCount(1);
    await expect(bubble.getByText(words("status.read"), { exact: true })).toBeVisible();
    await shot(mother, `main-flow-${language}`, said(mother, answered));

    await mother.getByText(words("letter.help"), { exact: true }).last().click();
    const ask = mother.locator("form", { has: mother.getByRole("button", { name: words("letter.ask") }) });
    await ask.locator("input[type=file]").setInputFiles(PHOTO);
    await ask.getByLabel(words("letter.note")).fill(note);
    await ask.getByRole("button", { name: words("letter.ask") }).click();
    const letter = contact.locator("article.letter", { hasText: note });
    await letter.getByLabel("De skal gøre noget senest en bestemt dag").check();
    await letter.getByLabel("Hvad skal de gøre?").fill(what);
    await letter.getByLabel("Senest hvilken dag?").fill(new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10));
    await letter.getByRole("button", { name: "Send svar på brevet" }).click();

    const own = mother.locator("article.letter", { hasText: note });
    await expect(own.locator("strong")).toContainText(words("letter.must", { what: "" }).trim());
    await expect(own.locator("strong")).toContainText(what);
    await axe(mother);
    await shot(mother, `letter-flow-${language}`, own);
    await mother.goto("/hjem");
    await expect(mother.getByText(what)).toBeVisible();
    await shot(mother, `home-flow-${language}`);
    await openThread(mother);
    await own.getByRole("button", { name: words("letter.finish") }).click();
    await expect(own.getByRole("button", { name: words("letter.finish") })).toHaveCount(0);
  });
}
