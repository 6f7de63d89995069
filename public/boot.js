// Starts the app, and stands between the page and the service worker. No inline script does either.
import init, { start } from "./indgang.js";

const assets = new URL(".", import.meta.url).pathname.replace(/\/$/, "");

// cargo-leptos leaves the "_bg" of the default name out.
init({ module_or_path: `${assets}/indgang.wasm` }).then(() => start(assets));

const workers = navigator.serviceWorker;

// What the app says to the worker. "outbox" asks the browser to wake the worker once there is a connection.
window.addEventListener("indgang:worker", async ({ detail }) => {
  if (!workers) return;
  const registration = await workers.ready;
  registration.active?.postMessage(detail);
  if (detail.kind === "outbox") registration.sync?.register("outbox").catch(() => {});
});

function watch(registration) {
  const tell = () => window.dispatchEvent(new CustomEvent("indgang:update"));
  // Without a controller the first worker is only being installed: that is no update.
  if (registration.waiting && workers.controller) tell();
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && workers.controller) tell();
    });
  });
  window.addEventListener("indgang:accept-update", () => {
    if (!registration.waiting) return;
    workers.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting.postMessage({ kind: "SKIP_WAITING" });
  });
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
