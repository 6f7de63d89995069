import { join } from "node:path";
import { expect, test } from "./fixtures";
import { arrives, press, tabTo, type } from "./keyboard";
import { mark, openFamilyThread, openThread, ready, said } from "./people";
import { wish } from "./places";

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");

test("by keyboard alone a mother logs in, writes, and asks about a letter", async ({ page }) => {
  test.setTimeout(120_000);
  const words = `Skrevet uden mus ${mark()}`;
  const note = `Fra kommunen ${mark()}`;
  await page.goto("/login");
  await press(page, page.locator("button[value=borger]"));
  await expect(page).toHaveURL(/\/hjem$/);
  await ready(page);

  await press(page, page.locator(".skip"));
  await expect(page.locator("main")).toBeFocused();
  await press(page, page.locator("main").getByRole("link", { name: /^Skriv/ }).first());
  await expect(page).toHaveURL(/\/beskeder\/.+/);
  await page.goBack();
  await arrives(page, /\/hjem(#main)?$/, /Camilla/);

  await press(page, page.getByRole("navigation").getByRole("link", { name: "Beskeder" }));
  await arrives(page, /\/beskeder$/, "Beskeder");
  await press(page, page.locator("main .rows a").first());
  await arrives(page, /\/beskeder\/.+/, /og/);

  await press(page, page.locator("summary", { hasText: "Hjælp til et brev" }));
  const ask = page.locator("form", { has: page.getByRole("button", { name: "Send brevet" }) });
  await tabTo(page, ask.locator("input[type=file]"));
  // The picture is chosen in the system's own window.
  await ask.locator("input[type=file]").setInputFiles(PHOTO);
  await expect(ask.locator("img")).toBeVisible();
  await type(page, ask.getByLabel("Vil du skrive noget til?"), note);
  await press(page, ask.getByRole("button", { name: "Send brevet" }));
  await expect(page.locator("main .letter", { hasText: note })).toBeVisible();

  await type(page, page.getByRole("textbox", { name: "Besked", exact: true }), words);
  await press(page, page.getByRole("button", { name: "Send", exact: true }));
  await expect(said(page, words)).toHaveCount(1);
  await expect(page.getByRole("textbox", { name: "Besked", exact: true })).toBeFocused();
});

test("by keyboard alone one chooses how the app is, and the way out comes first", async ({ as }) => {
  const page = await as("ung");
  await page.goto("/indstillinger");
  await ready(page);
  await press(page, page.getByRole("radio", { name: "Normal", exact: true }), "ArrowDown");
  await expect(page.getByRole("radio", { name: "Stor", exact: true })).toBeChecked();
  await press(page, page.getByRole("switch"), "Space");
  await press(page, page.getByRole("button", { name: "Gem", exact: true }));
  await expect(page.locator("html")).toHaveAttribute("data-text", "large");
  await expect(page.locator(".exit")).toBeVisible();

  for (const path of ["/hjem", "/beskeder", "/aftaler"]) {
    await page.goto(path);
    await ready(page);
    await page.keyboard.press("Tab");
    await expect(page.locator(".exit")).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(page.locator(".skip")).toBeFocused();
  }
  await wish(page, {});
});

test("by keyboard alone a contact person finds a family and answers", async ({ as }) => {
  test.setTimeout(120_000);
  const note = `Hvad skal jeg? ${mark()}`;
  const words = `Svaret uden mus ${mark()}`;
  const mother = await as("borger", { javaScriptEnabled: false });
  await openThread(mother);
  const ask = mother.locator("form", { has: mother.getByRole("button", { name: "Send brevet" }) });
  await mother.locator("summary", { hasText: "Hjælp til et brev" }).click();
  await ask.locator("input[type=file]").setInputFiles(PHOTO);
  await ask.getByLabel("Vil du skrive noget til?").fill(note);
  await ask.getByRole("button", { name: "Send brevet" }).click();
  await expect(mother.getByText(note)).toHaveCount(1);

  const page = await as("kontakt-1");
  await page.goto("/team");
  await ready(page);
  const focused = page.locator(".rows.families a:focus");
  await page.keyboard.press("j");
  const first = await focused.innerText();
  await page.keyboard.press("j");
  expect(await focused.innerText()).not.toBe(first);
  await page.keyboard.press("k");
  expect(await focused.innerText()).toBe(first);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("holm j");
  await expect(page.getByRole("searchbox")).toHaveValue("holm j");
  for (let letter = 0; letter < 2; letter++) await page.keyboard.press("Backspace");
  await expect(page.locator(".rows.families a")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(focused).toContainText("Holm Nielsen");
  await page.keyboard.press("Enter");
  await arrives(page, /\/team\/familier\/.+/, /Holm Nielsen/);

  await press(page, page.locator("main a[href^='/beskeder/']").first());
  await arrives(page, /\/beskeder\/.+/, /Holm Nielsen/);
  const letter = page.locator("main .letter", { hasText: note });
  await press(page, letter.getByRole("radio").first(), "Space");
  await page.keyboard.press("ArrowDown");
  await expect(letter.getByRole("radio", { name: /gør det/ })).toBeChecked();
  await press(page, letter.getByRole("button", { name: "Send svar på brevet" }));
  await expect(letter.locator(".ending.ours")).toBeVisible();

  await type(page, page.getByRole("textbox", { name: "Besked", exact: true }), words);
  await page.keyboard.press("Control+Enter");
  await expect(said(page, words)).toHaveCount(1);
});

test("by keyboard alone the unit's absences and standard answers are kept", async ({ as }) => {
  test.setTimeout(120_000);
  const title = `Svar ${mark()}`;
  const page = await as("kontakt-1");
  await page.goto("/team");
  await ready(page);
  await press(page, page.locator("main a[href='/team/enhed']"));
  await expect(page).toHaveURL(/\/team\/enhed$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();

  const absence = page.locator("section", { has: page.locator("#report-away") }).last();
  for (const [select, arrows] of [[absence.locator("select[name=staff]"), 1], [absence.locator("select[name=substitute]"), 2]] as const) {
    await tabTo(page, select);
    for (let arrow = 0; arrow < arrows; arrow++) await page.keyboard.press("ArrowDown");
    await expect(select).not.toHaveValue("");
  }
  // The next one that has not been, whenever this runs.
  const year = new Date().getFullYear() + (new Date() > new Date(new Date().getFullYear(), 11, 11) ? 1 : 0);
  for (const name of ["from", "until"]) {
    // Day and month are the same, in whichever order the browser asks for them.
    await type(page, absence.locator(`input[name=${name}]`), `1212${year}`);
    await expect(absence.locator(`input[name=${name}]`)).toHaveValue(`${year}-12-12`);
  }
  await press(page, absence.getByRole("button"));
  await expect(page.locator("main li.card", { hasText: "12. december" })).toBeVisible();

  const template = page.locator("section", { has: page.locator("#new-template") }).last();
  await type(page, template.locator("input[name=title]"), title);
  await type(page, template.locator("textarea"), "Tak for din besked.");
  await press(page, template.getByRole("button"));
  await expect(page.getByRole("heading", { name: title })).toBeVisible();

  await openFamilyThread(page);
  await ready(page);
  const choice = page.locator("#template");
  await tabTo(page, choice);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(choice).toBeFocused();
  await page.keyboard.type(title);
  await press(page, page.getByRole("button", { name: "Sæt ind", exact: true }));
  await expect(page.getByRole("textbox", { name: "Besked", exact: true })).toHaveValue("Tak for din besked.");
});
