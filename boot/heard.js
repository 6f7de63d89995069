// The service worker, and how it is told something that it must have heard.

export const workers = navigator.serviceWorker;

// A message and the page load after it take different ways to the worker: without its answer the page may come first.
// A worker of an older version never answers.
export const PATIENCE = 2000;

/**
 * @param {{ kind: string }} message
 * @returns {Promise<unknown>} What it answers; nothing where it does not.
 */
export function workerHeard(message) {
  return new Promise((heard) => {
    setTimeout(heard, PATIENCE, undefined);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", ({ data }) => heard(data), { once: true });
    port1.start();
    const worker = workers?.controller;
    if (worker) worker.postMessage(message, [port2]);
    else heard(undefined);
  });
}
