// Holds the direction in which the crates may lean on each other, domain <- app <- server, frontend, that within each no two
// rooms lean on one another, and what every source must be. One line a rule; exit 1 when one is broken.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

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

/**
 * Which rooms of a crate name which, by what they say with `crate::`. A room is a module of the crate's root, a file or a
 * folder; the root itself is where they are put together. Tests may lean on what they like.
 * @param {string} crate
 */
function leaning(crate) {
  /** @type {Map<string, Set<string>>} */
  const named = new Map();
  for (const path of readdirSync(`${crate}/src`, { recursive: true, encoding: "utf8" })) {
    const room = path.replaceAll(/\/.*|\.rs$/g, "");
    if (!path.endsWith(".rs") || /^(lib|main)\.rs$|(^|[/_])tests?[./]/.test(path)) continue;
    const code = readFileSync(`${crate}/src/${path}`, "utf8")
      .replaceAll(/\/\/.*/g, "")
      .replace(/#\[cfg\(test\)\]\s*(pub(\(\w+\))? )?mod \w+ \{[^]*/, "");
    // In a file of the root itself, its parent is the crate.
    const root = path.includes("/") ? "crate" : "(?:crate|super)";
    const all = code.matchAll(new RegExp(`\\b${root}::(?:\\{([^}]*)\\}|(\\w+))`, "g"));
    const others = named.get(room) ?? new Set();
    for (const [, several = "", one = ""] of all) {
      for (const other of one ? [one] : several.split(/[^\w:]+/)) others.add(other.replace(/:.*/, ""));
    }
    named.set(room, others);
  }
  /** @type {Map<string, string[]>} */
  const rooms = new Map();
  for (const [room, others] of named) {
    rooms.set(room, [...others].filter((other) => other !== room && named.has(other)));
  }
  return rooms;
}

/**
 * Rooms that lean on each other, by whatever way: each circle once, as the shortest way around from its first room.
 * @param {Map<string, string[]>} rooms
 */
function circles(rooms) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const begin of [...rooms.keys()].toSorted()) {
    const ways = [[begin]];
    const seen = new Set();
    for (const way of ways) {
      for (const next of rooms.get(way[way.length - 1] ?? "") ?? []) {
        const key = way.toSorted().join(" ");
        if (next === begin && !found.has(key)) found.set(key, [...way, begin].join(" → "));
        if (!seen.has(next) && next !== begin) ways.push([...way, next]);
        seen.add(next);
      }
    }
  }
  return [...found.values()];
}

const CRATES = ["domain", "app", "server", "frontend"];
/** Where sources stand, and how long one may be, in lines. */
const PLACES = [...CRATES, "boot", "bin", "end2end", "public", "style"];
const LONGEST = 300;

/** Every source by its path, line by line. @type {Map<string, string[]>} */
const sources = new Map();
for (const place of PLACES) {
  for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(rs|ts|m?js|css|sh)$/.test(path) || /(^|\/)(node_modules|target|out)\//.test(path)) continue;
    sources.set(path, readFileSync(path, "utf8").trimEnd().split("\n"));
  }
}

/**
 * What others may use and no line says what it is for. The lint of the compiler would have every field say so too, which
 * is called what it is.
 */
function* unsaid() {
  for (const [path, lines] of sources) {
    if (!/^(domain|app|server|frontend)\/src\/.*\.rs$/.test(path) || /(^|[/_])tests?[./]/.test(path)) continue;
    for (const [at, line] of lines.entries()) {
      if (!/^\s*pub (async |const |unsafe )*(fn|struct|enum|trait|type|const|static) [A-Za-z]/.test(line)) continue;
      let above = at - 1;
      while (/^\s*(#\[|[^/]*\)\]$)/.test(lines[above] ?? "")) above -= 1;
      if (!/^\s*\/\/\//.test(lines[above] ?? "")) yield `${path}:${at + 1}`;
    }
  }
}

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
rules.push([
  `no source is longer than ${LONGEST} lines`,
  [...sources].filter(([, lines]) => lines.length > LONGEST).map(([path, lines]) => `${path} (${lines.length})`),
]);
rules.push(["whatever others may use says what it is for", [...unsaid()]]);
for (const crate of CRATES) {
  rules.push([`no rooms of ${crate} lean on each other`, circles(leaning(crate))]);
}

let failed = 0;
for (const [rule, broken] of rules) {
  if (broken.length) failed += 1;
  console.log(`${broken.length ? "✗" : "✓"} ${rule}${broken.length ? `: ${[...new Set(broken)].join(", ")}` : ""}`);
}
console.log(`${rules.length - failed} held, ${failed} broken`);
process.exit(failed ? 1 : 0);
