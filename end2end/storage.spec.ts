import type { Page } from "@playwright/test";
import { axe, expect, logIn, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready, said, twoTabs, write } from "./people";

const ONLINE_ONLY = /^Der kan ikke gemmes noget her\. Indgang virker kun, når du har forbindelse\./;

/** Ways in which browsers refuse to keep things, done before anything of the page runs. */
const REFUSALS = {
  "storage is blocked": () => {
    indexedDB.open = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
  },
  "a private window opens no database": () => {
    const real = indexedDB.open.bind(indexedDB);
    indexedDB.open = (name: string, version?: number) => {
      const request = real(`refused-${name}`, version);
      request.addEventListener("upgradeneeded", () => request.transaction?.abort());
      return request;
    };
  },
  "the browser keeps no keys": () => {
    // oxlint-disable-next-line typescript/unbound-method -- it is called with the store that it was called on
    const real = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value: unknown, key) {
      if (value instanceof CryptoKey) throw new DOMException("could not be cloned", "DataCloneError");
      return real.call(this, value, key);
    };
  },
  "the disk is full": () => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  },
};

async function isTold(page: Page): Promise<void> {
  await expect(page.getByRole("status").getByText(ONLINE_ONLY)).toBeInViewport();
}

for (const [name, refuse] of Object.entries(REFUSALS)) {
  test(`${name}: the mother is told, and writes while there is a connection`, async ({ as, page: mother, watch }) => {
    watch.expects(NO_CONNECTION);
    const words = `Skrevet uden at gemme ${mark()}`;
    const later = `Skrevet i kælderen ${mark()}`;
    await mother.addInitScript(refuse);
    await logIn(mother, "borger");
    await openThread(mother);
    await isTold(mother);
    await write(mother, words);
    await expect(mother.locator(".bubble", { hasText: words }).getByText(/^Sendt|^Læst/)).toBeVisible();
    const contact = await as("kontakt-1");
    await openFamilyThread(contact);
    await expect(said(contact, words)).toHaveCount(1);
    await axe(mother);
    await shot(mother, `storage-${name.replaceAll(" ", "-")}`, said(mother, words));

    const field = mother.getByRole("textbox", { name: "Besked", exact: true });
    await mother.context().setOffline(true);
    await field.fill(later);
    await mother.getByRole("button", { name: "Send", exact: true }).click();
    await expect(mother.getByRole("alert").getByText("Der er ingen forbindelse.")).toBeVisible();
    await expect(field).toHaveValue(later);
    await mother.context().setOffline(false);
    await mother.getByRole("button", { name: "Send", exact: true }).click();
    await expect(said(mother, later)).toHaveCount(1);
    await expect(field).toHaveValue("");
  });
}

test("the disk fills up while she writes: the message is sent all the same", async ({ as }) => {
  const words = `Skrevet på en fuld telefon ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await mother.evaluate(REFUSALS["the disk is full"]);
  await write(mother, words);
  await isTold(mother);
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await expect(said(contact, words)).toHaveCount(1);
  await expect(said(mother, words)).toHaveCount(1);
});

test("the disk fills up under two tabs: what is said from either and to them stands in both", async ({ as }) => {
  const [here, there, back] = [`Fra den første ${mark()}`, `Fra den anden ${mark()}`, `Svaret ${mark()}`];
  const tabs = await twoTabs(await as("borger"));
  for (const tab of tabs) await tab.evaluate(REFUSALS["the disk is full"]);

  await write(tabs[1], there);
  await write(tabs[0], here);
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await write(contact, back);
  for (const tab of tabs) for (const words of [here, there, back]) await expect(said(tab, words)).toHaveCount(1);
});

test("a tab that loses its database reads everything anew, and the other goes on", async ({ as }) => {
  const [early, late] = [`Skrevet i den første ${mark()}`, `Skrevet i den anden ${mark()}`];
  const [first, second] = await twoTabs(await as("borger"));
  await second.evaluate(() => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException("the connection is closing", "InvalidStateError");
    };
  });

  await write(first, early);
  await isTold(second);
  await expect(said(second, early)).toHaveCount(1);
  await write(second, late);
  for (const tab of [first, second]) await expect(said(tab, late)).toHaveCount(1);
});
