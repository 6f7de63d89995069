// A new version: told of, and taken when the person says so.
import { PATIENCE, workerHeard, workers } from "./heard.js";

/** @type {() => unknown} */
let takeUpdate = () => location.reload();
window.addEventListener("indgang:accept-update", () => takeUpdate());

// The app may not be awake yet: then it finds the mark.
function tellOfUpdate() {
  document.documentElement.dataset.update = "waits";
  window.dispatchEvent(new CustomEvent("indgang:update"));
}

// Another tab took the new version: this page's files are gone with the old one.
let isOvertaken = false;
let isControlled = Boolean(workers?.controller);
workers?.addEventListener("controllerchange", () => {
  isOvertaken = isControlled;
  isControlled = true;
  if (!isOvertaken) return;
  // Never by itself: a page in the background may hold pictures that were chosen and not sent.
  if (comesBack) location.reload();
  else tellOfUpdate();
});

// A new worker takes over once nothing of the one before it is open, and something of this page may stay open for
// minutes. Then the page goes first, and takes the new version when it is back.
const COMES_BACK = "indgang-update";
let comesBack = takeMark();
setTimeout(() => (comesBack = false), PATIENCE);

function takeMark() {
  try {
    const mark = sessionStorage.getItem(COMES_BACK);
    sessionStorage.removeItem(COMES_BACK);
    return mark !== null;
  } catch {
    // Storage is blocked: one is asked once more.
    return false;
  }
}

function goFirst() {
  try {
    sessionStorage.setItem(COMES_BACK, "");
  } catch {
    // As above.
  }
  location.reload();
}

// The new version may have taken over between this page and its first script: then nobody tells of it any more.
async function isBehind() {
  const build = await workerHeard({ kind: "build" });
  const kept = await caches.keys();
  const place = (/** @type {unknown} */ of) => kept.indexOf(`indgang-${String(of)}`);
  const mine = place(/\/pkg\/([^/]+)\//.exec(import.meta.url)?.[1]);
  // A page may be ahead of the worker, too: it came from the server, which has the newest.
  return mine !== -1 && mine < place(build);
}

async function catchUp() {
  const wasOnItsWay = comesBack;
  if (!workers.controller || !(await isBehind())) return;
  isOvertaken = true;
  if (wasOnItsWay) location.reload();
  else tellOfUpdate();
}

/** @param {ServiceWorkerRegistration} registration */
export function watch(registration) {
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && workers.controller) tellOfUpdate();
    });
  });
  takeUpdate = async () => {
    if (isOvertaken) return location.reload();
    // Told by the server that it is too old, a page may know of no update yet.
    if (!registration.waiting) await registration.update().catch(() => {});
    const worker = registration.waiting ?? registration.installing;
    if (!worker) return location.reload();
    workers.addEventListener("controllerchange", () => location.reload(), { once: true });
    const take = () => {
      if (worker.state !== "installed") return;
      worker.postMessage({ kind: "SKIP_WAITING" });
      if (!comesBack) setTimeout(goFirst, PATIENCE);
    };
    worker.addEventListener("statechange", take);
    take();
  };
  // Without a controller the first worker is only being installed: that is no update.
  if (registration.waiting && workers.controller) {
    tellOfUpdate();
    if (comesBack) takeUpdate();
  } else {
    void catchUp();
  }
  // A page that stays open for days still hears of a new version.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
}
