import { axe, expect, shot, test } from "./fixtures";
import { mark, openFamilyThread, openThread, ready, said, write } from "./people";

for (const script of [true, false]) {
  test(`a mother writes and her contact person answers, ${script ? "with" : "without"} script`, async ({ as }) => {
    const question = `Hvornår kommer I på torsdag? ${mark()}`;
    const answer = `Vi kommer klokken ti. ${mark()}`;

    const mother = await as("borger", { javaScriptEnabled: script });
    await openThread(mother);
    await write(mother, question);
    await expect(said(mother, question)).toBeInViewport();

    const contact = await as("kontakt-1", { javaScriptEnabled: script });
    await openFamilyThread(contact);
    await expect(said(contact, question)).toHaveCount(1);
    await write(contact, answer);

    await mother.reload();
    await expect(said(mother, question)).toHaveCount(1);
    await expect(said(mother, answer)).toHaveCount(1);
    if (script) {
      await axe(mother);
      await axe(contact);
      await shot(mother, "messages-family");
      await shot(contact, "messages-team");
    }
  });
}

test("an answer reaches the mother's open page by itself", async ({ as }) => {
  const answer = `Vi glæder os til at se jer. ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);

  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await write(contact, answer);

  await expect(said(mother, answer)).toHaveCount(1);
});

test("who types without a pause loses little by a reload", async ({ as }) => {
  const words = "Jeg skriver uden at holde en eneste pause, for bussen kommer lige om lidt";
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  const field = mother.getByRole("textbox", { name: "Besked", exact: true });
  await field.pressSequentially(words, { delay: 50 });
  await mother.reload();
  await expect(field).toHaveValue(new RegExp(`^${words.slice(0, 40)}`));
});

test("the last word of a thread runs as it was written, whoever wrote it", async ({ as }) => {
  const words = `نلتقي يوم الخميس ${mark()}`;
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await write(contact, words);

  const mother = await as("borger", { javaScriptEnabled: false });
  await mother.goto("/beskeder");
  const preview = mother.locator(".preview", { hasText: words });
  await expect(preview).toHaveText(`Nadia: ${words}`);
  await expect(preview).toHaveCSS("direction", "rtl");
});

test("without script a form that is refused comes back with what was written", async ({ as, watch }) => {
  watch.expects(/status of 422/);
  const mother = await as("borger", { javaScriptEnabled: false });
  await openThread(mother);
  const words = `Se her \u202Egnp.exe ${mark()}`;
  await mother.getByRole("textbox", { name: "Besked", exact: true }).fill(words);
  await mother.getByRole("button", { name: "Send", exact: true }).click();
  await expect(mother.getByRole("alert").first()).toBeVisible();
  await expect(mother.getByRole("textbox", { name: "Besked", exact: true })).toHaveValue(words);
});

test("a message that was acknowledged survives a kill", async ({ as, server, watch }) => {
  watch.expects(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|Failed to load resource/);
  const words = `Det her må ikke gå tabt. ${mark()}`;
  const mother = await as("borger", { javaScriptEnabled: false });
  await openThread(mother);
  await write(mother, words);

  await server.kill();
  await server.up();

  await mother.reload();
  await expect(said(mother, words)).toHaveCount(1);
});
