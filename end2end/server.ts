import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface ServerOptions {
  /** A fixed clock, as RFC 3339. */
  now?: string;
  /** A database of one's own choice; a new SQLite file when left out. */
  database?: string;
  /** Another release than the one that is tested. */
  release?: Release;
}

/** A release: its program, and the static files that it serves. */
export interface Release {
  program: string;
  site: string;
}

const freePort = async (): Promise<number> => {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  if (!address || typeof address === "string") throw new Error("no port is free");
  const { port } = address;
  probe.close();
  await once(probe, "close");
  return port;
};

/** The release that is tested. */
function tested(): Release {
  const { INDGANG_BIN: program, INDGANG_SITE: site } = process.env;
  if (!program || !site) throw new Error("INDGANG_BIN and INDGANG_SITE are not set: run bin/test e2e");
  return { program, site };
}

/** The release program with the demo world, on a port and database of its own. */
export class Server {
  private child: ChildProcess | undefined;
  private lines: string[] = [];
  private release: Release | undefined;

  private constructor(
    readonly port: number,
    readonly database: string,
    readonly directory: string,
    private readonly options: ServerOptions,
  ) {
    this.release = options.release;
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const directory = await mkdtemp(join(tmpdir(), "indgang-end2end-"));
    const database = options.database ?? `sqlite://${join(directory, "indgang.sqlite3")}`;
    const server = new Server(await freePort(), database, directory, options);
    try {
      await server.up();
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What the server has said so far. */
  get log(): string {
    return this.lines.join("");
  }

  /** From the next `up()` on it is another release; without one, the one that is tested. */
  become(release: Partial<Release> = {}): void {
    this.release = { ...tested(), ...release };
  }

  /** Starts it (again), on the same port and database, and waits until it is ready. */
  async up(): Promise<void> {
    const { program, site } = this.release ?? tested();
    const args = ["serve", "--demo", "--listen", `127.0.0.1:${this.port}`, "--database", this.database];
    args.push("--site", site, "--public-url", this.url);
    if (this.options.now) args.push("--now", this.options.now);
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    let trouble: Error | undefined;
    child.on("error", (error) => (trouble = error));
    for (const out of [child.stdout, child.stderr]) out?.on("data", (data) => this.lines.push(String(data)));

    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      if (trouble) throw trouble;
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`the server ended (${child.exitCode ?? child.signalCode}) before it was ready:\n${this.log}`);
      }
      const ready = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (ready?.status === 200) return;
      await sleep(50);
    }
    throw new Error(`the server was not ready within a minute:\n${this.log}`);
  }

  /** Ends it as a power cut would. `up()` brings it back. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Asks it to drain and stop. `up()` brings it back. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  async close(): Promise<void> {
    await this.end("SIGTERM");
    await rm(this.directory, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await gone;
    clearTimeout(patience);
  }
}
