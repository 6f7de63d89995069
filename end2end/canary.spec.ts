import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, logIn, test } from "./fixtures";
import { mark, openFamilyThread, openThread, ready, said, write } from "./people";

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");

/** No two letters alike in a row and none twice: what compresses files finds nothing in it to leave out. */
const canary = (): string => `KanariE${randomBytes(24).toString("base64url")}`;

/** Which files of a profile hold this text, in any of the ways that browsers write text. */
async function found(directory: string, text: string): Promise<string[]> {
  const needles = [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")];
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const holding = entries.map(async (entry) => {
    if (!entry.isFile()) return [];
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    return needles.some((needle) => bytes.includes(needle)) ? [path.slice(directory.length)] : [];
  });
  return (await Promise.all(holding)).flat();
}

/** Everything this origin keeps in the browser, as text. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const body = request.url.endsWith(".wasm") ? "" : ((await (await cache.match(request))?.text()) ?? "");
        parts.push(request.url, body);
      }
    }
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("refused")));
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ""));
      for (const store of database.objectStoreNames) {
        const records = await done(database.transaction(store).objectStore(store).getAll());
        const keys = await done(database.transaction(store).objectStore(store).getAllKeys());
        parts.push(name ?? "", store, JSON.stringify(keys), JSON.stringify(records));
      }
      database.close();
    }
    return parts.join("\n");
  });
}

test("what was written and read stands nowhere on the disk", async ({ as, profile }) => {
  test.setTimeout(120_000);
  const [sent, got, draft, shown] = [canary(), canary(), canary(), canary()];
  const photo = `${canary()}.png`;

  const phone = await profile();
  const mother = await phone.open();
  await logIn(mother, "borger");
  await openThread(mother);
  await ready(mother);
  await write(mother, `${sent} ${mark()}`);

  const contact = await as("kontakt-1", { javaScriptEnabled: false });
  await openFamilyThread(contact);
  await write(contact, got);
  await expect(said(mother, got)).toHaveCount(1);

  const picture = join(test.info().outputPath(), photo);
  await writeFile(picture, await readFile(PHOTO));
  await mother.locator(".composer input[type=file]").setInputFiles(picture);
  await expect(mother.locator(".composer img")).toBeVisible();
  await mother.getByRole("textbox", { name: "Besked", exact: true }).fill(draft);
  await mother.getByRole("textbox", { name: "Besked", exact: true }).blur();
  await mother.goto("/hjem");
  await ready(mother);
  await openThread(mother);
  await expect(mother.getByRole("textbox", { name: "Besked", exact: true })).toHaveValue(draft);

  // The same disk, had the app not sealed what it keeps: the search sees what it should.
  await mother.evaluate(async (text) => {
    localStorage.setItem("control", text);
    const opening = indexedDB.open("control", 1);
    await new Promise((resolve, reject) => {
      opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore("words"));
      opening.addEventListener("success", () => {
        const writing = opening.result.transaction("words", "readwrite", { durability: "strict" });
        writing.objectStore("words").put({ text, filler: "et brev fra kommunen ".repeat(40) }, 1);
        writing.addEventListener("complete", resolve);
      });
      opening.addEventListener("error", reject);
    });
  }, shown);
  await phone.close();

  const controls = await found(phone.directory, shown);
  expect(controls.some((path) => path.includes("IndexedDB")), controls.join()).toBe(true);
  expect(controls.some((path) => path.includes("Local Storage")), controls.join()).toBe(true);
  for (const [what, text] of Object.entries({ sent, got, draft, photo: photo.slice(0, -4) })) {
    expect(await found(phone.directory, text), `${what} on the disk`).toEqual([]);
  }
});

test("after logging out nothing of the person is kept", async ({ profile }) => {
  test.setTimeout(120_000);
  const words = canary();
  const phone = await profile();
  const mother = await phone.open();
  await logIn(mother, "borger");
  await openThread(mother);
  await ready(mother);
  await write(mother, words);
  await mother.goto("/indstillinger");
  await ready(mother);
  expect(await kept(mother)).toContain("indgang");
  await mother.getByRole("button", { name: "Log ud", exact: true }).click();
  await expect(mother).toHaveURL(/\/login/);
  const left = await kept(mother);
  for (const word of [words, "Camilla", "Holm Nielsen", "borger"]) {
    expect(left.includes(word), `"${word}" is kept: ${left.slice(Math.max(0, left.indexOf(word) - 100), left.indexOf(word) + 60)}`).toBe(false);
  }
  const databases = await mother.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(databases.filter((name) => name !== "indgang-last")).toEqual([]);
  await phone.close();
  expect(await found(phone.directory, words)).toEqual([]);
});
