// Starts the app. No inline script does. Each concern is a module of its own; the build makes one file of them.
import init, { start } from "./indgang.js";
import { calm } from "./calm.js";
import { beginsAnewBy } from "./ended.js";
import { exchange } from "./exchange.js";
import { tellOfDone } from "./handover.js";
import { hearWhileAlive } from "./hearing.js";
import { isAsMade } from "./made.js";
import { keepsUp } from "./translated.js";
import "./install.js";
import "./posted.js";
import "./unread.js";
import "./worker.js";

const assets = new URL(".", import.meta.url).pathname.replace(/\/$/, "");

// The build leaves the "_bg" of the default name out.
const program = { module_or_path: `${assets}/indgang.wasm` };

/**
 * What the app asks of the page that it takes over.
 * @param {() => boolean} takesOver
 * @param {() => void} [lives]
 * @returns {import("./indgang.js").Page}
 */
const page = (takesOver, lives) => ({
  isAsMade: takesOver,
  calm() {
    document.documentElement.dataset.woke = "waits";
    return calm();
  },
  exchange,
  // What the server answered, in whatever order it was asked.
  answers: () => (typeof __RESOLVED_RESOURCES === "undefined" ? [] : __RESOLVED_RESOURCES),
  // The app stands: built anew, or as the server made it.
  stands(isBuilt) {
    lives?.();
    beginsAnewBy(null);
    if (!isBuilt) tellOfDone();
    keepsUp();
    document.documentElement.dataset.woke = isBuilt ? "built" : "taken";
  },
});

// Scripts of another address are another instance, parts and all: the one that has failed is not to be trusted with
// anything, nor is the page.
/** @param {ReturnType<typeof hearWhileAlive>} first */
async function beginAfresh(first) {
  first.died();
  const fresh = await import("./afresh/indgang.js");
  await fresh.default(program);
  fresh.start(assets, page(() => false));
}

// The shell has nothing that could be taken over.
const first = document.getElementById("boot") ? hearWhileAlive() : null;
if (first) beginsAnewBy(() => beginAfresh(first));
void init(program).then(() => start(assets, page(isAsMade, first?.lives)));
