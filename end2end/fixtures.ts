import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  expect,
  type Locator,
  type Page,
  test as base,
} from "@playwright/test";
import { launchOptions } from "./chromium";
import { Contract, Wire } from "./contract";
import { Server } from "./server";

export { expect, Server };

/** Who can be looked in as in the demo world. */
export type Person =
  | "borger"
  | "borger-ar"
  | "ung"
  | "kontakt-1"
  | "kontakt-2"
  | "kontakt-3"
  | "vikar"
  | "teamleder"
  | "laege"
  | "kliniksocialraadgiver"
  | "brobygger"
  | "kommune-indgang"
  | "sagsbehandler"
  | "opsoeger"
  | "admin"
  | "dpo";

/** Notes everything a page complains about. A test that ends with a complaint has failed. */
export class Watch {
  private readonly complaints: string[] = [];
  private readonly expected: RegExp[] = [];

  over(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      const { url, lineNumber } = message.location();
      this.note(`console ${message.type()}: ${message.text()} (${url}:${lineNumber})`);
    });
    context.on("weberror", (error) => this.note(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on("page", (page) => page.on("crash", () => this.note(`crashed: ${page.url()}`)));
  }

  /** For a test that makes trouble on purpose: complaints that match are no failure. */
  expects(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  get unexpected(): string[] {
    return this.complaints.filter((complaint) => !this.expected.some((pattern) => pattern.test(complaint)));
  }

  private note(complaint: string): void {
    this.complaints.push(complaint);
  }
}

/** Posts the demo login as a page of the same origin does, and lands where it leads. */
export async function logIn(page: Page, person: Person): Promise<void> {
  await page.goto("/login");
  const left = page.waitForURL((url) => url.pathname !== "/login");
  await page.evaluate((slug) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/demo/login";
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "person";
    field.value = slug;
    form.append(field);
    document.body.append(form);
    form.submit();
  }, person);
  await left;
}

/** A browser profile on disk, which can be closed and opened again as a phone's browser is. */
export class Profile {
  private context: BrowserContext | undefined;

  constructor(
    readonly directory: string,
    private readonly options: BrowserContextOptions,
    private readonly over: (context: BrowserContext) => void,
  ) {}

  async open(): Promise<Page> {
    if (!this.context) {
      this.context = await chromium.launchPersistentContext(this.directory, { ...launchOptions, ...this.options });
      this.over(this.context);
    }
    return this.context.pages()[0] ?? (await this.context.newPage());
  }

  async close(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
  }
}

export type As = (person: Person, options?: BrowserContextOptions) => Promise<Page>;

interface TestFixtures {
  watch: Watch;
  /** What was said to the API. A test that said what the server does not describe has failed. */
  wire: Wire;
  /** Begins to watch and record a context. */
  over: (context: BrowserContext) => void;
  /** A new browser context, looked in as this person. */
  as: As;
  /** A profile that outlives its windows; one for each call. */
  profile: () => Promise<Profile>;
}

interface WorkerFixtures {
  /** A fixed clock for the server, as RFC 3339; set it with `test.use({ now })`. */
  now: string | undefined;
  server: Server;
  contract: Contract;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  now: [undefined, { option: true, scope: "worker" }],

  server: [
    async ({ now }, use) => {
      const server = await Server.start({ now });
      await use(server);
      await server.close();
    },
    { scope: "worker", timeout: 90_000 },
  ],

  contract: [async ({ server }, use) => use(await Contract.of(server.url)), { scope: "worker" }],

  baseURL: ({ server }, use) => use(server.url),

  watch: [
    async ({ server }, use, info) => {
      const said = server.log.length;
      const watch = new Watch();
      await use(watch);
      if (info.status !== info.expectedStatus || watch.unexpected.length) {
        await info.attach("server.log", { body: server.log.slice(said), contentType: "text/plain" });
      }
      expect(watch.unexpected, "what the pages complained about").toEqual([]);
    },
    { auto: true },
  ],

  wire: [
    async ({ contract }, use) => {
      const wire = new Wire();
      await use(wire);
      const breaches = (await wire.all()).flatMap((exchange) => contract.breaches(exchange));
      expect(breaches, "what travelled and is not described").toEqual([]);
    },
    { auto: true },
  ],

  over: async ({ watch, wire }, use) => {
    await use((context) => {
      watch.over(context);
      wire.over(context);
    });
  },

  context: async ({ context, over }, use) => {
    over(context);
    await use(context);
  },

  as: async ({ browser, over, contextOptions, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person, options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL, ...options });
      contexts.push(context);
      over(context);
      const page = await context.newPage();
      await logIn(page, person);
      return page;
    });
    for (const context of contexts) await context.close();
  },

  profile: async ({ over, baseURL, viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId }, use) => {
    const profiles: Profile[] = [];
    await use(async () => {
      const directory = await mkdtemp(join(tmpdir(), "indgang-profile-"));
      const options = { baseURL, viewport, isMobile, hasTouch, deviceScaleFactor, locale, timezoneId };
      const profile = new Profile(directory, options, over);
      profiles.push(profile);
      return profile;
    });
    for (const profile of profiles) {
      await profile.close();
      await rm(profile.directory, { recursive: true, force: true });
    }
  },
});

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** What else is asked of a page's browser; ended with the page, for what ends earlier takes a page offline online again. */
function beside(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
}

/**
 * Expects a page without a single violation of WCAG 2.2 A and AA or of axe's best practice.
 * axe runs in a world of its own beside the page, so that the page's content
 * security policy stays as it is.
 */
export async function axe(page: Page): Promise<void> {
  const session = await beside(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: "axe",
  });
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = await session.send("Runtime.evaluate", {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return answer.result.value;
  };
  await evaluate(`${await axeSource}; undefined`);
  const found = await evaluate(
    `axe.run(document, { resultTypes: ["violations"] }).then((r) => JSON.stringify(r.violations))`,
  );
  const violations = JSON.parse(String(found)) as Violation[];
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((n) => `  ${n.target.join(" ")}: ${n.failureSummary}`).join("\n")}`,
  );
  expect(told, `accessibility of ${page.url()}`).toEqual([]);
}

/** A picture in end2end/out/, for a person to look at: of the whole page, or of the screen around one thing. */
export async function shot(page: Page, name: string, around?: Locator): Promise<void> {
  const project = test.info().project.name;
  await around?.evaluate((thing) => thing.scrollIntoView({ block: "center", behavior: "instant" }));
  await page.screenshot({
    path: join(import.meta.dirname, "out", `${name}-${project}.png`),
    fullPage: !around,
    animations: "disabled",
    caret: "hide",
  });
}
