import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import { drawn } from "./look";

/** What does not stand where one can read and press it. Runs in the page. */
function misplaced(): string[] {
  const found: string[] = [];
  const root = document.documentElement;
  const sideways = root.scrollWidth - window.innerWidth;
  if (sideways > 0) found.push(`the page runs ${sideways} px out of the window`);

  const style = (element: Element) => getComputedStyle(element);
  const chain = (element: Element | null): Element[] => (element ? [element, ...chain(element.parentElement)] : []);
  const name = (element: Element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> "${(element.textContent ?? "").trim().slice(0, 40)}"`;
  const isShown = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !chain(element).some((one) => style(one).clipPath !== "none" || one.tagName === "OPTION");
  /** Something that lies above the page on purpose. */
  const floats = (element: Element) => chain(element).find((one) => ["sticky", "fixed"].includes(style(one).position));

  interface Piece {
    element: Element;
    box: DOMRect;
  }
  const words: Piece[] = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!element || !walk.currentNode.textContent?.trim() || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const preview = chain(element).find((one) => style(one).webkitLineClamp !== "none");
    const end = preview?.getBoundingClientRect().bottom ?? Number.POSITIVE_INFINITY;
    for (const box of range.getClientRects()) {
      // A preview of two lines says with an ellipsis that there is more.
      if (box.width > 1 && box.height > 1 && box.bottom < end + 4) words.push({ element, box });
    }
  }

  for (const { element, box } of words) {
    if (box.left < -1 || box.right > window.innerWidth + 1) found.push(`outside the window: ${name(element)}`);
    for (const outer of chain(element)) {
      const { overflowX, overflowY } = style(outer);
      const edge = outer.getBoundingClientRect();
      const wide = box.left < edge.left - 2 || box.right > edge.right + 2;
      const high = box.top < edge.top - 4 || box.bottom > edge.bottom + 4;
      if (["hidden", "clip"].includes(overflowX) && wide) found.push(`cut off at the side: ${name(element)}`);
      if (["hidden", "clip"].includes(overflowY) && high) found.push(`cut off: ${name(element)}`);
    }
  }

  const overlap = (one: DOMRect, other: DOMRect) => {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return width > 2 && height > Math.min(one.height, other.height) / 3;
  };
  const isInside = (one: Element, other: Element) => one.contains(other) || other.contains(one);
  const scrolled = (element: Element) => chain(element).find((one) => ["auto", "scroll"].includes(style(one).overflowY));
  const controls = [...document.querySelectorAll(".button, summary, .row, .choice, input, select, textarea, .nav a")];
  const pressed: Piece[] = controls
    .filter((element) => isShown(element) && style(element).opacity !== "0")
    .map((element) => ({ element, box: element.getBoundingClientRect() }));
  const pieces = [...words, ...pressed];
  for (const [index, one] of pieces.entries()) {
    for (const other of pieces.slice(index + 1)) {
      if (!overlap(one.box, other.box) || isInside(one.element, other.element)) continue;
      if (floats(one.element) !== floats(other.element) || scrolled(one.element) !== scrolled(other.element)) continue;
      found.push(`one over the other: ${name(one.element)} and ${name(other.element)}`);
    }
  }

  for (const { element, box } of pressed) {
    const ticked = element.matches("input[type=radio], input[type=checkbox], input[type=file]");
    if (!ticked && box.height < 47.5) found.push(`${Math.round(box.height)} px high: ${name(element)}`);
  }
  return [...new Set(found)];
}

const WINDOWS = [
  { width: 320, text: "100%" },
  { width: 1280, text: "100%" },
  { width: 768, text: "200%" },
  { width: 320, text: "200%" },
];

/** Expects that in no window, and with no size of the text, anything is lost. */
export async function fits(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const { width, text } of WINDOWS) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
      window.scrollTo(0, 0);
    }, text);
    await drawn(page);
    const found = await page.evaluate(misplaced);
    expect.soft(found, `${page.url()}, ${width} px wide, text at ${text}`).toEqual([]);
  }
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  if (before) await page.setViewportSize(before);
}
