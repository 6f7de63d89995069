// The page that the app has built takes the place of the server's, in one frame.
import { done } from "./handover.js";

// What the app puts into the body; whatever else stands there is somebody's own.
const OURS = "nav.quick, .bars, .app, .app ~ [role=status]";
// So long what speaks up when it changes is taken for changed though it says what it said.
const QUIET_FOR = 1500;

/** @param {Node} node */
const isTheirs = (node) => {
  if (!(node instanceof Element)) return false;
  return node.localName === "script" || (!node.matches(OURS) && !node.querySelector(OURS));
};

// What was said is not said again.
/** @param {Element} root */
function hush(root) {
  const speaks = [...root.querySelectorAll("[role=status], [role=alert], [aria-live]")];
  const were = speaks.map((element) => element.getAttribute("aria-live"));
  for (const element of speaks) element.setAttribute("aria-live", "off");
  setTimeout(() => {
    speaks.forEach((element, at) => {
      const was = were[at];
      if (typeof was === "string") element.setAttribute("aria-live", was);
      else element.removeAttribute("aria-live");
    });
  }, QUIET_FOR);
}

/** @param {HTMLElement} fresh */
export function exchange(fresh) {
  const give = done();
  hush(fresh);
  // They are in memory: painted with the frame they come in, not with the next.
  for (const image of fresh.querySelectorAll("img")) image.decoding = "sync";
  const [first, ...others] = [...document.body.childNodes].filter((node) => !isTheirs(node));
  const came = [...fresh.childNodes];
  if (first) first.replaceWith(...came);
  else document.body.append(...came);
  for (const node of others) node.remove();
  give();
}
