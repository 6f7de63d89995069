import { expect, logIn, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready, said, write } from "./people";

test("without a connection the mother writes, closes, reads, and it arrives once", async ({ as, profile, server, watch }) => {
  watch.expects(NO_CONNECTION);
  const before = `Skrevet med forbindelse ${mark()}`;
  const words = `Skrevet i kælderen ${mark()}`;

  const phone = await profile();
  let mother = await phone.open();
  await logIn(mother, "borger");
  await openThread(mother);
  await ready(mother);
  await write(mother, before);
  await expect(said(mother, before)).toHaveCount(1);
  const thread = new URL(mother.url()).pathname;

  await server.kill();
  await write(mother, words);
  await expect(mother.getByText("Venter på forbindelse").first()).toBeVisible();

  // The phone's browser is closed and opened again, and the server is still away.
  await phone.close();
  mother = await phone.open();
  await mother.goto(thread);
  await expect(said(mother, before)).toHaveCount(1);
  await expect(said(mother, words)).toHaveCount(1);

  await server.up();
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await expect(said(contact, words)).toHaveCount(1);
  const second = await as("kontakt-2");
  await openFamilyThread(second);
  await expect(said(second, words)).toHaveCount(1);
});

test("logging out empties the phone", async ({ profile, watch }) => {
  watch.expects(NO_CONNECTION);
  const phone = await profile();
  const mother = await phone.open();
  await logIn(mother, "borger");
  await openThread(mother);
  await ready(mother);
  await mother.goto("/indstillinger");
  await ready(mother);
  await mother.getByRole("button", { name: "Log ud", exact: true }).click();
  await expect(mother).toHaveURL(/\/login/);
  const left = await mother.evaluate(async () => (await indexedDB.databases()).map((database) => database.name));
  expect(left.filter((name) => name !== undefined && name !== "indgang-last")).toEqual([]);
});
