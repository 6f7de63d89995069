import type { Page } from "@playwright/test";
import { ALTERATIONS } from "./alterations";
import { expect } from "./fixtures";
import { hold } from "./network";
import { openThread } from "./people";
import { NOW } from "./places";

/** A world of its own, so that a screen looks the same each time. */
export const WORLD = NOW.replace("00Z", "35Z");

/** What a browser says when a page is meddled with as these tests do. */
export const MEDDLED = [/Service Worker registration blocked/, /Applying inline style/];

export const PROGRAM = "**/pkg/**/indgang.wasm";

/** Opens a page and alters it while its program is on the way. */
export async function visit(page: Page, path: string, alter: () => void, beside = async () => {}): Promise<void> {
  const release = await hold(page, PROGRAM);
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await page.evaluate(alter);
  await beside();
  release();
  await page.waitForFunction(() => /taken|built/.test(document.documentElement.dataset.woke ?? ""), undefined, { timeout: 30_000 });
}

export const woke = (page: Page) => page.evaluate(() => document.documentElement.dataset.woke);

export const built = (page: Page) => expect(page.locator("html")).toHaveAttribute("data-woke", "built");

/** A page, altered, whose program is on the way. Gives what lets it come. */
export async function altered(page: Page, path: string): Promise<() => Promise<void>> {
  const release = await hold(page, PROGRAM);
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await page.evaluate(ALTERATIONS.find(({ name }) => name === "comments are gone")?.alter ?? (() => {}));
  return async () => {
    release();
    // All is there, pictures too; whoever looks whether it may be exchanged has looked a few times.
    await expect(page.locator("html")).toHaveAttribute("data-woke", "waits");
    await page.waitForFunction(() =>
      [...document.images].every((image) => {
        const { top, bottom } = image.getBoundingClientRect();
        return image.complete || bottom <= 0 || top >= innerHeight;
      }),
    );
    await page.evaluate(async () => {
      for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
    });
  };
}

/** The family's thread, as above. */
export async function alteredThread(page: Page): Promise<() => Promise<void>> {
  await openThread(page);
  return altered(page, new URL(page.url()).pathname);
}
