import type { Page } from "@playwright/test";
import { axe, expect, logIn, type Person, shot, test } from "./fixtures";
import { mark, openFamilyThread, openThread, ready, said } from "./people";
import { wordsOf } from "./words";

async function send(page: Page, words: string, label: string, button: string): Promise<void> {
  await page.getByRole("textbox", { name: label, exact: true }).fill(words);
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(said(page, words)).toHaveCount(1);
}

const WRITERS: ["da" | "ar", Person, string][] = [
  ["da", "borger", "Holm Nielsen"],
  ["ar", "borger-ar", "Al-Khatib"],
];

for (const [language, person, family] of WRITERS) {
  test(`logged out from another device, she is told why nothing is sent, and it is sent after the login, in ${language}`, async ({ as, watch }) => {
    test.slow();
    watch.expects(/status of 401/);
    const words = await wordsOf(language);
    const [label, button] = [words("composer.label"), words("composer.send")];
    const [before, after] = [`Før ${mark()}`, `Imens ${mark()}`];
    const phone = await as(person);
    await openThread(phone);
    await ready(phone);
    await send(phone, before, label, button);

    const library = await as(person);
    await library.goto("/indstillinger");
    const elsewhere = library.getByRole("button", { name: words("settings.end-others") });
    await elsewhere.click();
    await expect(elsewhere).toHaveCount(0);

    await send(phone, after, label, button);
    const notice = phone.getByRole("status").filter({ hasText: words("problem.logged-out") });
    await expect(notice).toContainText(words("app.held/one"));
    const login = notice.getByRole("link", { name: words("missing.log-in") });
    await expect(login).toBeInViewport();
    const bubble = phone.locator(".bubble", { hasText: after });
    await expect(bubble.getByText(words("status.held"))).toBeVisible();
    await axe(phone);
    await shot(phone, `session-ended-${language}`, bubble);
    await login.click();
    await expect(phone).toHaveURL(/\/login/);
    await logIn(phone, person);
    await openThread(phone);
    const sent = bubble.getByText(words("status.sent"), { exact: true });
    await expect(sent.or(bubble.getByText(words("status.read"), { exact: true }))).toBeVisible();
    await expect(notice).toHaveCount(0);

    const contact = await as("kontakt-1");
    await openFamilyThread(contact, family);
    for (const once of [before, after]) await expect(said(contact, once)).toHaveCount(1);
  });
}
