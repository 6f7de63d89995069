import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { controlled } from "./alone";
import { axe, expect, type Person, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready, write } from "./people";
import { inWorld, LANGUAGES, NOW } from "./places";
import { wordsOf } from "./words";

// A world of its own: here languages are changed all the time.
const now = NOW.replace("00Z", "50Z");
test.use({ now });
const here = inWorld(now);

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");

/** What a manifest says of the pictures and ways in that a phone shows. */
interface Manifest {
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
  shortcuts: { url: string }[];
}

/** What the phone's share sheet does: it posts a form to the address that the manifest names. */
async function share(page: Page, words: string, files: string[]): Promise<void> {
  const contents = await Promise.all(files.map(async (file) => (await readFile(file)).toString("base64")));
  await Promise.all([
    page.waitForURL(/\/(del|beskeder)/),
    page.evaluate(
      ([value, ...encoded]) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", action: "/del", enctype: "multipart/form-data" });
        const [text, chosen] = [document.createElement("input"), document.createElement("input")];
        Object.assign(text, { name: "text", value });
        Object.assign(chosen, { name: "files", type: "file", multiple: true });
        const all = new DataTransfer();
        for (const one of encoded) {
          const file = Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0));
          all.items.add(new File([file], "brev.png", { type: "image/png" }));
        }
        chosen.files = all.files;
        form.append(text, chosen);
        document.body.append(form);
        form.submit();
      },
      [words, ...contents] as const,
    ),
  ]);
}

test("the browser finds nothing in the way of installing it", async ({ as }) => {
  const mother = await here(as, "borger");
  await mother.goto("/hjem");
  await ready(mother);
  await controlled(mother);
  const browser = await mother.context().newCDPSession(mother);
  const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
  // A window that keeps nothing installs nothing; that is what it says of every site.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const { errors, data } = await browser.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? "") as Manifest;
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await mother.request.get(src);
    expect(icon.headers()["content-type"]).toBe(type);
    if (sizes === "any") continue;
    // A PNG says its width and height in bytes 16 to 23.
    const bytes = await icon.body();
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
  expect(manifest.icons.some(({ purpose }) => purpose === "maskable")).toBe(true);
  for (const { url } of manifest.shortcuts) {
    await mother.goto(url);
    await expect(mother.getByRole("heading", { level: 1 })).toBeVisible();
    expect(new URL(mother.url()).pathname).toBe(url);
  }
});

for (const [language, person] of [["da", "borger"], ["en", "borger"], ["ar", "borger-ar"]] as const) {
  test(`a photo shared to the app becomes a letter, without a connection too, in ${language}`, async ({ as, watch }) => {
    test.slow();
    watch.expects(NO_CONNECTION);
    const words = await wordsOf(language);
    const note = `Delt ${mark()}`;
    const mother = await here(as, person, language);
    await mother.goto("/hjem");
    await ready(mother);
    await controlled(mother);
    await mother.context().setOffline(true);
    await share(mother, note, [PHOTO]);
    const everyone = mother.getByRole("main").getByRole("link", { name: words("messages.everyone") });
    await expect(everyone).toBeVisible();
    await axe(mother);
    await shot(mother, `share-${language}`);
    await everyone.click();
    const ask = mother.locator("form", { has: mother.getByRole("button", { name: words("letter.ask") }) });
    await expect(ask.locator(".kept img")).toHaveCount(1);
    await expect(ask.getByLabel(words("letter.note"))).toHaveValue(note);
    await shot(mother, `shared-${language}`, ask);
    await ask.getByRole("button", { name: words("letter.ask") }).click();
    const letter = mother.locator("article.letter", { hasText: note });
    await expect(letter.getByText(words("status.waiting"))).toBeVisible();
    await expect(ask.locator(".kept img")).toHaveCount(0);

    await mother.context().setOffline(false);
    await expect(letter.getByText(words("status.waiting"))).toHaveCount(0, { timeout: 30_000 });
    const contact = await as("kontakt-1");
    await openFamilyThread(contact, person === "borger-ar" ? "Al-Khatib" : undefined);
    await expect(contact.locator("article.letter", { hasText: note }).locator("img")).toHaveCount(1);

    // What was taken is not there a second time.
    await mother.goto("/del");
    await expect(mother.getByText(words("share.none-title"))).toBeVisible();
  });
}

test("who has one thread is not asked where the letter goes", async ({ as }) => {
  const note = `Fra skolen ${mark()}`;
  const young = await here(as, "ung");
  await young.goto("/hjem");
  await ready(young);
  await controlled(young);
  await share(young, note, [PHOTO, PHOTO]);
  await expect(young).toHaveURL(/\/beskeder\/.+/);
  await expect(young.locator("details[open] .kept img")).toHaveCount(2);
});

test("the team is told that letters are families' own", async ({ as }) => {
  const contact = await as("kontakt-1");
  await contact.goto("/del");
  await expect(contact.getByText("Her deler familier et brev, de vil have hjælp til.")).toBeVisible();
});

test("where nothing keeps what is shared, one is told to share it again", async ({ as, watch }) => {
  watch.expects(/Service Worker registration blocked/);
  const mother = await here(as, "borger", "da", { serviceWorkers: "block" });
  await mother.goto("/hjem");
  await share(mother, "Et brev", [PHOTO]);
  await expect(mother.getByText("Der kom ikke noget med")).toBeVisible();
});

/** The browser's own offer; ours asks with it. */
const offer = (page: Page, outcome: "accepted" | "dismissed") =>
  page.evaluate((chosen) => {
    const prompt = () => ((document.body.dataset.asked = "yes"), Promise.resolve({ outcome: chosen }));
    window.dispatchEvent(Object.assign(new Event("beforeinstallprompt", { cancelable: true }), { prompt }));
  }, outcome);

for (const language of LANGUAGES) {
  test(`the home screen is offered once she has written, and never again after a no, in ${language}`, async ({ as }) => {
    const person: Person = language === "ar" ? "borger-ar" : "borger";
    const words = await wordsOf(language);
    const mother = await here(as, person, language);
    await mother.goto("/hjem");
    await ready(mother);
    await offer(mother, "dismissed");
    const card = mother.getByRole("region", { name: words("install.title") });
    await mother.getByRole("navigation").getByRole("link", { name: words("nav.messages") }).click();
    await mother.getByRole("main").getByRole("link", { name: words("messages.everyone") }).click();
    await mother.getByRole("textbox", { name: words("composer.label"), exact: true }).fill(`Skrevet ${mark()}`);
    await expect(card).toHaveCount(0);
    await mother.getByRole("button", { name: words("composer.send"), exact: true }).click();
    await expect(mother.locator(".bubble .status.waiting")).toHaveCount(0);
    await mother.goto("/hjem");
    await ready(mother);
    await offer(mother, "dismissed");
    await expect(card).toBeVisible();
    await axe(mother);
    await shot(mother, `install-${language}`, card);
    await card.getByRole("button", { name: words("install.yes") }).click();
    await expect(mother.locator("body[data-asked]")).toHaveCount(1);
    await expect(card).toHaveCount(0);
    await mother.reload();
    await ready(mother);
    await offer(mother, "accepted");
    await expect(card).toHaveCount(0);

    // In the settings it stands for good.
    await mother.goto("/indstillinger");
    await ready(mother);
    await expect(card.getByText(words("install.menu"))).toBeVisible();
    await offer(mother, "accepted");
    await expect(card.getByRole("button", { name: words("install.yes") })).toBeVisible();
  });
}

test("on an iPhone she is shown how", async ({ as }) => {
  const mother = await here(as, "borger");
  await mother.addInitScript(() => Object.defineProperty(navigator, "standalone", { value: false }));
  await openThread(mother);
  await ready(mother);
  await write(mother, `Fra en iPhone ${mark()}`);
  await expect(mother.locator(".bubble .status.waiting")).toHaveCount(0);
  await mother.goto("/hjem");
  const card = mother.getByRole("region", { name: "Læg Indgang på hjemmeskærmen" });
  await expect(card.getByText("Tryk på Del-knappen i Safari")).toBeVisible();
  await shot(mother, "install-ios", card);
  await card.getByRole("button", { name: "Nej tak" }).click();
  await expect(card).toHaveCount(0);
  await mother.goto("/indstillinger");
  await expect(card.getByText("Tryk på Del-knappen i Safari")).toBeVisible();
});
