// What a page has beside what TypeScript knows of pages: what its program and its files say to each other, and what only
// some browsers have.

/** What an Android's browser gives a page that may be put on the home screen. */
interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

interface WindowEventMap {
  beforeinstallprompt: InstallPrompt;
  "indgang:unread": CustomEvent<number>;
  "indgang:worker": CustomEvent<{ kind: string }>;
}

interface Navigator {
  /** Only an iPhone has it. */
  readonly standalone?: boolean;
}

interface ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

/** What the server answered, as the framework writes it into the page. */
declare const __RESOLVED_RESOURCES: string[];
