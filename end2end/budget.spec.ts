import { get } from "node:http";
import { expect, logIn, test } from "./fixtures";

/** What a family's wasm is now, as it travels, and a little. */
const WASM_AT_MOST = 446_000;

/** Bytes on the wire of a first visit, by what they are: asked for again by hand, so that each body's own size counts. */
test("a first visit fits a cheap phone", async ({ page, context }, info) => {
  if (info.project.name !== "phone") return; // measured once
  await logIn(page, "borger");
  const urls = new Set<string>();
  page.on("request", (request) => {
    if (request.method() === "GET" && !request.url().includes("/api/")) urls.add(request.url());
  });
  await page.goto("/hjem", { waitUntil: "networkidle" });
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  let rest = 0;
  let wasm = 0;
  for (const url of urls) {
    const size = await onTheWire(url, cookie);
    if (url.endsWith(".wasm")) wasm += size;
    else rest += size;
  }
  console.log(`first visit: ${rest} bytes without wasm, ${wasm} bytes of wasm`);
  expect(rest).toBeLessThanOrEqual(40 * 1024);
  // The goal is 450 KB (docs/adr/0005-size.md); this keeps it from growing unseen.
  expect(wasm).toBeLessThanOrEqual(WASM_AT_MOST);
});

/** All that a family's device keeps of the program, and a little: what its other screens are in comes once, in the background. */
const KEPT_AT_MOST = 592_500;

test("what a family's device keeps of the program is bounded", async ({ page, context, baseURL }, info) => {
  if (info.project.name !== "phone") return;
  await logIn(page, "borger");
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const worker = await (await page.request.get("/sw.js")).text();
  const [, list = ""] = /const ASSETS = (\[.*?\]);/.exec(worker) ?? [];
  const parts = (JSON.parse(list) as string[]).filter((path) => path.endsWith(".wasm"));
  expect(parts.length).toBeGreaterThan(4);
  let kept = 0;
  for (const path of parts) kept += await onTheWire(`${baseURL}${path}`, cookie);
  console.log(`a family's wasm: ${kept} bytes in ${parts.length} parts`);
  expect(kept).toBeLessThanOrEqual(KEPT_AT_MOST);
});

/** How long a body is as it travels. What unpacks bodies by itself cannot tell of one that comes in pieces. */
function onTheWire(url: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "br", cookie } }, (answer) => {
      expect(answer.statusCode).toBe(200);
      let size = 0;
      answer.on("data", (piece: Buffer) => (size += piece.length));
      answer.on("end", () => resolve(size));
      answer.on("error", reject);
    }).on("error", reject);
  });
}
