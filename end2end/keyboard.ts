import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";
import { ringed } from "./look";

/** Walks with the Tab key until this has the focus; every stop on the way must be seen. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const target = await wanted.elementHandle();
  for (let stop = 0; stop < 120; stop++) {
    if (await target?.evaluate((element) => element === document.activeElement)) return;
    await ringed(page, 1);
  }
  throw new Error(`the Tab key does not reach ${wanted.toString()}`);
}

export async function press(page: Page, wanted: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

export async function type(page: Page, wanted: Locator, words: string): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.type(words);
}

/** A new screen: its heading has the focus, and the window bears its name. */
export async function arrives(page: Page, path: RegExp, heading: RegExp | string): Promise<void> {
  await expect(page).toHaveURL(path);
  const title = page.getByRole("heading", { level: 1, name: heading });
  await expect(title).toBeFocused();
  await expect(page).toHaveTitle(`${(await title.innerText()).trim()} – Indgang`);
}
