import type { Page } from "@playwright/test";
import { axe, expect } from "./fixtures";

/** The browser has drawn what it was told last, and every change of colour has come to its end. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
      }),
  );
  // What is folded away does not move on.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ effect, playState }) => {
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      const ends = effect?.getComputedTiming().iterations === 1;
      return playState !== "running" || !ends || !target?.checkVisibility();
    }),
  );
}

/** Expects that nothing moves for someone who has asked for that. */
export async function rests(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => {
    const seconds = (times: string) => Math.max(...times.split(",").map((time) => Number.parseFloat(time)));
    const lasts = [...document.querySelectorAll("*")].flatMap((element) =>
      [undefined, "::before", "::after"].flatMap((part) => {
        const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(element, part);
        const long = [animationName === "none" ? "0s" : animationDuration, transitionDuration].some((time) => seconds(time) > 0.01);
        return long || scrollBehavior === "smooth" ? [`${element.tagName} ${element.getAttribute("class")} ${part ?? ""}`] : [];
      }),
    );
    return lasts;
  });
  expect.soft(moving, `what moves on ${page.url()}`).toEqual([]);
}

/** Expects that every control has an edge, and the focus a ring, where colours are the person's own. */
export async function distinct(page: Page): Promise<void> {
  await page.emulateMedia({ forcedColors: "active" });
  await drawn(page);
  await axe(page);
  const flat = await page.evaluate(() => {
    const edged = (element: Element) => {
      const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(element);
      return borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) >= 1 && borderTopColor !== backgroundColor;
    };
    const controls = document.querySelectorAll(".button:not(.plain), .choice, .field :is(input, textarea, select), [role=switch], .card, .rows, .says");
    return [...controls].filter((element) => element.checkVisibility() && !edged(element)).map((element) => element.outerHTML.slice(0, 120));
  });
  expect.soft(flat, `what has no edge on ${page.url()}`).toEqual([]);
  await ringed(page, 6);
  await page.emulateMedia({ forcedColors: "none" });
}

/** Walks on with the Tab key, and expects each stop to be seen. */
export async function ringed(page: Page, stops: number): Promise<void> {
  for (let stop = 0; stop < stops; stop++) {
    await page.keyboard.press("Tab");
    const hidden = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      // A field without a look of its own shows its focus on what surrounds it.
      const around = [focused, focused.closest(".choice, .switch, .camera")].filter((element) => element !== null);
      const seen = around.some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 && inView;
      });
      return seen ? null : focused.outerHTML.slice(0, 160);
    });
    expect.soft(hidden, `where the focus is on ${page.url()}`).toBeNull();
  }
}
