import { expect, shot, test } from "./fixtures";
import { endContact, kept, openFamily, openFamilyThread, ready } from "./people";

test("a family whose work has ended leaves the contact person's device by itself", async ({ as }) => {
  const FAMILY = "Chaudhry";
  const contact = await as("kontakt-3");
  await openFamilyThread(contact, FAMILY);
  await ready(contact);
  const thread = new URL(contact.url()).pathname.split("/").pop()!;
  await openFamily(contact, FAMILY);
  await ready(contact);
  const family = new URL(contact.url()).pathname.split("/").pop()!;
  const list = await contact.context().newPage();
  await list.goto("/team");
  await expect(list.getByRole("link", { name: FAMILY })).toBeVisible();
  const holds = async (id: string) => (await kept(contact)).some((key) => key.includes(id));
  expect([await holds(family), await holds(thread)]).toEqual([true, true]);

  await endContact(await as("teamleder"), FAMILY, "Farah Qureshi");

  await expect(contact.getByRole("heading", { name: "Siden findes ikke" })).toBeVisible();
  await expect(contact.getByText(FAMILY)).toHaveCount(0);
  await expect(list.getByRole("link", { name: FAMILY })).toHaveCount(0);
  await expect.poll(() => holds(family)).toBe(false);
  await expect.poll(() => holds(thread)).toBe(false);
  await shot(contact, "forget", contact.getByRole("main"));
  await contact.goto(`/beskeder/${thread}`);
  await expect(contact.getByRole("heading", { level: 1, name: "Siden findes ikke" })).toBeVisible();
});
