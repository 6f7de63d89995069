import type { Page } from "@playwright/test";
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
  const bubble = (page: Page) => page.locator(".bubble", { hasText: words });
  await expect(bubble(mother).getByText("Venter på forbindelse")).toBeVisible();

  // The phone's browser is closed and opened again, and the server is still away.
  await phone.close();
  mother = await phone.open();
  await mother.goto(thread);
  await expect(said(mother, before)).toHaveCount(1);
  await expect(said(mother, words)).toHaveCount(1);
  const after = `Skrevet efter genstart ${mark()}`;
  await write(mother, after);
  await expect(said(mother, after)).toHaveCount(1);

  await server.up();
  for (const text of [words, after]) {
    const sent = mother.locator(".bubble", { hasText: text }).getByText(/^Sendt|^Læst/);
    await expect(sent).toBeVisible({ timeout: 30_000 });
  }
  for (const person of ["kontakt-1", "kontakt-2"] as const) {
    const contact = await as(person);
    await openFamilyThread(contact);
    for (const text of [words, after]) await expect(said(contact, text)).toHaveCount(1);
  }
});

test("logging out waits for a connection, and asks before anything is lost", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const words = `Skrevet før jeg logger ud ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await mother.context().setOffline(true);
  await write(mother, words);
  await mother.goto("/indstillinger");
  const leave = mother.locator("section[aria-labelledby=leave]");
  await leave.getByRole("button", { name: "Log ud", exact: true }).click();
  await expect(leave.getByRole("alert")).toContainText("Der er ingen forbindelse");

  // The server is there, and does not take it yet.
  const body = JSON.stringify({ type: "urn:indgang:problem:later", title: "later", status: 503, key: "later" });
  await mother.context().route("**/api/v1/submit", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body }));
  await mother.context().setOffline(false);
  await expect(mother.locator(".bar", { hasText: "Ingen forbindelse" })).toHaveCount(0);
  await leave.getByRole("button", { name: "Log ud", exact: true }).click();
  const anyway = leave.getByRole("button", { name: "Log ud alligevel" });
  await expect(anyway).toBeVisible();
  // A second tap on the first button answers nothing.
  await leave.getByRole("button", { name: "Log ud", exact: true }).click();
  await expect(mother).toHaveURL(/indstillinger/);
  await anyway.click();
  await expect(mother).toHaveURL(/\/login/);
  const left = await mother.evaluate(async () => (await indexedDB.databases()).map((database) => database.name));
  expect(left).toEqual([]);
});

test("logging out asks the server itself, whatever was heard of it last", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const mother = await as("borger");
  await mother.goto("/indstillinger");
  await ready(mother);
  // Whatever the server says meanwhile, as that it listens, takes it back: it is said until it stands.
  await expect(async () => {
    await mother.evaluate(() => window.dispatchEvent(new Event("offline")));
    await expect(mother.locator(".bar", { hasText: "Ingen forbindelse" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await mother.locator("section[aria-labelledby=leave]").getByRole("button", { name: "Log ud", exact: true }).click();
  await expect(mother).toHaveURL(/\/login/);
});

test("without a connection the lead tells of two absences, one after the other", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const lead = await as("teamleder");
  await lead.goto("/team/enhed");
  await ready(lead);
  await lead.context().setOffline(true);
  const form = lead.getByRole("region", { name: "Meld en kollega væk" });
  const [away, standsIn] = [form.getByLabel("Hvem er væk?"), form.getByLabel("Hvem er vikar?")];
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  for (const [first, second] of [[1, 2], [2, 1]]) {
    await away.selectOption({ index: first });
    await standsIn.selectOption({ index: second });
    await form.getByLabel("Første dag").fill(tomorrow);
    await form.getByLabel("Sidste dag").fill(tomorrow);
    await form.getByRole("button", { name: "Gem fravær" }).click();
    // It is emptied once it is kept.
    await expect(away).toHaveValue("");
  }
});
