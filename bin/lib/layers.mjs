// Holds the direction in which the crates may lean on each other:
// domain <- app <- server, frontend. One line a rule; exit 1 when one is broken.
import { execFileSync } from "node:child_process";

/** @param {string[]} args */
const cargo = (...args) =>
  execFileSync("cargo", args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });

/** @typedef {{ packages: { name: string, dependencies: { name: string, kind: string | null }[] }[] }} Metadata */
const metadata = /** @type {Metadata} */ (JSON.parse(cargo("metadata", "--format-version", "1", "--no-deps")));
const packages = new Map(metadata.packages.map(({ name, dependencies }) => [name, dependencies]));

/**
 * What a package names in its own Cargo.toml, tests and build scripts left out.
 * @param {string} name
 */
function direct(name) {
  const dependencies = packages.get(name);
  if (!dependencies) throw new Error(`there is no package ${name}`);
  return dependencies.filter((d) => d.kind === null).map((d) => d.name);
}

/**
 * Everything that ends up beside a package when it is built for itself.
 * @param {string} name
 * @param {string} target
 */
const closure = (name, target) =>
  cargo("tree", "--package", name, "--edges", "normal", "--prefix", "none", "--format", "{p}", "--target", target)
    .split("\n")
    .map((line) => line.replace(/ .*/, ""))
    .filter((crate) => crate !== "");

/** @type {Record<string, string[]>} */
const mayUse = {
  "indgang-domain": [],
  "indgang-app": ["indgang-domain"],
  "indgang-server": ["indgang-domain", "indgang-app"],
  "indgang-frontend": ["indgang-domain", "indgang-app"],
};
const framework =
  /^(leptos|leptos_.*|axum|axum-.*|tower|tower-.*|hyper|hyper-.*|sqlx|sqlx-.*|rusqlite|sea-orm|sea-query|tokio|tokio-.*|reqwest|web-sys|js-sys|wasm-bindgen|idb|rexie|gloo|gloo-.*)$/;
const outside = /^(axum|leptos_axum|tower|tower-.*|sqlx|rusqlite|sea-orm|sea-query|tokio|idb|rexie|gloo|gloo-net|reqwest)$/;

/** What must hold, and what breaks it. @type {[string, string[]][]} */
const rules = [];
for (const name of packages.keys()) {
  const allowed = mayUse[name];
  rules.push([
    `${name} has a place in bin/lib/layers.mjs and leans on nothing of ours but ${allowed?.length ? allowed.join(", ") : "itself"}`,
    allowed
      ? direct(name).filter((d) => packages.has(d) && !allowed.includes(d))
      : ["no place given"],
  ]);
}
for (const target of ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"]) {
  rules.push([
    `indgang-domain knows no framework (${target})`,
    closure("indgang-domain", target).filter((name) => framework.test(name)),
  ]);
}
rules.push([
  "indgang-app names no server, database or browser store",
  direct("indgang-app").filter((name) => outside.test(name)),
]);

let failed = 0;
for (const [rule, broken] of rules) {
  if (broken.length) failed += 1;
  console.log(`${broken.length ? "✗" : "✓"} ${rule}${broken.length ? `: ${[...new Set(broken)].join(", ")}` : ""}`);
}
console.log(`${rules.length - failed} held, ${failed} broken`);
process.exit(failed ? 1 : 0);
