// Starts the app, and stands between the page and the service worker. No inline script does either.
import init, { start } from "./indgang.js";

const assets = new URL(".", import.meta.url).pathname.replace(/\/$/, "");

// The build leaves the "_bg" of the default name out.
init({ module_or_path: `${assets}/indgang.wasm` }).then(() => start(assets));

const workers = navigator.serviceWorker;

// A part of the app that does not arrive ends all of it. From then on links and forms are the browser's own, as on a
// page without script, and where someone was on the way to is asked of the server whole.
let ended = false;
let wanted = null;
for (const kind of ["click", "submit"]) {
  window.addEventListener(
    kind,
    (event) => {
      if (ended) event.stopImmediatePropagation();
      else wanted = event.target.closest?.("a[href]")?.href ?? null;
    },
    true,
  );
}
window.addEventListener("popstate", () => (wanted = null));

async function end(error) {
  if (ended || !(error instanceof WebAssembly.RuntimeError)) return;
  ended = true;
  const isHere = !wanted || wanted === location.href;
  // The server's page has everything to read; the shell has nothing.
  if (isHere && document.getElementById("boot")) return;
  if (await isServerThere()) await workerHeard({ kind: "ended" });
  else if (isHere) return strand({ keeps: true });
  if (isHere) location.reload();
  else location.assign(wanted);
}

// A server that does not answer by then is not there for who waits.
const ANSWERS_WITHIN = 5000;
const isServerThere = () =>
  Promise.race([
    fetch("/livez", { cache: "no-store" }).then((answer) => answer.ok, () => false),
    new Promise((over) => setTimeout(over, ANSWERS_WITHIN, false)),
  ]);

// A message and the page load after it take different ways to the worker: without its answer the page may come first.
// A worker of an older version never answers.
const PATIENCE = 2000;
function workerHeard(message) {
  return new Promise((heard) => {
    setTimeout(heard, PATIENCE);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", ({ data }) => heard(data), { once: true });
    port1.start();
    const worker = workers?.controller;
    if (worker) worker.postMessage(message, [port2]);
    else heard();
  });
}

// The shell has nobody to open for: the login page is the server's.
window.addEventListener("indgang:nobody", async () => {
  tellUnread(0);
  if (await isServerThere()) location.replace("/login");
  else strand({ keeps: false });
});

// Neither the app nor the server: says so, and tries again until the server is there. That there is a network says
// nothing of the server, and the browser tells of the network alone. Whom it opens for nobody has nothing kept here.
const TRY_EVERY = 10_000;
function strand({ keeps }) {
  const told = document.getElementById("stranded").content.cloneNode(true);
  if (!keeps) for (const words of told.querySelectorAll(".keeps")) words.remove();
  document.body.replaceChildren(told);
  const again = async () => (await isServerThere()) && location.reload();
  window.addEventListener("online", again);
  setInterval(again, TRY_EVERY);
}

// What another app shared to this one waits in the worker until the app asks.
window.addEventListener("indgang:ask-shared", async () => {
  const detail = await workerHeard({ kind: "shared" });
  window.dispatchEvent(new CustomEvent("indgang:shared", { detail: detail ?? null }));
});

// How much is unread stands on the app's sign on the home screen, where there is one.
function tellUnread(count) {
  const told = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  // A browser that has no sign for it says so by refusing.
  told?.catch(() => {});
}
window.addEventListener("indgang:unread", ({ detail }) => tellUnread(detail));

// The app on the home screen. A first look is not the moment to offer it: when she has written, or comes back on another
// day, it is. What is kept for that names nobody.
const INSTALL = "indgang-install";
const NO = "no";
const WROTE = "wrote";
const today = new Date().toDateString();
let installs = null;
let isDone = false;
const isInstalled = () => isDone || navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;

function installKept(value) {
  try {
    if (value === null) localStorage.removeItem(INSTALL);
    else if (value) localStorage.setItem(INSTALL, value);
    return localStorage.getItem(INSTALL);
  } catch {
    // Storage is blocked: then it is not offered, and stands in the settings.
    return today;
  }
}

function tellOfInstall() {
  const kept = installKept() ?? installKept(today);
  const { dataset } = document.documentElement;
  // iPhones ask nobody by themselves, and they alone have the word.
  const way = isInstalled() ? "done" : installs ? "ask" : navigator.standalone === false ? "ios" : "menu";
  dataset.install = way;
  dataset.installOffer = kept !== NO && kept !== today && (way === "ask" || way === "ios") ? "yes" : "no";
  window.dispatchEvent(new CustomEvent("indgang:install"));
}

window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installs = event;
  tellOfInstall();
});
window.addEventListener("appinstalled", () => {
  isDone = true;
  installs = null;
  tellOfInstall();
});
window.addEventListener("indgang:install-ask", async () => {
  const asks = installs;
  installs = null;
  const { outcome } = (await asks?.prompt()) ?? {};
  if (outcome === "dismissed") installKept(NO);
  tellOfInstall();
});
window.addEventListener("indgang:install-no", () => {
  installKept(NO);
  tellOfInstall();
});
tellOfInstall();

window.addEventListener("error", ({ error }) => end(error));
window.addEventListener("unhandledrejection", ({ reason }) => end(reason));

// What the app says to the worker. "outbox" asks the browser to wake the worker once there is a connection.
window.addEventListener("indgang:worker", async ({ detail }) => {
  if (detail.kind === "forget") {
    installKept(null);
    tellUnread(0);
  }
  if (["outbox", "wrote"].includes(detail.kind) && installKept() === today) {
    installKept(WROTE);
    tellOfInstall();
  }
  if (!workers || ended) return;
  const registration = await workers.ready;
  registration.active?.postMessage(detail);
  if (detail.kind === "outbox") registration.sync?.register("outbox").catch(() => {});
});

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

function watch(registration) {
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
  }
  // A page that stays open for days still hears of a new version.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
}

async function register() {
  try {
    watch(await workers.register("/sw.js"));
  } catch {
    // Blocked by the person or the browser: the app works without, online.
  }
}

if (workers) {
  workers.addEventListener("message", ({ data }) => {
    if (data?.kind === "outbox") window.dispatchEvent(new CustomEvent("indgang:outbox"));
  });
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register, { once: true });
}
