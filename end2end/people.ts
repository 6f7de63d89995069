import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";

/** A word that no other test has written. */
export const mark = (): string => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** The family's thread with both contact persons. */
export async function openThread(page: Page): Promise<void> {
  await page.goto("/beskeder");
  const thread = page.getByRole("main").getByRole("link", { name: /Alle voksne i familien|All adults in the family|كل/ }).first();
  await tapUntil(thread, /\/beskeder\/.+/);
}

/** Taps a link of a list until its page is there: news that draws the list anew under the finger takes the tap with it. */
async function tapUntil(link: Locator, opened: RegExp): Promise<void> {
  const page = link.page();
  await expect(async () => {
    if (!opened.test(page.url())) await link.click({ timeout: 5_000 });
    await expect(page).toHaveURL(opened, { timeout: 5_000 });
  }).toPass({ timeout: 30_000 });
}

/** Two tabs of one phone on the same thread. The first leads. */
export async function twoTabs(first: Page): Promise<[Page, Page]> {
  await openThread(first);
  await ready(first);
  const second = await first.context().newPage();
  await second.goto(first.url());
  await ready(second);
  return [first, second];
}

/** From the team's list to a family. */
export async function openFamily(page: Page, family: string): Promise<void> {
  await page.goto("/team");
  await tapUntil(page.getByRole("main").getByRole("link", { name: family }).first(), /\/team\/familier\/.+/);
}

/** From the team's list to a family's thread; without a name, to the demo's first family. */
export async function openFamilyThread(page: Page, family = "Holm Nielsen"): Promise<void> {
  await openFamily(page, family);
  await tapUntil(page.getByRole("main").getByRole("link", { name: /Alle voksne i familien/ }).first(), /\/beskeder\/.+/);
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

/** Complaints of a browser that has lost the connection. */
export const NO_CONNECTION =
  /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|Failed to load resource|ERR_FAILED|ERR_EMPTY_RESPONSE|ERR_NETWORK_CHANGED/;

/** The lead ends a contact person's work with a family. */
export async function endContact(lead: Page, family: string, contact: string): Promise<void> {
  await openFamily(lead, family);
  await ready(lead);
  const card = lead.getByRole("listitem").filter({ has: lead.getByRole("heading", { name: contact, level: 3 }) });
  await card.getByText("Afslut", { exact: true }).click();
  await card.getByRole("button", { name: "Ja, afslut" }).click();
  await expect(card).toHaveCount(0);
}

/** The lead gives a family a contact person. */
export async function assignContact(lead: Page, family: string, contact: string): Promise<void> {
  await openFamily(lead, family);
  await ready(lead);
  await lead.getByLabel("Hvem?").selectOption({ label: contact });
  await lead.getByRole("button", { name: "Giv en kontaktperson" }).click();
  await expect(lead.getByRole("heading", { name: contact, level: 3 })).toBeVisible();
}

/** Every key that this device holds, of all its stores. The ids in them are in clear. */
export const kept = (page: Page) =>
  page.evaluate(async () => {
    const opened = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("refused")));
      });
    const keys: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await opened(indexedDB.open(name!));
      for (const store of database.objectStoreNames) {
        const all = await opened(database.transaction(store).objectStore(store).getAllKeys());
        keys.push(...all.map(String));
      }
      database.close();
    }
    return keys;
  });

/** What is being written has reached the device's store. */
export const isKept = (page: Page, draft: string) =>
  expect.poll(async () => (await kept(page)).some((key) => key.includes(draft))).toBe(true);
