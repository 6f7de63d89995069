// Between the page and the service worker.
import { hasEnded } from "./ended.js";
import { forgetInstall, hasWritten } from "./install.js";
import { workerHeard, workers } from "./heard.js";
import { tellUnread } from "./unread.js";
import { watch } from "./update.js";

// What another app shared to this one waits in the worker until the app asks.
window.addEventListener("indgang:ask-shared", async () => {
  const detail = await workerHeard({ kind: "shared" });
  window.dispatchEvent(new CustomEvent("indgang:shared", { detail: detail ?? null }));
});

// What the app says to the worker. "outbox" asks the browser to wake the worker once there is a connection.
window.addEventListener("indgang:worker", async ({ detail }) => {
  if (detail.kind === "forget") {
    forgetInstall();
    tellUnread(0);
  }
  if (["outbox", "wrote"].includes(detail.kind)) hasWritten();
  if (!workers || hasEnded()) return;
  const registration = await workers.ready;
  registration.active?.postMessage(detail);
  if (detail.kind === "outbox") registration.sync?.register("outbox").catch(() => {});
});

async function register() {
  try {
    watch(await workers.register("/sw.js"));
    // A page that was on its way while the worker took over what there was is nobody's: it asks to be taken, too.
    const { active } = await workers.ready;
    if (!workers.controller) active?.postMessage({ kind: "claim" });
  } catch {
    // Blocked by the person or the browser: the app works without, online.
  }
}

if (workers) {
  workers.addEventListener("message", (/** @type {MessageEvent<{ kind?: string } | undefined>} */ { data }) => {
    if (data?.kind === "outbox") window.dispatchEvent(new CustomEvent("indgang:outbox"));
  });
  if (document.readyState === "complete") void register();
  else window.addEventListener("load", register, { once: true });
}
