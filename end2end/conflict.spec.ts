import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe, expect, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready } from "./people";
import { notSent, overtake, template } from "./troubles";

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");

for (const [title, choice] of [["Brevet er set", "Brug min"], ["Tid hos tolk", "Brug deres"]] as const) {
  test(`two change the same standard answer, and who came last chooses: ${choice}`, async ({ as, watch }) => {
    watch.expects(NO_CONNECTION);
    const mine = `Brevet er læst af mig. ${mark()}`;
    const theirs = `Brevet er læst af os. ${mark()}`;
    const [first, second] = [await as("kontakt-1"), await as("kontakt-2")];
    await overtake(first, second, title, theirs, mine);

    const conflict = template(second, title);
    await expect(conflict.getByRole("alert").getByText("En kollega har rettet det samme")).toBeVisible();
    await expect(conflict.getByLabel("Tekst", { exact: true })).toHaveValue(mine);
    await expect(conflict.locator("section").getByText(theirs)).toBeVisible();
    await axe(second);
    await shot(second, "conflict", conflict.getByRole("alert"));
    const chosen = choice === "Brug min" ? mine : theirs;
    if (choice === "Brug min") await conflict.getByRole("button", { name: choice }).click();
    else await conflict.getByRole("link", { name: choice }).click();

    await expect(conflict.getByRole("alert")).toHaveCount(0);
    await expect(conflict.getByRole("paragraph").filter({ hasText: chosen }).first()).toBeVisible();
    await expect(template(first, title).getByRole("paragraph").filter({ hasText: chosen }).first()).toBeVisible();
    for (const page of [first, second]) {
      await page.goto("/team");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("region", { name: "Ikke sendt" })).toHaveCount(0);
    }
  });
}

test("two end the same letter, and who came last sees both answers", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const [note, what] = [`Skal jeg svare på det her? ${mark()}`, `svare inden jul ${mark()}`];
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await mother.getByText("Hjælp til et brev", { exact: true }).last().click();
  const ask = mother.locator("form", { has: mother.getByRole("button", { name: "Send brevet" }) });
  await ask.locator("input[type=file]").setInputFiles(PHOTO);
  await ask.getByLabel("Vil du skrive noget til?").fill(note);
  await ask.getByRole("button", { name: "Send brevet" }).click();

  const [first, second] = [await as("kontakt-2"), await as("kontakt-1")];
  for (const page of [first, second]) {
    await openFamilyThread(page);
    await ready(page);
  }
  const letter = (page: Page) => page.locator("article.letter", { hasText: note });
  const end = letter(second);
  await end.getByLabel("De skal gøre noget senest en bestemt dag").check();
  await end.getByLabel("Hvad skal de gøre?").fill(what);
  await end.getByLabel("Senest hvilken dag?").fill("2099-12-24");
  await second.context().setOffline(true);
  await end.getByRole("button", { name: "Send svar på brevet" }).click();
  await expect(second.getByText("1 ting venter på forbindelse")).toBeInViewport();
  await letter(first).getByLabel("De skal ikke gøre noget").check();
  await letter(first).getByRole("button", { name: "Send svar på brevet" }).click();
  await expect(letter(first).getByText("Du skal ikke gøre noget")).toBeVisible();
  await second.context().setOffline(false);

  await expect(letter(second).getByText("Du skal ikke gøre noget")).toBeVisible();
  await second.getByRole("status").getByRole("link", { name: "Se hvorfor" }).click();
  const item = notSent(second, what);
  await expect(item.getByText("En anden har rettet det samme før dig.")).toBeVisible();
  await item.getByText("Kassér", { exact: true }).click();
  await item.getByRole("button", { name: "Ja, kassér det" }).click();
  await expect(item).toHaveCount(0);
});
