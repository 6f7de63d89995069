import type { BrowserContext, Page, Route } from "@playwright/test";

/**
 * Meddles with what is asked at `glob` until told to stop; from then on it passes. It is never unrouted: where a page's last
 * route goes, the browser's interception ends, and what is on its way at that moment is not answered any more.
 */
export async function meddle(where: Page | BrowserContext, glob: string, how: (route: Route) => Promise<void>): Promise<() => void> {
  let stopped = false;
  await where.route(glob, (route) => (stopped ? route.continue() : how(route)));
  return () => {
    stopped = true;
  };
}

/** What is asked at `glob` comes to nothing until told to stop. */
export const cut = (where: Page | BrowserContext, glob: string) => meddle(where, glob, (route) => route.abort());

/** What is asked at `glob` waits until it is let go. */
export async function hold(page: Page, glob: string): Promise<() => void> {
  let letGo = () => {};
  const gone = new Promise<void>((done) => {
    letGo = done;
  });
  const stop = await meddle(page, glob, async (route) => {
    await gone;
    await route.continue();
  });
  return () => {
    stop();
    letGo();
  };
}
