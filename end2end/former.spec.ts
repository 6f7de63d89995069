import { join } from "node:path";
import type { Page } from "@playwright/test";
import { build, controlled } from "./alone";
import { Wire } from "./contract";
import { expect, Server, test as base } from "./fixtures";
import type { Release } from "./server";
import { cut } from "./network";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready, said, write } from "./people";

type Letter = { name: string; mimeType: string; buffer: Buffer };

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");
/** A letter of one empty page, as the former release could not take. */
const PDF: Letter = {
  name: "Fra kommunen.pdf",
  mimeType: "application/pdf",
  buffer: Buffer.from(
    `%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`,
  ),
};

function formerRelease(): Release {
  const { INDGANG_FORMER_BIN: program, INDGANG_FORMER_SITE: site } = process.env;
  if (!program || !site) throw new Error("the former release is not built: run bin/test former");
  return { program, site };
}

/** A server of the release that is in use, with people's devices of that release. */
const test = base.extend<{ former: Server }>({
  former: async ({}, use) => {
    const server = await Server.start({ release: formerRelease() });
    await use(server);
    await server.close();
  },
  baseURL: ({ former }, use) => use(former.url),
  // What the former release says, its own description says.
  wire: ({}, use) => use(new Wire()),
});

/** The server is upgraded as an operator does it: stopped, and started again as this release on the same database. */
async function upgrade(server: Server): Promise<void> {
  await server.stop();
  server.become();
  await server.up();
}

/** And where the upgrade has gone wrong, it is set back: the former release again, on what this one has left. */
async function setBack(server: Server): Promise<void> {
  await server.stop();
  server.become(formerRelease());
  await server.up();
}

async function askAboutLetter(page: Page, note: string, letter: string | Letter = PHOTO): Promise<void> {
  const ask = page.locator("form", { has: page.getByRole("button", { name: "Send brevet" }) });
  if (!(await ask.isVisible())) await page.getByText("Hjælp til et brev", { exact: true }).last().click();
  await ask.locator("input[type=file]").setInputFiles(letter);
  await expect(ask.locator(".kept img, .files > li")).toHaveCount(1);
  await ask.getByLabel("Vil du skrive noget til?").fill(note);
  await ask.getByRole("button", { name: "Send brevet" }).click();
  await expect(page.getByText(note)).toHaveCount(1);
}

test("what a phone of the former release has in its queue is sent by this one, and what was being written is still there", async ({ as, former, watch }) => {
  test.setTimeout(180_000);
  watch.expects(NO_CONNECTION, /status of 404/);
  const waits = `Skrevet på den gamle ${mark()}`;
  const note = `Et brev fra før ${mark()}`;
  const begun = `Og så ville jeg også spørge om ${mark()}`;
  const mother = await as("borger");
  await mother.goto("/aftaler");
  await ready(mother);
  const meeting = mother.getByRole("main").getByText("Sundhedssamtale").first();
  await expect(meeting).toBeVisible();
  await openThread(mother);
  await ready(mother);
  await controlled(mother);
  const old = await build(mother);
  const mend = await cut(mother.context(), "**/api/v1/submit");
  await write(mother, waits);
  await askAboutLetter(mother, note);
  const field = mother.getByRole("textbox", { name: "Besked", exact: true });
  await field.fill(begun);
  await field.blur();

  await upgrade(former);
  await mother.reload();
  const update = mother.getByRole("status").filter({ hasText: "Ny version klar" });
  await expect(update).toBeInViewport({ timeout: 60_000 });
  expect(await build(mother)).toBe(old);
  await expect(field).toHaveValue(begun);
  await update.getByRole("button", { name: "Opdatér" }).click();
  await expect.poll(() => build(mother).catch(() => old), { timeout: 60_000 }).not.toBe(old);
  await ready(mother);
  await expect(field).toHaveValue(begun);
  await expect(said(mother, waits)).toHaveCount(1);
  await expect(mother.locator("article.letter", { hasText: note }).locator("img")).toHaveCount(1);

  mend();
  await mother.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(mother.locator(".bubble", { hasText: waits }).getByText(/^Sendt|^Læst/)).toBeVisible({ timeout: 30_000 });
  // What this release tells otherwise than the former did has been fetched once more.
  await mother.goto("/aftaler");
  await expect(meeting).toBeVisible();
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await expect(said(contact, waits)).toHaveCount(1);
  await expect(contact.locator("article.letter", { hasText: note }).locator("img")).toHaveCount(1);
});

test("a phone that stays with the former release writes to this server, and hears from it", async ({ as, former, watch }) => {
  test.setTimeout(180_000);
  watch.expects(NO_CONNECTION, /status of 404/);
  const [hers, theirs] = [`Fra den gamle ${mark()}`, `Fra den nye ${mark()}`];
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await controlled(mother);
  const old = await build(mother);

  await upgrade(former);
  await write(mother, hers);
  await expect(mother.locator(".bubble", { hasText: hers }).getByText(/^Sendt|^Læst/)).toBeVisible({ timeout: 60_000 });
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  await expect(said(contact, hers)).toHaveCount(1);
  await write(contact, theirs);
  await expect(said(mother, theirs)).toHaveCount(1, { timeout: 60_000 });
  expect(await build(mother)).toBe(old);
  // A login of before is a login still, and nobody is asked to log in anew.
  await mother.goto("/hjem");
  await expect(mother.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(mother).toHaveURL(/\/hjem/);
});

test("what a phone of this release has in its queue outlives a server that is set back: nothing is lost, twice or out of order", async ({
  as,
  former,
  watch,
}) => {
  test.setTimeout(240_000);
  watch.expects(NO_CONNECTION, /status of (4|5)\d\d/);
  const first = `Før den blev sat tilbage ${mark()}`;
  const [photographed, printed] = [`Et brev med billede ${mark()}`, `Et brev som PDF ${mark()}`];
  const meanwhile = `Imens den var sat tilbage ${mark()}`;
  await upgrade(former);
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await controlled(mother);
  const own = await build(mother);
  const mend = await cut(mother.context(), "**/api/v1/submit");
  await write(mother, first);
  await askAboutLetter(mother, photographed);
  await askAboutLetter(mother, printed, PDF);

  await setBack(former);
  mend();
  await mother.evaluate(() => window.dispatchEvent(new Event("online")));
  const sent = (words: string) => mother.locator(".bubble, article.letter", { hasText: words }).getByText(/^Sendt|^Læst|^Vi har ikke læst/).first();
  await expect(sent(first)).toBeVisible({ timeout: 60_000 });
  await expect(sent(photographed)).toBeVisible({ timeout: 60_000 });
  // What that server does not know waits, and does not keep back for ever what comes after it.
  await write(mother, meanwhile);
  await expect(sent(meanwhile)).toBeVisible({ timeout: 90_000 });
  await expect(sent(printed)).toHaveCount(0);
  expect(await build(mother)).toBe(own);

  await upgrade(former);
  await mother.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(sent(printed)).toBeVisible({ timeout: 60_000 });
  const contact = await as("kontakt-1", { javaScriptEnabled: false });
  await openFamilyThread(contact);
  const all = await contact.locator("main :is(.bubble, article.letter)").allInnerTexts();
  const places = [first, photographed, meanwhile, printed].map((one) => all.flatMap((words, at) => (words.includes(one) ? [at] : [])));
  expect(places.every((found) => found.length === 1), JSON.stringify(places)).toBe(true);
  const [one, two] = places.flat();
  expect(one).toBeLessThan(two ?? 0);
  await expect(contact.locator("article.letter", { hasText: photographed }).locator("img")).toHaveCount(1);
});
