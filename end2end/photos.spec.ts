import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, logIn, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready, said } from "./people";

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");

async function send(page: Page, words: string): Promise<void> {
  await page.locator("form.composer input[type=file]").setInputFiles(PHOTO);
  await expect(page.getByText("1 billede er valgt")).toBeVisible();
  await page.getByRole("textbox", { name: "Besked", exact: true }).fill(words);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(said(page, words)).toHaveCount(1);
}

const picture = (page: Page, words: string): Locator => page.locator(".bubble", { hasText: words }).locator("img");

/** It is there, and can be looked at. */
async function seen(image: Locator): Promise<void> {
  const width = (element: HTMLImageElement) => (element.scrollIntoView(), element.naturalWidth);
  // While it is on its way its bubble may be made anew.
  await expect.poll(() => image.evaluate(width).catch(() => 0)).toBeGreaterThan(100);
}

test("a picture is seen by both, and is there without a connection", async ({ as, profile, server, watch }) => {
  test.slow();
  watch.expects(NO_CONNECTION);
  const [early, late] = [`Se her ${mark()}`, `Taget i kælderen ${mark()}`];
  const phone = await profile();
  let mother = await phone.open();
  await logIn(mother, "borger");
  await openThread(mother);
  await ready(mother);
  await send(mother, early);
  await seen(picture(mother, early));

  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  await seen(picture(contact, early));
  const address = await picture(contact, early).evaluate((image: HTMLImageElement) => image.closest("a")!.href);
  expect(address, "kept sealed, not in the browser's own cache").toMatch(/^blob:/);
  await shot(contact, "photo", said(contact, early));

  await server.kill();
  await contact.reload();
  await seen(picture(contact, early));
  await send(mother, late);
  await phone.close();
  mother = await phone.open();
  await openThread(mother);
  await seen(picture(mother, early));
  await seen(picture(mother, late));

  await server.up();
  await expect(mother.locator(".bubble", { hasText: late }).getByText(/^Sendt|^Læst/)).toBeVisible({ timeout: 30_000 });
  await expect(said(contact, late)).toHaveCount(1, { timeout: 30_000 });
  await seen(picture(contact, late));
});

test("a picture that did not come is asked for again, though the connection never went", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const words = `Det kom ikke igennem ${mark()}`;
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  let asked = 0;
  await contact.route("**/api/v1/blobs/*", (route) => (asked++ ? route.continue() : route.abort()));
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await send(mother, words);

  await expect(said(contact, words)).toHaveCount(1);
  await said(contact, words).scrollIntoViewIfNeeded();
  const link = contact.locator(".bubble", { hasText: words }).getByRole("link");
  await expect(link).toHaveAttribute("href", /^\/api\/v1\/blobs\//);
  await seen(picture(contact, words));
  await expect(link).toHaveAttribute("href", /^blob:/);
});

test("a picture that the browser showed is not left in its cache", async ({ as }) => {
  const mother = await as("borger", { javaScriptEnabled: false });
  const answers: string[] = [];
  mother.on("response", (answer) => {
    if (answer.url().includes("/api/v1/blobs/")) answers.push(answer.headers()["cache-control"] ?? "");
  });
  await openThread(mother);
  await expect.poll(() => answers.length).toBeGreaterThan(0);
  for (const cached of answers) expect(cached).toContain("no-store");
});

/** How wide and high a JPEG is, as its own frame header says. */
function size(jpeg: Buffer): [number, number] {
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xc2) return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
  }
  throw new Error("no JPEG");
}

test("a photo as a phone takes it is made small before it travels", async ({ as }) => {
  const words = `Taget med telefonen ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  // Noise: what a camera sees does not pack well either.
  const large = await mother.evaluate(async () => {
    const canvas = new OffscreenCanvas(4000, 3000);
    const pen = canvas.getContext("2d")!;
    const tile = new ImageData(500, 500);
    for (let at = 0; at < tile.data.length; at++) tile.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
    for (let across = 0; across < 8; across++) for (let down = 0; down < 6; down++) pen.putImageData(tile, across * 500, down * 500);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 })).arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return btoa(text);
  });
  const photo = { name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: Buffer.from(large, "base64") };
  expect(size(photo.buffer)).toEqual([4000, 3000]);
  await mother.locator("form.composer input[type=file]").setInputFiles(photo);
  await expect(mother.getByText("1 billede er valgt")).toBeVisible();
  await mother.getByRole("textbox", { name: "Besked", exact: true }).fill(words);
  const upload = mother.waitForRequest((request) => request.method() === "PUT" && request.url().includes("/api/v1/blobs/"));
  await mother.getByRole("button", { name: "Send", exact: true }).click();
  const sent = (await upload).postDataBuffer()!;
  expect(size(sent)).toEqual([2000, 1500]);
  expect(sent.length).toBeLessThan(photo.buffer.length / 3);
  await seen(picture(mother, words));
});
