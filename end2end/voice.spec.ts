import type { Locator, Page } from "@playwright/test";
import { expect, logIn, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready, said } from "./people";

// Chromium's own microphone beeps once a second (chromium.ts).

const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name, exact: typeof name === "string" });

/** Speaks for a while, and stops. */
async function speak(page: Page): Promise<void> {
  await button(page, "Indtal en besked").click();
  await listens(page);
}

async function listens(page: Page): Promise<void> {
  await expect(button(page, "Stop optagelsen")).toBeFocused();
  await expect(page.getByRole("timer")).toHaveText("0:02", { timeout: 10_000 });
  await button(page, "Stop optagelsen").click();
  await expect(page.locator(".taking .player")).toBeVisible();
}

async function send(page: Page, words: string): Promise<void> {
  await page.getByRole("textbox", { name: "Besked", exact: true }).fill(words);
  await button(page, "Send").click();
  await expect(said(page, words)).toHaveCount(1);
  await expect(page.locator(".taking")).toHaveCount(0);
}

/** It is really heard: its place moves on. */
async function heard(player: Locator): Promise<void> {
  const place = (audio: HTMLAudioElement) => audio.currentTime;
  await expect.poll(() => player.locator("audio").evaluate(place).catch(() => 0)).toBeGreaterThan(0.2);
}

const bubble = (page: Page, words: string): Locator => page.locator("main .bubble", { hasText: words });

test("a voice is recorded, listened to, recorded again, sent and heard", async ({ as }) => {
  test.slow();
  const words = `Hør her ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await speak(mother);
  const player = mother.locator(".taking .player");
  await player.getByRole("button", { name: "Afspil" }).click();
  await heard(player);
  await shot(mother, "voice-recorded", mother.locator("form.composer"));
  await button(mother, "Optag igen").click();
  await listens(mother);
  await send(mother, words);

  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  const theirs = bubble(contact, words);
  await expect(theirs.getByText(/Stemmebesked fra .* · \d sekunder/)).toBeVisible();
  await theirs.getByRole("button", { name: "Afspil" }).click();
  await heard(theirs);
  expect(await theirs.locator("audio").evaluate((audio: HTMLAudioElement) => audio.src)).toMatch(/^blob:/);

  // By keyboard: how fast, and where.
  const speed = theirs.getByRole("combobox", { name: "Hastighed" });
  await speed.focus();
  await contact.keyboard.press("ArrowDown");
  await expect(speed).toHaveValue("1.25");
  const rate = (audio: HTMLAudioElement) => audio.playbackRate;
  expect(await theirs.locator("audio").evaluate(rate)).toBe(1.25);
  const position = theirs.getByRole("slider", { name: "Sted i optagelsen" });
  await position.focus();
  await contact.keyboard.press("Home");
  await expect(position).toHaveAttribute("aria-valuetext", /^0 sekunder af \d sekunder$|^1 sekund af/);
  await shot(contact, "voice", theirs);
});

test("a recording outlives a reload, waits for a connection, and is heard without one", async ({ profile, as, server, watch }) => {
  test.slow();
  watch.expects(NO_CONNECTION);
  const words = `Sagt i kælderen ${mark()}`;
  const phone = await profile();
  let mother = await phone.open();
  await logIn(mother, "borger");
  await openThread(mother);
  await ready(mother);
  await speak(mother);
  await mother.reload();
  await ready(mother);
  await expect(mother.locator(".taking .player")).toBeVisible();
  await server.kill();
  await send(mother, words);
  await expect(bubble(mother, words).getByText("Venter på forbindelse")).toBeVisible();
  await phone.close();
  mother = await phone.open();
  await openThread(mother);
  await bubble(mother, words).getByRole("button", { name: "Afspil" }).click();
  await heard(bubble(mother, words));

  await server.up();
  await expect(bubble(mother, words).getByText(/^Sendt|^Læst/)).toBeVisible({ timeout: 30_000 });
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  await bubble(contact, words).getByRole("button", { name: "Afspil" }).click();
  await heard(bubble(contact, words));
});

test("a recording that breaks off is kept as far as it came", async ({ as }) => {
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await button(mother, "Indtal en besked").click();
  await expect(mother.getByRole("timer")).toHaveText("0:05", { timeout: 10_000 });
  await mother.reload();
  await ready(mother);
  const player = mother.locator(".taking .player");
  await player.getByRole("button", { name: "Afspil" }).click();
  await heard(player);
  await button(mother, "Slet optagelsen").click();
  await button(mother, "Ja, slet den").click();
  await expect(button(mother, "Indtal en besked")).toBeVisible();
  await mother.reload();
  await ready(mother);
  await expect(button(mother, "Indtal en besked")).toBeVisible();
  await expect(mother.locator(".taking")).toHaveCount(0);
});

test("whoever may not use the microphone is told what to do, and nobody is asked before", async ({ as }) => {
  const mother = await as("borger");
  await mother.addInitScript(() => {
    const asked = { count: 0 };
    Object.assign(window, { asked });
    navigator.mediaDevices.getUserMedia = () => {
      asked.count++;
      return Promise.reject(new DOMException("no", "NotAllowedError"));
    };
  });
  await openThread(mother);
  await ready(mother);
  const asked = () => mother.evaluate(() => (window as unknown as { asked: { count: number } }).asked.count);
  expect(await asked()).toBe(0);
  await button(mother, "Indtal en besked").click();
  await expect(mother.getByRole("alert").getByText("Indgang må ikke bruge mikrofonen.")).toBeVisible();
  expect(await asked()).toBe(1);
  await expect(button(mother, "Indtal en besked")).toBeVisible();
});

test("what was said stays where it cannot be said again", async ({ as }) => {
  test.slow();
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await speak(mother);
  await mother.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await button(mother, "Optag igen").click();
  await expect(mother.getByRole("alert").getByText("Indgang må ikke bruge mikrofonen.")).toBeVisible();
  const player = mother.locator(".taking .player");
  await player.getByRole("button", { name: "Afspil" }).click();
  await heard(player);
  await button(mother, "Slet optagelsen").click();
  await expect(player).toBeVisible();
  await button(mother, "Ja, slet den").click();
  await expect(player).toHaveCount(0);
  await expect(button(mother, "Indtal en besked")).toBeFocused();
});

test("where the browser records nothing that everyone can hear, there is no button", async ({ as }) => {
  const mother = await as("borger");
  await mother.addInitScript(() => {
    MediaRecorder.isTypeSupported = (mime) => mime.startsWith("audio/mp4");
  });
  await openThread(mother);
  await ready(mother);
  await expect(button(mother, "Send")).toBeVisible();
  await expect(button(mother, "Indtal en besked")).toHaveCount(0);
});

test("the team writes down what is said, and the family reads it, without script too", async ({ as }) => {
  test.slow();
  const [words, written] = [`Lyt ${mark()}`, `Kan vi ses på torsdag? ${mark()}`];
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await speak(mother);
  await send(mother, words);

  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  const theirs = bubble(contact, words);
  await theirs.getByText("Skriv ned, hvad der bliver sagt").click();
  await theirs.getByLabel("Det, der bliver sagt").fill(written);
  await theirs.getByRole("button", { name: "Gem" }).click();
  await expect(theirs.locator(".transcript").getByText(written)).toBeVisible();

  await expect(bubble(mother, words).getByText(written)).toBeVisible({ timeout: 30_000 });
  await expect(bubble(mother, words).getByText(/^Skrevet ned af /)).toBeVisible();
  await expect(bubble(mother, words).getByText("Skriv ned, hvad der bliver sagt")).toHaveCount(0);

  const plain = await as("borger", { javaScriptEnabled: false });
  await openThread(plain);
  await expect(bubble(plain, words).getByText(written)).toBeVisible();
  await expect(bubble(plain, words).locator("audio")).toHaveAttribute("src", /^\/api\/v1\/blobs\/.*whole=true$/);
  await expect(button(plain, "Indtal en besked")).toHaveCount(0);
});

test("a long text is read aloud by a voice of the device's own, and by no other", async ({ as }) => {
  const long = `${"Det er en lang besked, som tager tid at læse. ".repeat(4)}${mark()}`;
  const voices = (own: boolean) => {
    const spoken: string[] = [];
    Object.assign(window, { spoken });
    const voice = { lang: "da-DK", localService: own, name: "Sara", default: true, voiceURI: "sara" };
    const utterance = class {
      lang = "";
      voice: unknown = null;
      onend: (() => void) | null = null;
      onerror: (() => void) | null = null;
      constructor(readonly text: string) {}
    };
    const speech = {
      getVoices: () => [voice],
      speak: (what: { text: string; voice: unknown }) => spoken.push(what.voice === voice ? what.text : ""),
      cancel: () => {},
      addEventListener: () => {},
      removeEventListener: () => {},
    };
    Object.defineProperty(window, "speechSynthesis", { value: speech });
    Object.defineProperty(window, "SpeechSynthesisUtterance", { value: utterance });
    Object.defineProperty(window, "SpeechSynthesisVoice", { value: Object });
    Object.defineProperty(window, "SpeechSynthesis", { value: Object });
  };
  for (const own of [true, false]) {
    const mother = await as("borger");
    await mother.addInitScript(voices, own);
    await openThread(mother);
    await ready(mother);
    if (own) {
      await mother.getByRole("textbox", { name: "Besked", exact: true }).fill(long);
      await button(mother, "Send").click();
      const reads = bubble(mother, long).getByRole("button", { name: "Læs højt" });
      await reads.click();
      expect(await mother.evaluate(() => (window as unknown as { spoken: string[] }).spoken)).toEqual([long]);
      await expect(bubble(mother, long).getByRole("button", { name: "Stop oplæsning" })).toBeVisible();
    } else {
      await expect(bubble(mother, long)).toBeVisible();
      await expect(button(mother, "Læs højt")).toHaveCount(0);
    }
  }
});
