// Lighthouse for a phone, looked in as a mother. Performance must be 98 at least, the others 100. A first visit is as
// Lighthouse makes it, with nothing kept but the login; a returning one opens from the shell and the phone's own store.
import lighthouse from "lighthouse";
import { table, withHouse } from "./house.mjs";

const MUST = { performance: 98, accessibility: 100, "best-practices": 100, seo: 0 };
/** @type {(string | number)[][]} */
const rows = [];
/** @type {(string | number)[][]} */
const failing = [];

await withHouse("borger", {}, async ({ page, url, port }) => {
  await page.close();
  for (const visit of ["first", "returning"]) {
    for (const path of ["/hjem", "/beskeder", "/aftaler", "/sundhedssamtale"]) {
      const disableStorageReset = visit === "returning";
      /** @type {import("lighthouse").Flags} */
      const flags = { port, output: "json", logLevel: "error", disableStorageReset, onlyCategories: Object.keys(MUST) };
      const result = await lighthouse(`${url}${path}`, flags);
      if (!result) throw new Error(`${path} was not looked at`);
      const { lhr } = result;
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      for (const [id, must] of Object.entries(MUST)) {
        const category = lhr.categories[id];
        if (!category) throw new Error(`${path} has no ${id}`);
        rows.push([visit, path, id, Math.round((category.score ?? 0) * 100), must === 0 ? "–" : must]);
        for (const { id: name, weight } of category.auditRefs) {
          const audit = lhr.audits[name];
          if (!audit || audit.score === null || audit.score === 1 || weight === 0) continue;
          failing.push([visit, path, id, name, audit.score, `${audit.title} ${audit.displayValue ?? ""}`]);
        }
      }
    }
  }
});

table(["visit", "screen", "category", "score", "must"], rows);
if (failing.length) {
  console.log("\nnot perfect:");
  table(["visit", "screen", "category", "audit", "score", "what"], failing);
}
