import { axe, expect, shot, test } from "./fixtures";
import { assignContact, mark, NO_CONNECTION, openThread, ready, said } from "./people";
import { arrive, FARAH, setAside, writeTooLate } from "./troubles";

test("what was written before the work ended is set aside, sent on, and then seen by the family", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const words = `Husk madpakken til turen på fredag. ${mark()}`;
  const [contact, lead] = [await as("kontakt-3"), await as("teamleder")];
  await writeTooLate(contact, lead, "Al-Khatib", words);
  await assignContact(lead, "Al-Khatib", "Jonas Thrane Lauridsen");
  await arrive(contact);

  const hers = setAside(contact, words);
  await expect(hers.getByText("Du har ikke familien nu.")).toBeVisible();
  await expect(hers.getByRole("button", { name: "Send videre" })).toHaveCount(0);
  await shot(contact, "quarantine-author", hers);
  const mother = await as("borger-ar");
  await openThread(mother);
  await ready(mother);
  await expect(said(mother, words)).toHaveCount(0);

  const heir = await as("kontakt-2");
  await heir.goto("/team");
  await expect(setAside(heir, words).getByText(FARAH, { exact: false }).first()).toBeVisible();
  await ready(heir);
  await axe(heir);
  await shot(heir, "quarantine-heir", setAside(heir, words));
  await setAside(heir, words).getByRole("button", { name: "Send videre" }).click();

  await expect(said(mother, words)).toHaveCount(1);
  await expect(mother.locator(".bubble", { hasText: words })).toContainText("Jonas");
  for (const page of [heir, contact]) await expect(setAside(page, words)).toHaveCount(0);
  await expect(contact.getByRole("region", { name: "Ikke sendt" })).toHaveCount(0);
});

test("who comes to a family later finds what was set aside, and lets it go for everyone", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const words = `Jeg kommer ikke i morgen alligevel. ${mark()}`;
  const [contact, lead] = [await as("kontakt-3"), await as("teamleder")];
  await writeTooLate(contact, lead, "Mwangi Schmidt", words);
  await arrive(contact);
  await expect(setAside(contact, words)).toBeVisible();

  const heir = await as("vikar");
  await heir.goto("/team");
  await ready(heir);
  await expect(setAside(heir, words)).toHaveCount(0);
  await assignContact(lead, "Mwangi Schmidt", "Birgitte Kofoed");
  const item = setAside(heir, words);
  await expect(item).toBeVisible();
  await item.getByText("Kassér", { exact: true }).click();
  await item.getByRole("button", { name: "Ja, kassér beskeden" }).click();
  for (const page of [heir, contact]) await expect(setAside(page, words)).toHaveCount(0);
});
