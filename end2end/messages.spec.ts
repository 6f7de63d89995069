import type { Page } from "@playwright/test";
import { axe, expect, shot, test } from "./fixtures";

/** The family's own thread with both contact persons. */
async function openThread(page: Page): Promise<void> {
  await page.goto("/beskeder");
  const main = page.getByRole("main");
  await main.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/beskeder\/.+/);
}

/** From the team's list to the family that wrote, and its thread. */
async function openFamilyThread(page: Page, words: string): Promise<void> {
  await page.goto("/team");
  await page.getByRole("main").getByRole("link", { name: /Familien/ }).first().click();
  await expect(page).toHaveURL(/\/team\/familier\/.+/);
  await expect(page.getByText(words)).toBeVisible();
}

async function write(page: Page, words: string): Promise<void> {
  await page.getByRole("textbox", { name: "Besked", exact: true }).fill(words);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText(words)).toBeVisible();
}

for (const script of [true, false]) {
  const how = script ? "with script" : "without script";

  test(`a mother writes and her contact person answers, ${how}`, async ({ as }) => {
    const mark = Date.now().toString(36);
    const question = `Hvornår kommer I på torsdag? ${mark}`;
    const answer = `Vi kommer klokken ti. ${mark}`;

    const mother = await as("borger", { javaScriptEnabled: script });
    await openThread(mother);
    await write(mother, question);

    const contact = await as("kontakt-1", { javaScriptEnabled: script });
    await openFamilyThread(contact, question);
    await write(contact, answer);

    await mother.reload();
    await expect(mother.getByText(question)).toHaveCount(1);
    await expect(mother.getByText(answer)).toHaveCount(1);
    if (script) {
      await axe(mother);
      await axe(contact);
      await shot(mother, "messages-family");
      await shot(contact, "messages-team");
    }
  });
}

test("an answer reaches the mother's open page by itself", async ({ as }) => {
  const answer = `Vi glæder os til at se jer. ${Date.now().toString(36)}`;
  const mother = await as("borger");
  await openThread(mother);
  const question = `Er der plads til os begge? ${Date.now().toString(36)}`;
  await write(mother, question);

  const contact = await as("kontakt-1");
  await openFamilyThread(contact, question);
  await write(contact, answer);

  await expect(mother.getByText(answer)).toBeVisible();
});

test("a message that was acknowledged survives a power cut", async ({ as, server, watch }) => {
  watch.expects(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|Failed to load resource/);
  const words = `Det her må ikke gå tabt. ${Date.now().toString(36)}`;
  const mother = await as("borger", { javaScriptEnabled: false });
  await openThread(mother);
  await write(mother, words);

  await server.kill();
  await server.up();

  await mother.reload();
  await expect(mother.getByText(words)).toHaveCount(1);
});
