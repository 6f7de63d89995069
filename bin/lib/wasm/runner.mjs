// Cargo calls this with a wasm test program; the runner of wasm-bindgen runs it
// in Chromium, with the flags of webdriver.json.
//
// A lazy route leaves imports behind that only a release build, which splits
// them off, resolves. Here they lead to functions that say so, or the page
// would not even load.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const [program, ...args] = process.argv.slice(2);
if (!program) throw new Error("node runner.mjs <test program> [arguments]");
const left = "__wasm_split_placeholder__";
// Of the same length, so that nothing else in the program moves.
const right = `./${"split".padEnd(left.length - 5, "_")}.js`;

const directory = mkdtempSync(join(tmpdir(), "indgang-wasm-"));
try {
  const wasm = readFileSync(program);
  const names = WebAssembly.Module.imports(new WebAssembly.Module(wasm))
    .filter(({ module }) => module === left)
    .map(({ name }) => name);
  for (let at = wasm.indexOf(left); names.length && at >= 0; at = wasm.indexOf(left, at)) wasm.write(right, at);
  const patched = join(directory, basename(program));
  writeFileSync(patched, wasm);
  writeFileSync(
    join(directory, right),
    names.map((name) => `export function ${name}() { throw new Error("lazy code is not in a test program"); }`).join("\n"),
  );
  writeFileSync(join(directory, "webdriver.json"), readFileSync(new URL("webdriver.json", import.meta.url)));
  const run = spawnSync("wasm-bindgen-test-runner", [patched, ...args], { cwd: directory, stdio: "inherit" });
  if (run.error) throw run.error;
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
