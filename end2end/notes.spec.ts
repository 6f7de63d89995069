import type { Page } from "@playwright/test";
import { axe, expect, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamily, openThread, ready, said } from "./people";

const FAMILY = "Holm Nielsen";
const notes = (page: Page) => page.getByRole("region", { name: "Noter", exact: true });
const note = (page: Page, words: string) => notes(page).getByRole("listitem").filter({ hasText: words });

test("a note written without a connection arrives, a colleague reads it, and the family sees nothing", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const words = `Ring helst efter kl. 16. ${mark()}`;
  const contact = await as("kontakt-1");
  await openFamily(contact, FAMILY);
  await ready(contact);
  await expect(notes(contact).getByText("Kun teamet ser dem", { exact: false })).toBeVisible();
  await contact.context().setOffline(true);
  await notes(contact).getByLabel("Ny note").fill(words);
  await notes(contact).getByRole("checkbox").first().check();
  await notes(contact).getByRole("button", { name: "Gem note" }).click();
  await expect(note(contact, words).locator(".status.waiting")).toBeVisible();
  await expect(notes(contact).getByLabel("Ny note")).toHaveValue("");
  await expect(notes(contact).getByRole("checkbox").first()).not.toBeChecked();
  await shot(contact, "notes-waiting", notes(contact));

  await contact.context().setOffline(false);
  await expect(note(contact, words).getByText("Skrevet af", { exact: false })).toBeVisible();
  await expect(note(contact, words).locator(".status")).toHaveCount(0);
  await axe(contact);

  const colleague = await as("kontakt-2");
  await openFamily(colleague, FAMILY);
  await ready(colleague);
  await expect(note(colleague, words)).toBeVisible();
  await shot(colleague, "notes", notes(colleague));

  const lead = await as("teamleder");
  await openFamily(lead, FAMILY);
  await ready(lead);
  await expect(notes(lead)).toHaveCount(0);

  const mother = await as("borger");
  for (const path of ["/hjem", "/beskeder", "/aftaler", "/indstillinger"]) {
    await mother.goto(path);
    await ready(mother);
    await expect(mother.getByText(words)).toHaveCount(0);
  }
  await openThread(mother);
  await expect(said(mother, words)).toHaveCount(0);
});

test("what was begun is kept, and a note can be written without script", async ({ as }) => {
  const begun = `Har fået ny skole. ${mark()}`;
  const contact = await as("kontakt-1");
  await openFamily(contact, FAMILY);
  await ready(contact);
  await notes(contact).getByLabel("Ny note").fill(begun);
  await notes(contact).getByLabel("Ny note").blur();
  await openFamily(contact, FAMILY);
  await expect(notes(contact).getByLabel("Ny note")).toHaveValue(begun);

  const words = `Skrevet uden script. ${mark()}`;
  const plain = await as("kontakt-1", { javaScriptEnabled: false });
  await openFamily(plain, FAMILY);
  await notes(plain).getByLabel("Ny note").fill(words);
  await notes(plain).getByRole("button", { name: "Gem note" }).click();
  await expect(note(plain, words)).toBeVisible();
});
