// Serves the app's shell and its files from this device. It keeps nothing personal: no page of a person, no answer
// of /api or /act. The server replaces the three words in underscores.
const BUILD = "__BUILD__";
const ASSETS = __ASSETS__;
const STAFF_ASSETS = __STAFF_ASSETS__;

const SHELL = "/app-shell";
const CACHE = `indgang-${BUILD}`;
// Outlives builds: whether this device has someone's store, and whether they are staff. Never who.
const FLAGS = "indgang-flags";
const ALWAYS_NETWORK = ["/api/", "/act", "/login", "/logud", "/demo/", "/auth/", "/livez", "/readyz", "/metrics", "/sw.js"];

/** @param {string} name */
const flag = (name) => `/.flag/${name}`;

/** @param {string} name */
async function raise(name) {
  await (await caches.open(FLAGS)).put(flag(name), new Response("1"));
}

// Whoever logs in or out may not be who was here: the next page comes from the server, which knows.
const CHANGES_PERSON = ["/login", "/logud", "/demo/", "/auth/"];
let personMayHaveChanged = false;

async function lowerStore() {
  personMayHaveChanged = true;
  await (await caches.open(FLAGS)).delete(flag("store"));
}

/** @param {string} name */
async function isRaised(name) {
  return Boolean(await (await caches.open(FLAGS)).match(flag(name)));
}

// The build's files never change under their address: the browser's own copies are as good as new ones.
/** @param {string[]} addresses */
async function keep(addresses) {
  const cache = await caches.open(CACHE);
  await Promise.all(
    addresses.map(async (address) => {
      if (!(await cache.match(address))) await cache.add(address);
    }),
  );
}

async function install() {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(SHELL, { cache: "no-store", credentials: "omit" }));
  await keep(ASSETS);
  if (await isRaised("staff")) await keep(STAFF_ASSETS);
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("indgang-") && name !== CACHE && name !== FLAGS);
  // A page may have come from the worker before this one, and asks for its files now: those of one version before stay.
  await Promise.all(old.slice(0, -1).map((name) => caches.delete(name)));
  // The first visit too is offline-capable without a reload.
  await self.clients.claim();
}

async function shell() {
  return (await (await caches.open(CACHE)).match(SHELL)) ?? Response.error();
}

// A device with a store opens at once; any other asks the server, and says so where there is none.
/** @param {Request} request */
async function navigate(request) {
  if (!personMayHaveChanged && (await isRaised("store"))) {
    const kept = await shell();
    if (kept.ok) return kept;
  }
  try {
    return await fetch(request);
  } catch {
    return shell();
  }
}

/** @param {Request} request */
async function asset(request) {
  const how = { ignoreVary: true };
  return (await (await caches.open(CACHE)).match(request, how)) ?? (await caches.match(request, how)) ?? fetch(request);
}

/** @param {string} path @param {string[]} starts */
const startsWithOne = (path, starts) => starts.some((start) => path.startsWith(start));

/** @param {string} path */
function isAsset(path) {
  return path.startsWith("/pkg/") || ASSETS.includes(path) || STAFF_ASSETS.includes(path);
}

// What another app shares waits here, in memory alone, until the page it leads to has asked for it.
const SHARE = "/del";
const WAITS_AT_MOST = 60_000;
/** @type {{ files: File[], words: string } | null} */
let shared = null;

/** @param {Request} request */
async function receive(request) {
  const form = await request.formData();
  const words = ["title", "text", "url"].map((name) => form.get(name)).filter((word) => typeof word === "string").filter(Boolean).join(" ");
  const files = form.getAll("files").filter((file) => file instanceof File).filter(({ size }) => size > 0);
  if (words || files.length > 0) shared = { files, words };
  return Response.redirect(SHARE, 303);
}

// As long as something waits here, the browser is asked to leave the worker running.
let letGo = () => {};
/** @returns {Promise<void>} */
const untilTaken = () =>
  new Promise((taken) => {
    const mine = shared;
    letGo = () => {
      if (shared === mine) shared = null;
      taken();
    };
    setTimeout(letGo, WAITS_AT_MOST);
  });

/** @param {MessagePort | undefined} port */
function handOver(port) {
  port?.postMessage(shared);
  letGo();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  // The request itself goes its own way, untouched.
  if (startsWithOne(pathname, CHANGES_PERSON)) event.waitUntil(lowerStore());
  if (request.method === "POST" && pathname === SHARE) {
    const received = receive(request).catch(() => Response.redirect(SHARE, 303));
    event.respondWith(received);
    event.waitUntil(received.then(untilTaken));
    return;
  }
  if (request.method !== "GET" || startsWithOne(pathname, ALWAYS_NETWORK)) return;
  // A meeting as a file for a calendar is no page.
  if (pathname.endsWith(".ics")) return;
  if (request.mode === "navigate") event.respondWith(navigate(request));
  else if (isAsset(pathname)) event.respondWith(asset(request));
});

self.addEventListener("message", (event) => {
  const { kind, staff } = event.data ?? {};
  if (kind === "SKIP_WAITING") self.skipWaiting();
  if (kind === "claim") event.waitUntil(self.clients.claim());
  if (kind === "build") event.ports[0]?.postMessage(BUILD);
  if (kind === "store") {
    personMayHaveChanged = false;
    event.waitUntil(raise("store"));
  }
  // The app could not run here: the next page is the server's.
  if (kind === "ended") event.waitUntil(lowerStore().then(() => event.ports[0]?.postMessage("heard")));
  if (kind === "shared") handOver(event.ports[0]);
  if (kind === "role" && staff) event.waitUntil(raise("staff").then(() => keep(STAFF_ASSETS)));
  if (kind === "forget") event.waitUntil(caches.delete(FLAGS));
});

// Only a wake: the page has the key to the outbox, the worker has not.
self.addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  event.waitUntil(
    self.clients
      .matchAll({ type: "window", includeUncontrolled: true })
      .then((clients) => clients.forEach((client) => client.postMessage({ kind: "outbox" }))),
  );
});
