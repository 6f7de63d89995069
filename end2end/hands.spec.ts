import { test as alone, build, controlled } from "./alone";
import { expect, test } from "./fixtures";
import { arrives, press, tabTo } from "./keyboard";
import { endContact, mark, NO_CONNECTION, openFamilyThread, ready, said, write } from "./people";
import { arrive, FARAH, notSent, overtake, refused, setAside, template, writeTooLate } from "./troubles";

// What has gone wrong is put right by keyboard alone, too.

test("by keyboard alone what came too late is sent on, and let go", async ({ as, watch }) => {
  test.slow();
  watch.expects(NO_CONNECTION);
  const [on, away] = [`Vi ses på skolen. ${mark()}`, `Jeg tog fejl af dagen. ${mark()}`];
  const [contact, lead, heir] = [await as("kontakt-3"), await as("teamleder"), await as("kontakt-2")];
  await writeTooLate(contact, lead, "Mahmoudi", on, away);
  await arrive(contact);

  await heir.goto("/team");
  await ready(heir);
  for (const words of [on, away]) await expect(setAside(heir, words)).toBeVisible();
  await press(heir, setAside(heir, on).getByRole("button", { name: "Send videre" }));
  await expect(setAside(heir, on)).toHaveCount(0);
  await press(heir, setAside(heir, away).locator("summary", { hasText: "Kassér" }));
  await press(heir, setAside(heir, away).getByRole("button", { name: "Ja, kassér beskeden" }));
  await expect(setAside(heir, away)).toHaveCount(0);
  await openFamilyThread(heir, "Mahmoudi");
  await expect(said(heir, on)).toHaveCount(1);
  await expect(said(heir, away)).toHaveCount(0);
});

test("by keyboard alone what was refused is changed and sent by a mother, and let go by a contact person", async ({ as, watch }) => {
  test.slow();
  watch.expects(NO_CONNECTION);
  const [words, late] = [`Må jeg komme på lørdag? ${mark()}`, `Jeg ringer til lægen i dag. ${mark()}`];
  const mother = await as("borger");
  const bubble = await refused(mother, words);
  await press(mother, bubble.getByRole("button", { name: "Ret og send igen" }));
  const field = mother.getByRole("textbox", { name: "Besked", exact: true });
  await expect(field).toHaveValue(words);
  await expect(field).toBeFocused();
  await mother.keyboard.type(" Om formiddagen.");
  await press(mother, mother.getByRole("button", { name: "Send", exact: true }));
  await expect(said(mother, `${words} Om formiddagen.`)).toHaveCount(1);

  const contact = await as("kontakt-3");
  await openFamilyThread(contact, "Lund-Adeyemi");
  await ready(contact);
  await contact.context().setOffline(true);
  await endContact(await as("teamleder"), "Lund-Adeyemi", FARAH);
  await write(contact, late);
  await contact.context().setOffline(false);
  await press(contact, contact.getByRole("link", { name: "Se hvorfor" }));
  await arrives(contact, /\/team$/, "Mine familier");
  const item = notSent(contact, late);
  await press(contact, item.locator("summary", { hasText: "Kassér" }));
  await press(contact, item.getByRole("button", { name: "Ja, kassér det" }));
  await expect(item).toHaveCount(0);
});

test("by keyboard alone one chooses between one's own text and a colleague's", async ({ as, watch }) => {
  test.slow();
  watch.expects(NO_CONNECTION);
  const [first, second] = [await as("kontakt-1"), await as("kontakt-2")];
  for (const [choice, title] of [["button", "Vi ringer for dig"], ["link", "Forslag om at mødes"]] as const) {
    const [mine, theirs] = [`Min tekst. ${mark()}`, `Deres tekst. ${mark()}`];
    await overtake(first, second, title, theirs, mine);
    const conflict = template(second, title);
    await expect(conflict.getByRole("alert")).toBeVisible();
    await press(second, conflict.getByRole(choice, { name: /^Brug / }));
    await expect(conflict.getByRole("alert")).toHaveCount(0);
    const chosen = choice === "button" ? mine : theirs;
    for (const page of [first, second]) {
      await expect(template(page, title).getByRole("paragraph").filter({ hasText: chosen }).first()).toBeVisible();
    }
  }
});

test("by keyboard alone a lead ends a contact person's work and gives the family another", async ({ as }) => {
  test.slow();
  const lead = await as("teamleder");
  await lead.goto("/team");
  await ready(lead);
  await press(lead, lead.locator(".rows.families a", { hasText: "Toft Andreasen" }));
  await arrives(lead, /\/team\/familier\/.+/, /Toft Andreasen/);
  const card = lead.getByRole("listitem").filter({ has: lead.getByRole("heading", { name: FARAH, level: 3 }) });
  await press(lead, card.locator("summary", { hasText: "Afslut" }));
  await press(lead, card.getByRole("button", { name: "Ja, afslut" }));
  await expect(card).toHaveCount(0);

  await tabTo(lead, lead.getByLabel("Hvem?"));
  await lead.keyboard.type("Birgitte");
  await press(lead, lead.getByRole("button", { name: "Giv en kontaktperson" }));
  await expect(lead.getByRole("heading", { name: "Birgitte Kofoed", level: 3 })).toBeVisible();
});

test("by keyboard alone one logs out", async ({ as }) => {
  const mother = await as("borger");
  await mother.goto("/hjem");
  await ready(mother);
  await press(mother, mother.getByRole("link", { name: "Indstillinger" }).first());
  await arrives(mother, /\/indstillinger$/, "Indstillinger");
  await press(mother, mother.getByRole("button", { name: "Log ud", exact: true }));
  await expect(mother).toHaveURL(/\/login/);
  await expect(mother.getByRole("heading", { level: 1 })).toBeVisible();
});

alone("by keyboard alone one takes a new version", async ({ as, release, watch }) => {
  alone.slow();
  watch.expects(NO_CONNECTION, /status of 404/);
  const mother = await as("borger");
  await mother.goto("/hjem");
  await ready(mother);
  await controlled(mother);
  const old = await build(mother);
  await release.renew();
  await mother.reload();
  const update = mother.getByRole("button", { name: "Opdatér" });
  await expect(update).toBeVisible({ timeout: 30_000 });
  await press(mother, update);
  await expect.poll(() => build(mother).catch(() => old), { timeout: 30_000 }).not.toBe(old);
  await expect(update).toHaveCount(0);
});
