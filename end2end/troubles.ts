import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";
import { meddle } from "./network";
import { endContact, openFamilyThread, openThread, ready, write } from "./people";

/** Who loses a family while she writes to it. */
export const FARAH = "Farah Qureshi";

/** Until told to stop the words arrive with a hidden sign that the server refuses, as from a browser that lets it through. */
export const spoilOnTheWay = (page: Page, words: string): Promise<() => void> =>
  meddle(page, "**/api/v1/submit", (route) =>
    route.continue({ postData: (route.request().postData() ?? "").replace(words, `\u202E${words}`) }),
  );

/** A mother's message that the server has refused; what she sends next it takes. Gives its bubble. */
export async function refused(mother: Page, words: string): Promise<Locator> {
  await openThread(mother);
  await ready(mother);
  const spoilNoMore = await spoilOnTheWay(mother, words);
  await write(mother, words);
  const bubble = mother.locator(".bubble", { hasText: words });
  await expect(bubble.getByText(/Ikke sendt\. Teksten har skjulte tegn/)).toBeVisible();
  spoilNoMore();
  return bubble;
}

/** Farah writes to a family without a connection, her work with it ends, and only then it arrives. */
export async function writeTooLate(contact: Page, lead: Page, family: string, ...words: string[]): Promise<void> {
  await openFamilyThread(contact, family);
  await ready(contact);
  await contact.context().setOffline(true);
  for (const text of words) await write(contact, text);
  await endContact(lead, family, FARAH);
}

export async function arrive(contact: Page): Promise<void> {
  await contact.context().setOffline(false);
  await contact.goto("/team");
}

export const setAside = (page: Page, words: string) =>
  page.getByRole("region", { name: "Sat til side" }).getByRole("listitem").filter({ hasText: words });

export const notSent = (page: Page, words: string) =>
  page.getByRole("region", { name: "Ikke sendt" }).getByRole("listitem").filter({ hasText: words });

/** A standard answer on the unit's page. */
export const template = (page: Page, title: string) =>
  page
    .getByRole("region", { name: "Standardsvar", exact: true })
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: title, level: 3 }) });

async function change(page: Page, title: string, text: string): Promise<void> {
  const edit = template(page, title);
  await edit.getByText("Ret", { exact: true }).click();
  await edit.getByLabel("Tekst", { exact: true }).fill(text);
  await edit.getByRole("button", { name: "Gem", exact: true }).click();
}

/** Two change the same standard answer, the second without having heard of the first. */
export async function overtake(first: Page, second: Page, title: string, theirs: string, mine: string): Promise<void> {
  for (const page of [first, second]) {
    await page.goto("/team/enhed");
    await ready(page);
  }
  await second.context().setOffline(true);
  await change(second, title, mine);
  await expect(template(second, title).getByText("Venter på at blive gemt")).toBeVisible();
  await change(first, title, theirs);
  await expect(template(first, title).getByText("Venter på at blive gemt")).toHaveCount(0);
  await second.context().setOffline(false);
}
