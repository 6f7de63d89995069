// The demo world and a phone's browser, for a benchmark: begun, looked in, and cleared away.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "@playwright/test";

const CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];
const places = process.env.INDGANG_CHROMIUM ?? "/usr/bin/chromium";

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (!address || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

/** @param {string} directory */
async function serve(directory) {
  const { INDGANG_BIN: program, INDGANG_SITE: site } = process.env;
  if (!program || !site) throw new Error("INDGANG_BIN and INDGANG_SITE are not set: run bin/bench");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const database = `sqlite://${join(directory, "indgang.sqlite3")}`;
  const args = ["serve", "--demo", "--listen", `127.0.0.1:${port}`, "--database", database];
  const child = spawn(program, [...args, "--site", site, "--public-url", url], { stdio: "ignore" });
  for (let tries = 0; tries < 600; tries++) {
    const ready = await fetch(`${url}/readyz`).catch(() => undefined);
    if (ready?.ok) return { url, child };
    await sleep(100);
  }
  child.kill();
  throw new Error("the server was not ready within a minute");
}

/**
 * Gives `bench` a looked-in page of a phone, the server's address, the browser's debugging port, and what makes the server
 * stand still and go on.
 * @param {string} person
 * @param {import("@playwright/test").BrowserContextOptions} options
 * @param {(demo: {
 *   context: import("@playwright/test").BrowserContext, page: import("@playwright/test").Page, url: string, port: number,
 *   pause: () => void, goOn: () => void
 * }) => Promise<void>} bench
 */
export async function withDemo(person, options, bench) {
  const directory = await mkdtemp(join(tmpdir(), "indgang-bench-"));
  const { url, child } = await serve(directory);
  const port = await freePort();
  const context = await chromium.launchPersistentContext(join(directory, "profile"), {
    executablePath: places,
    args: [...CHROMIUM, `--remote-debugging-port=${port}`],
    baseURL: url,
    locale: "da-DK",
    ...options,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto("/login");
    await page.locator(`button[value="${person}"]`).click();
    await page.waitForURL((address) => address.pathname !== "/login" && address.pathname !== "/demo/login");
    // Its port still takes connections, and nothing is ever answered.
    const pause = () => child.kill("SIGSTOP");
    const goOn = () => child.kill("SIGCONT");
    await bench({ context, page, url, port, pause, goOn });
  } finally {
    await context.close();
    const gone = once(child, "exit");
    child.kill();
    await gone;
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Prints rows under a head, in columns.
 * @param {string[]} head
 * @param {(string | number)[][]} rows
 */
export function table(head, rows) {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}

/** @param {number[]} numbers */
export const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
