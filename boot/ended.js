// A part of the app that does not arrive, or a fault in it, ends all of it. Before the page is the app's, a fresh one
// begins, once. After that links and forms are the browser's own, as on a page without script, and where someone was on
// the way to is asked of the server whole.
import { workerHeard } from "./heard.js";
import { isServerThere, strand } from "./server.js";
import { tellUnread } from "./unread.js";

let ended = false;
/** @type {string | null} */
let wanted = null;
// What begins it afresh; gone once that was done, or the page is the app's.
/** @type {(() => unknown) | null} */
let anew = null;

export const hasEnded = () => ended;
/** @param {typeof anew} begin */
export const beginsAnewBy = (begin) => (anew = begin);

for (const kind of ["click", "submit"]) {
  window.addEventListener(
    kind,
    (event) => {
      if (ended) return event.stopImmediatePropagation();
      const link = event.target instanceof Element && event.target.closest("a[href]");
      wanted = link instanceof HTMLAnchorElement ? link.href : null;
    },
    true,
  );
}
window.addEventListener("popstate", () => (wanted = null));

// A hardened browser has no WebAssembly: the server's page simply stays.
/** @param {unknown} error */
const isFault = (error) => globalThis.WebAssembly !== undefined && error instanceof WebAssembly.RuntimeError;

/** @param {unknown} error */
async function end(error) {
  if (ended || !isFault(error)) return;
  if (anew) {
    const begin = anew;
    anew = null;
    await begin();
    return;
  }
  ended = true;
  delete document.documentElement.dataset.ready;
  const there = wanted ?? location.href;
  const isHere = there === location.href;
  // The server's page has everything to read; the shell has nothing.
  if (isHere && document.getElementById("boot")) return;
  const isThere = await isServerThere();
  if (isThere) await workerHeard({ kind: "ended" });
  if (!isThere && isHere) {
    strand({ keeps: true });
    return;
  }
  if (isHere) location.reload();
  else location.assign(there);
}

window.addEventListener("error", ({ error }) => end(error));
window.addEventListener("unhandledrejection", ({ reason }) => end(reason));

// The shell has nobody to open for: the login page is the server's.
window.addEventListener("indgang:nobody", async () => {
  tellUnread(0);
  if (await isServerThere()) location.replace("/login");
  else strand({ keeps: false });
});
