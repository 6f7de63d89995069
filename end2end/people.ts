import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

/** A word that no other test has written. */
export const mark = (): string => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** The family's thread with both contact persons. */
export async function openThread(page: Page): Promise<void> {
  await page.goto("/beskeder");
  await page.getByRole("main").getByRole("link", { name: /Alle i familien|Everyone in the family|كل/ }).first().click();
  await expect(page).toHaveURL(/\/beskeder\/.+/);
}

/** From the team's list to the demo's first family, and its thread. */
export async function openFamilyThread(page: Page): Promise<void> {
  await page.goto("/team");
  await page.getByRole("main").getByRole("link", { name: /Holm Nielsen/ }).first().click();
  await expect(page).toHaveURL(/\/team\/familier\/.+/);
  await page.getByRole("main").getByRole("link", { name: /Alle i familien/ }).first().click();
  await expect(page).toHaveURL(/\/beskeder\/.+/);
}

/** Sends a message; on a page with script it stands there at once. */
export async function write(page: Page, words: string): Promise<void> {
  await page.getByRole("textbox", { name: "Besked", exact: true }).fill(words);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(said(page, words)).toHaveCount(1);
}

/** A bubble that says this; what is still in the text field does not count. */
export function said(page: Page, words: string) {
  return page.locator("main .bubble").getByText(words);
}

/** The app has woken up and holds what this person may see: from now on it works without a connection. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.ready === "yes", undefined, { timeout: 60_000 });
}
