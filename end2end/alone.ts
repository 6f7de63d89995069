import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { Server, test as base } from "./fixtures";

interface Release {
  server: Server;
  /** Brings the server up again as a newer release: the same program, another build's files. */
  renew: () => Promise<void>;
}

/** For what no other test may notice: a server of its own. */
export const test = base.extend<{ release: Release }>({
  release: async ({}, use) => {
    const server = await Server.start();
    const newer = await mkdtemp(join(tmpdir(), "indgang-newer-"));
    const renew = async () => {
      await cp(process.env.INDGANG_SITE!, newer, { recursive: true });
      await appendFile(join(newer, "boot.js"), "// A newer release.\n");
      await rm(join(newer, "boot.js.br"));
      await server.stop();
      server.become({ site: newer });
      await server.up();
    };
    await use({ server, renew });
    await server.close();
    await rm(newer, { recursive: true, force: true });
  },
  baseURL: ({ release }, use) => use(release.server.url),
});

/** Which build a page is of. */
export const build = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLScriptElement>("script[src$='boot.js']")!.src.split("/").at(-2));

/** The worker has the page: from now on it opens without the network. Before that it has fetched all that it keeps. */
export const controlled = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 30_000 });
