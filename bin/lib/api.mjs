// Asks everything that openapi.json describes, as each person of the demo world: nothing that is sent may make the server fail.
// Prints a line for each, and at last `<passed> <failed>`. Every bound of every field, as a third of the people in turn; with
// `full`, as everyone, and many more examples.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sampled } from "../../end2end/sample.mjs";

const full = process.argv[2] === "full";
const { INDGANG_BIN: program, INDGANG_SITE: site } = process.env;
const { SCHEMATHESIS_BIN: schemathesis, OPENAPI_VALIDATOR_BIN: validator } = process.env;
if (!program || !site || !schemathesis || !validator) throw new Error("run bin/test api, which builds the release");

const PEOPLE = [
  "borger", "borger-ar", "ung", "kontakt-1", "kontakt-2", "kontakt-3", "vikar", "teamleder", "laege", "kliniksocialraadgiver",
  "brobygger", "kommune-indgang", "sagsbehandler", "opsoeger", "admin", "dpo",
];
// One never ends; two would end the login.
const LEFT_OUT = ["/api/v1/stream", "/logud", "/demo/login"];

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (!address || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

const folder = await mkdtemp(join(tmpdir(), "indgang-api-"));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const fast = ["PERSON_AT_ONCE", "PERSON_A_MINUTE", "ADDRESS_AT_ONCE", "ADDRESS_A_MINUTE"];
const env = { ...process.env, ...Object.fromEntries(fast.map((name) => [`INDGANG_${name}`, "1000000"])) };
const args = ["serve", "--demo", "--listen", `127.0.0.1:${port}`, "--database", `sqlite://${join(folder, "api.sqlite3")}`];
const server = spawn(program, [...args, "--site", site, "--public-url", url], { env, stdio: "ignore" });

async function ready() {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error("the server ended before it was ready");
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("the server was not ready within a minute");
}

/** @param {string} person */
async function cookieOf(person) {
  const body = new URLSearchParams({ person });
  const login = () => fetch(`${url}/demo/login`, { method: "POST", headers: { origin: url }, body, redirect: "manual" });
  // While the crawl ran and nothing else here, the server closed the connection that was kept: that is told by its next use.
  const answer = await login().catch(login);
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (!cookie) throw new Error(`${person} could not log in: ${answer.status}`);
  return cookie;
}

let passed = 0;
let failed = 0;

/** The description itself, by a validator of others'. */
function judge(/** @type {string} */ by, /** @type {string} */ description) {
  const { status, stdout, stderr } = spawnSync(by, ["-"], { input: description, encoding: "utf8" });
  if (status === 0) passed++;
  else failed++;
  console.log(`${status === 0 ? "✓" : "✗"} openapi.json is valid`);
  if (status !== 0) console.log(stdout, stderr);
}

try {
  await ready();
  judge(validator, await fetch(`${url}/api/v1/openapi.json`).then((answer) => answer.text()));
  for (const person of sampled(PEOPLE, 3)) {
    const { status, stdout, stderr } = spawnSync(
      schemathesis,
      [
        "run", `${url}/api/v1/openapi.json`, "--checks", "not_a_server_error", "--phases", "examples,coverage,fuzzing",
        "--max-examples", full ? "50" : "2", "--seed", "1", "--generation-database", "none", "--no-color",
        "--header", `Cookie: ${await cookieOf(person)}`, "--header", `Origin: ${url}`,
        ...LEFT_OUT.flatMap((path) => ["--exclude-path", path]),
      ],
      { encoding: "utf8", cwd: folder, maxBuffer: 1 << 28 },
    );
    const cases = /(\d+) generated/.exec(stdout)?.[1] ?? "no";
    if (status === 0) passed++;
    else failed++;
    console.log(`${status === 0 ? "✓" : "✗"} ${person}: ${cases} requests`);
    if (status !== 0) console.log(stdout, stderr);
  }
} catch (error) {
  failed++;
  console.log(`✗ ${error instanceof Error ? error.message : String(error)}`);
} finally {
  server.kill("SIGTERM");
  await rm(folder, { recursive: true, force: true });
}
console.log(`${passed} ${failed}`);
