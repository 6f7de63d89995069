// Lighthouse for a phone, looked in as a mother. A first visit is as Lighthouse makes it, with nothing kept but the login.
import lighthouse from "lighthouse";

const TIMES = 5;
const PATHS = ["/hjem", "/beskeder", "/aftaler", "/sundhedssamtale"];
const OTHERS = ["accessibility", "best-practices", "seo"];
/** How far the page may lie behind itself without its program. */
const BEHIND_AT_MOST = 4;

/**
 * @param {string} address
 * @param {number} port
 * @param {boolean} scripted
 * @returns {Promise<{ scored: Map<string, number>, faults: string[] }>} What of the others is not as it should be, too.
 */
async function look(address, port, scripted) {
  /** @type {import("lighthouse").Flags} */
  const flags = {
    port,
    output: "json",
    logLevel: "error",
    onlyCategories: ["performance", ...OTHERS],
    blockedUrlPatterns: scripted ? [] : ["*.wasm"],
  };
  const result = await lighthouse(address, flags);
  if (!result) throw new Error(`${address} was not looked at`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  const looked = OTHERS.flatMap((id) => lhr.categories[id]?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  const faults = looked.map(({ id }) => id).filter((id) => (lhr.audits[id]?.score ?? 1) < 1);
  return { scored: new Map(Object.entries(lhr.categories).map(([id, { score }]) => [id, Math.round((score ?? 0) * 100)])), faults };
}

/**
 * The screens' scores as rows: what, the median, what it is held against, and whether it holds.
 * @param {string} url
 * @param {number} port
 * @param {(numbers: number[]) => number} median
 */
export async function scores(url, port, median) {
  const rows = [];
  for (const path of PATHS) {
    /** @type {number[][]} */
    const [withProgram = [], without = [], others = []] = [[], [], []];
    /** @type {Set<string>} */
    const wrong = new Set();
    for (let time = 0; time < TIMES; time++) {
      const { scored, faults } = await look(`${url}${path}`, port, true);
      withProgram.push(scored.get("performance") ?? 0);
      others.push(Math.min(...OTHERS.map((id) => scored.get(id) ?? 0)));
      for (const fault of faults) wrong.add(fault);
      without.push((await look(`${url}${path}`, port, false)).scored.get("performance") ?? 0);
    }
    const must = median(without) - BEHIND_AT_MOST;
    rows.push({ what: `Lighthouse, performance of ${path}`, is: median(withProgram), must, holds: median(withProgram) >= must });
    const what = `Lighthouse, the others of ${path}${wrong.size > 0 ? `: ${[...wrong].join(", ")}` : ""}`;
    rows.push({ what, is: median(others), must: 100, holds: median(others) >= 100 });
  }
  return rows;
}
