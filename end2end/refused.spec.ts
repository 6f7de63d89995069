import { join } from "node:path";
import { axe, expect, shot, test } from "./fixtures";
import { hold } from "./network";
import { endContact, mark, NO_CONNECTION, openFamilyThread, openThread, ready, said, write } from "./people";
import { FARAH, notSent, refused, spoilOnTheWay } from "./troubles";

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");

test("a message that is refused comes back to be changed and sent again", async ({ as }) => {
  const words = `Må jeg komme på fredag? ${mark()}`;
  const mother = await as("borger");
  const bubble = await refused(mother, words);
  await axe(mother);
  await shot(mother, "refused-message", bubble);
  await bubble.getByRole("button", { name: "Ret og send igen" }).click();
  await expect(bubble).toHaveCount(0);
  await expect(mother.getByRole("textbox", { name: "Besked", exact: true })).toHaveValue(words);
  await mother.getByRole("button", { name: "Send", exact: true }).click();
  await expect(mother.locator(".bubble", { hasText: words }).getByText(/^Sendt|^Læst/)).toBeVisible();

  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await expect(said(contact, words)).toHaveCount(1);
});

test("pressed twice, and while another is on its way, a refused message comes back once and whole", async ({ as }) => {
  const [words, meanwhile] = [`Må jeg komme på mandag? ${mark()}`, `Jeg har en ting til. ${mark()}`];
  const mother = await as("borger");
  const bubble = await refused(mother, words);

  // Nothing can be kept any more: what is written now stands in the field until the server has it.
  await mother.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  const goOn = await hold(mother, "**/api/v1/submit");
  const field = mother.getByRole("textbox", { name: "Besked", exact: true });
  await field.fill(meanwhile);
  const arrived = mother.waitForRequest("**/api/v1/submit");
  await mother.getByRole("button", { name: "Send", exact: true }).click();
  await arrived;
  await bubble.getByRole("button", { name: "Ret og send igen" }).evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect(field).toHaveValue(`${meanwhile}\n${words}`);
  goOn();
  await expect(field).toHaveValue(words);
  await expect(said(mother, meanwhile)).toHaveCount(1);
});

test("a letter that is refused says why, and is asked about again or let go", async ({ as }) => {
  const note = `Kan I læse det her? ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  const spoilNoMore = await spoilOnTheWay(mother, note);
  await mother.getByText("Hjælp til et brev", { exact: true }).last().click();
  const ask = mother.locator("form", { has: mother.getByRole("button", { name: "Send brevet" }) });
  await ask.locator("input[type=file]").setInputFiles(PHOTO);
  await ask.getByLabel("Vil du skrive noget til?").fill(note);
  await ask.getByRole("button", { name: "Send brevet" }).click();

  const letter = mother.locator("article.letter", { hasText: note });
  await expect(letter.getByText(/Ikke sendt\. Teksten har skjulte tegn/)).toBeVisible();
  await shot(mother, "refused-letter", letter);
  spoilNoMore();
  await letter.getByRole("button", { name: "Ret og send igen" }).click();
  await expect(letter).toHaveCount(0);
  await expect(ask.getByLabel("Vil du skrive noget til?")).toHaveValue(note);
  await expect(ask.getByText("1 billede er valgt")).toBeVisible();
  await ask.getByRole("button", { name: "Send brevet" }).click();
  await expect(letter.getByText("Vi har ikke læst brevet endnu")).toBeVisible();
});

test("what a contact person writes after the work has ended is not sent, and not lost", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const words = `Jeg ringer til skolen i dag. ${mark()}`;
  const contact = await as("kontakt-3");
  await openFamilyThread(contact, "Guldager");
  await ready(contact);
  await contact.context().setOffline(true);

  await endContact(await as("teamleder"), "Guldager", FARAH);
  await write(contact, words);
  await contact.context().setOffline(false);

  await contact.getByRole("status").filter({ hasText: "1 ting blev ikke sendt." }).getByRole("link", { name: "Se hvorfor" }).click();
  const item = notSent(contact, words);
  await expect(item.getByText("Det findes ikke, eller du har ikke adgang til det.")).toBeVisible();
  await axe(contact);
  await shot(contact, "refused-team", item);
  await contact.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await item.getByRole("button", { name: "Kopiér" }).click();
  await expect(item.getByText("Teksten er kopieret")).toBeVisible();
  expect(await contact.evaluate(() => navigator.clipboard.readText())).toBe(words);
  await item.getByText("Kassér", { exact: true }).click();
  await item.getByRole("button", { name: "Ja, kassér det" }).click();
  await expect(item).toHaveCount(0);
});
