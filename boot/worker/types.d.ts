// What public/sw.js is: a service worker, in which the server writes what stands in it as words of capitals.

interface WorkerGlobalScopeEventMap {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
  message: ExtendableMessageEvent;
  sync: ExtendableEvent & { readonly tag: string };
}

interface WorkerGlobalScope {
  readonly clients: Clients;
  skipWaiting(): Promise<void>;
}

declare const __ASSETS__: string[];
declare const __STAFF_ASSETS__: string[];
