// Makes one file of modules that import each other by name: each stands behind those it imports, in one scope. Whatever is
// imported from outside their folder stays as it is. Two that use one name do not parse, and are refused. Comments that
// have their lines to themselves stay behind.
//
//   node join.mjs <first module> <file to write>
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [, , entry, out] = process.argv;
const folder = dirname(entry);
const EXPORT = /^export (?=(async )?function|const|let|class)/gm;
const COMMENT = /^ *\/\/.*\n/gm;
const IMPORT = /^import (?:(.+) from )?"(\.\/[\w-]+\.js)";\n/gm;

const outside = [];
const joined = new Map();

function add(path) {
  if (joined.has(path)) return;
  joined.set(path, "");
  const text = readFileSync(path, "utf8");
  const own = text.replace(IMPORT, (line, _names, name) => {
    const other = join(folder, name);
    if (existsSync(other)) add(other);
    else outside.push(line);
    return "";
  });
  // Behind what it has just added.
  joined.delete(path);
  joined.set(path, own.replace(EXPORT, "").replace(COMMENT, "").trim());
}

add(entry);
writeFileSync(out, `${[...outside, ...joined.values()].join("\n")}\n`);
const check = { input: readFileSync(out), stdio: ["pipe", "ignore", "inherit"] };
process.exitCode = spawnSync(process.execPath, ["--check", "--input-type=module"], check).status ?? 1;
