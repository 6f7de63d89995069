// Lighthouse for a phone, looked in as a mother. Performance must be 98 at least, the others 100. A first visit is as
// Lighthouse makes it, with nothing kept but the login; a returning one opens from the shell and the phone's own store.
import lighthouse from "lighthouse";
import { table, withHouse } from "./house.mjs";

const MUST = { performance: 98, accessibility: 100, "best-practices": 100, seo: 0 };
const rows = [];
const failing = [];

await withHouse("borger", {}, async ({ page, url, port }) => {
  await page.close();
  for (const visit of ["first", "returning"]) {
    for (const path of ["/hjem", "/beskeder", "/aftaler", "/sundhedssamtale"]) {
      const disableStorageReset = visit === "returning";
      const flags = { port, output: "json", logLevel: "error", disableStorageReset, onlyCategories: Object.keys(MUST) };
      const { lhr } = await lighthouse(`${url}${path}`, flags);
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      for (const [id, must] of Object.entries(MUST)) {
        const { score, auditRefs } = lhr.categories[id];
        rows.push([visit, path, id, Math.round(score * 100), must || "–"]);
        for (const { id: audit, weight } of auditRefs) {
          const { score, title, displayValue = "" } = lhr.audits[audit];
          if (weight > 0 && score !== null && score < 1) failing.push([visit, path, id, audit, score, `${title} ${displayValue}`]);
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
