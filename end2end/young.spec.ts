import type { Page } from "@playwright/test";
import { axe, expect, shot, test } from "./fixtures";
import { mark, openFamily, ready, said, write } from "./people";

async function openOwn(page: Page): Promise<void> {
  await page.goto("/beskeder");
  await page.getByRole("main").getByRole("link", { name: /Kun dig|أنت فقط/ }).click();
  await expect(page).toHaveURL(/\/beskeder\/.+/);
}

test("a young person has a thread that the adults do not see", async ({ as, watch }) => {
  watch.expects(/status of 404/);
  const secret = `Jeg vil gerne tale med nogen om skolen. ${mark()}`;
  const answer = `Det kan du altid. Skal vi gå en tur? ${mark()}`;
  const young = await as("ung");
  await openOwn(young);
  await ready(young);
  await write(young, secret);
  const thread = new URL(young.url()).pathname;

  const contact = await as("kontakt-1");
  await openFamily(contact, "Holm Nielsen");
  await contact.getByRole("main").getByRole("link", { name: /Kun Freja/ }).click();
  await expect(said(contact, secret)).toHaveCount(1);
  await ready(contact);
  await write(contact, answer);
  await expect(said(young, answer)).toHaveCount(1);
  await axe(young);
  await shot(young, "young-own", said(young, answer));

  const mother = await as("borger");
  await mother.goto("/beskeder");
  await ready(mother);
  await expect(mother.getByRole("main").getByRole("listitem")).toHaveCount(2);
  await expect(mother.getByText("Freja")).toHaveCount(0);
  for (const there of ["/beskeder", "/hjem", thread]) {
    await mother.goto(there);
    await expect(mother.getByRole("heading", { level: 1 })).toBeVisible();
    for (const words of [secret, answer]) await expect(mother.getByText(words)).toHaveCount(0);
  }
  await expect(mother.getByRole("heading", { name: "Siden findes ikke" })).toBeVisible();
});

test("each adult's own thread is there before anything is written in it", async ({ as }) => {
  const mother = await as("borger");
  await mother.goto("/beskeder");
  await expect(mother.getByRole("main").getByRole("link", { name: /Kun dig/ })).toBeVisible();

  const contact = await as("kontakt-1");
  await openFamily(contact, "Holm Nielsen");
  for (const owner of ["Camilla", "Thomas", "Freja"]) {
    await expect(contact.getByRole("main").getByRole("link", { name: `Kun ${owner}` })).toBeVisible();
  }
  await expect(contact.getByRole("main").getByRole("link", { name: /Kun Thomas/ })).toContainText("Ingen beskeder endnu");
});
