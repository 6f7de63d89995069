// Prints "<passed> <failed>" from Playwright's JSON report.
import { readFileSync } from "node:fs";

const [file, status] = process.argv.slice(2);
let stats = { expected: 0, unexpected: 0, flaky: 0 };
let errors = 0;
try {
  const report = /** @type {{ stats: typeof stats, errors: unknown[] }} */ (JSON.parse(readFileSync(file ?? "", "utf8")));
  stats = report.stats;
  errors = report.errors.length;
} catch {
  errors = 1;
}
let failed = stats.unexpected + stats.flaky;
if (failed === 0 && (errors || status !== "0")) failed = 1;
console.log(`${stats.expected} ${failed}`);
