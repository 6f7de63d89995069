import { SERVERS } from "./alterations";
import { expect, test } from "./fixtures";
import { hold } from "./network";
import { mark, openFamilyThread, openThread, ready, said, write } from "./people";
import { altered, alteredThread, built, MEDDLED, PROGRAM, woke, WORLD } from "./waking";

// A page that is built anew takes the place of the server's, between two things that a person does.

test.use({ now: WORLD });

test.beforeEach(({ watch }) => watch.expects(...MEDDLED));

test("the page is not exchanged under a word that is being composed", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const field = page.getByRole("textbox", { name: "Besked", exact: true });
  await field.focus();
  const keyboard = await page.context().newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "مرح", selectionStart: 3, selectionEnd: 3 });
  await comes();
  expect(await woke(page)).toBe("waits");
  await keyboard.send("Input.insertText", { text: "مرحبا" });
  await built(page);
  await expect(field).toHaveValue("مرحبا");
  await expect(field).toBeFocused();
});

test("the page is not exchanged under a finger, and stays where it was scrolled to", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  await page.evaluate(() => scrollTo({ top: 150, behavior: "instant" }));
  await page.mouse.move(100, 300);
  await page.mouse.down();
  await comes();
  expect(await woke(page)).toBe("waits");
  await page.mouse.up();
  await built(page);
  await ready(page);
  expect(await page.evaluate(() => scrollY)).toBe(150);
});

test("the page is not exchanged under a key that is held", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const field = page.getByRole("textbox", { name: "Besked", exact: true });
  await field.focus();
  await page.keyboard.down("h");
  await comes();
  expect(await woke(page)).toBe("waits");
  await page.keyboard.up("h");
  await built(page);
  await expect(field).toHaveValue("h");
  await expect(field).toBeFocused();
});

test("the page is not exchanged under a list of choices that is open", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const language = page.locator("#message-language");
  await language.click();
  await comes();
  expect(await woke(page)).toBe("waits");
  await language.selectOption("en");
  await built(page);
  await expect(language).toHaveValue("en");
});

test("the page is not exchanged under a sound that plays", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  await page.evaluate(() => {
    // A second of silence, over and over, as a recording of somebody's page would play.
    const rate = 8000;
    const bytes = new Uint8Array(44 + rate).fill(128);
    const head = new DataView(bytes.buffer);
    for (const [at, words] of [[0, "RIFF"], [8, "WAVEfmt "], [36, "data"]] as const) bytes.set(new TextEncoder().encode(words), at);
    for (const [at, number] of [[4, 36 + rate], [16, 16], [24, rate], [28, rate], [40, rate]] as const) head.setUint32(at, number, true);
    for (const [at, number] of [[20, 1], [22, 1], [32, 1], [34, 8]] as const) head.setUint16(at, number, true);
    const sound = document.createElement("audio");
    sound.src = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }));
    sound.loop = true;
    sound.muted = true;
    document.querySelector("main")?.append(sound);
    return sound.play();
  });
  await comes();
  expect(await woke(page)).toBe("waits");
  await page.evaluate(() => document.querySelector("audio")?.pause());
  await built(page);
});

test("what speaks up when it changes is quiet when the page is exchanged, and speaks afterwards", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  await page.keyboard.down("Shift");
  await comes();
  await page.evaluate(() => {
    const came: (string | null)[] = [];
    Object.assign(window, { came });
    new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element);
      const speaking = added.flatMap((node) => [node, ...node.querySelectorAll("*")]).filter((node) => node.matches("[role=status], [role=alert], [aria-live]"));
      came.push(...speaking.map((node) => node.getAttribute("aria-live")));
    }).observe(document.body, { childList: true });
  });
  await page.keyboard.up("Shift");
  await built(page);
  const came = await page.evaluate(() => (window as unknown as { came: (string | null)[] }).came);
  expect(came.length).toBeGreaterThan(1);
  expect(came.filter((live) => live !== "off")).toEqual([]);
  await expect(page.locator("[aria-live=off]")).toHaveCount(0);
});

test("a picture that is being chosen is chosen in the new page", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const opened = page.waitForEvent("filechooser");
  await page.locator(".composer label.camera").click();
  const chooser = await opened;
  await comes();
  expect(await woke(page)).toBe("waits");
  await chooser.setFiles({ name: "brev.png", mimeType: "image/png", buffer: await page.screenshot({ scale: "css" }) });
  await built(page);
  await expect(page.locator(".composer .hint")).toHaveText("1 billede er valgt");
});

test("sent before it woke and sent again after is one message", async ({ as }) => {
  const page = await as("borger", SERVERS);
  await openThread(page);
  const path = new URL(page.url()).pathname;
  const words = `Kun én gang ${mark()}`;
  const wake = await hold(page, PROGRAM);
  const post = await hold(page, "**/act");
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await page.locator("#text").fill(words);
  // While a page is on its way elsewhere, nothing can be asked of it from outside: it presses by itself.
  await page.evaluate(() => {
    const root = document.documentElement;
    new MutationObserver((_, watch) => {
      if (root.dataset.ready !== "yes") return;
      watch.disconnect();
      document.querySelector<HTMLElement>("form.composer .send")?.click();
    }).observe(root, { attributes: true });
  });
  const asked = page.waitForRequest("**/act");
  const sent = page.waitForResponse((answer) => /submit/.test(answer.url()) && /SendMessage/.test(answer.request().postData() ?? ""));
  // What is pressed is on its way until the form has come back.
  const pressed = page.getByRole("button", { name: "Send", exact: true }).click();
  await asked;
  wake();
  expect((await sent).status()).toBe(200);
  const back = page.waitForResponse("**/act");
  post();
  await Promise.all([back, pressed]);
  await page.goto(path);
  await ready(page);
  await expect(said(page, words)).toHaveCount(1);
});

test("what is selected, and how far a field is scrolled, stays as it is when the page is exchanged", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const selected = await page.evaluate(() => {
    const field = document.querySelector<HTMLTextAreaElement>("#text");
    const words = [...document.querySelectorAll(".bubble p")].map((one) => one.firstChild).find((text) => text instanceof Text && text.data.length > 20);
    if (!field || !words) throw new Error("not a thread");
    field.value = "En linje\n".repeat(60);
    field.scrollTop = 50;
    getSelection()?.setBaseAndExtent(words, 14, words, 3);
    return String(getSelection());
  });
  expect(selected).toHaveLength(11);
  await page.keyboard.down("Shift");
  await comes();
  await page.keyboard.up("Shift");
  await built(page);
  const after = await page.evaluate(() => {
    const selection = getSelection();
    const { anchorNode, anchorOffset, focusOffset } = selection ?? {};
    const scrolled = document.querySelector("#text")?.scrollTop;
    return { words: String(selection), stands: anchorNode?.isConnected, isBackwards: (anchorOffset ?? 0) > (focusOffset ?? 0), scrolled };
  });
  expect(after).toEqual({ words: selected, stands: true, isBackwards: true, scrolled: 50 });
});

test("a form on its way holds the exchange; sent before it and sent again after it is one message", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const path = new URL(page.url()).pathname;
  const words = `Kun én gang, også bygget ${mark()}`;
  // The server has it, and its answer leads nowhere: the page stays.
  await page.route("**/act", async (route) => {
    expect((await route.fetch({ maxRedirects: 0 })).status()).toBe(303);
    await route.fulfill({ status: 204 });
  });
  await page.locator("#text").fill(words);
  const posted = page.waitForResponse("**/act");
  const send = page.getByRole("button", { name: "Send", exact: true });
  await send.click();
  await posted;
  await comes();
  expect(await woke(page)).toBe("waits");
  // As when one comes back to it.
  await page.evaluate(() => window.dispatchEvent(new Event("pageshow")));
  await built(page);
  await expect(page.locator("#text")).toHaveValue(words);
  const sent = page.waitForResponse((answer) => /submit/.test(answer.url()) && /SendMessage/.test(answer.request().postData() ?? ""));
  await send.click();
  expect((await sent).status()).toBe(200);
  await page.goto(path);
  await ready(page);
  await expect(said(page, words)).toHaveCount(1);
});

test("a picker that answers after the exchange fills the field of the new page", async ({ as }) => {
  const page = await as("borger", SERVERS);
  const comes = await alteredThread(page);
  const opened = page.waitForEvent("filechooser");
  await page.locator(".composer label.camera").click();
  const chooser = await opened;
  await comes();
  expect(await woke(page)).toBe("waits");
  // One is back, and for all that the browser says nothing was chosen.
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await built(page);
  await chooser.setFiles({ name: "brev.png", mimeType: "image/png", buffer: await page.screenshot({ scale: "css" }) });
  await expect(page.locator(".composer .hint")).toHaveText("1 billede er valgt");
});

test("what was not read is marked as read once the page stands, and not before", async ({ as }) => {
  const page = await as("borger", SERVERS);
  await openThread(page);
  const path = new URL(page.url()).pathname;
  await page.goto("about:blank");
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  await write(contact, `Er det her læst? ${mark()}`);
  const comes = await altered(page, path);
  const marks: string[] = [];
  page.on("request", (request) => {
    const body = request.postData() ?? "";
    if (body.includes("MarkRead")) marks.push(body);
  });
  await page.keyboard.down("Shift");
  await comes();
  expect(marks).toEqual([]);
  await page.keyboard.up("Shift");
  await built(page);
  await expect.poll(() => marks.length).toBeGreaterThan(0);
});

test("no page lets a telephone make links of its numbers", async ({ as }) => {
  const page = await as("borger", SERVERS);
  for (const path of ["/hjem", "/tilgaengelighed", "/app-shell"]) {
    const html = await (await page.request.get(path)).text();
    expect(/<meta name="format-detection" content="([^"]*)"/.exec(html)?.[1], path).toContain("telephone=no");
  }
});
