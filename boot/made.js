// Whether the page is as the server made it. A telephone wraps numbers, a translation all words, an extension puts its own
// beside ours: the app can take over only what it would have made itself.
//
// The server writes a sum of what it made: every element's name, text and comment, in order (`http/made.rs` counts the
// same). Attributes are left out: they lead nobody astray. So are scripts, which carry data.

const ENTER = 1;
const LEAVE = 2;
const TEXT = 3;
const COMMENT = 4;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

// Of an element's content. As one loop: some pages are deep.
/** @param {Element} root */
export function sum(root) {
  let hash = FNV_OFFSET;
  /** @param {number} code */
  const eat = (code) => (hash = Math.imul(hash ^ code, FNV_PRIME));
  /** @param {string} text */
  const eatAll = (text) => {
    for (let at = 0; at < text.length; at += 1) eat(text.charCodeAt(at));
  };
  /** @type {Node | null} */
  let node = root.firstChild;
  while (node) {
    const name = node instanceof Element && node.localName !== "script" ? node.localName : null;
    if (name !== null) {
      eat(ENTER);
      eatAll(name);
    } else if (node instanceof Text) {
      eat(TEXT);
      eatAll(node.data);
    } else if (node instanceof Comment) {
      eat(COMMENT);
    }
    if (name !== null && node.firstChild) {
      node = node.firstChild;
      continue;
    }
    if (name !== null) eat(LEAVE);
    while (node && !node.nextSibling && node.parentNode !== root) {
      node = node.parentNode;
      eat(LEAVE);
    }
    node = node?.nextSibling ?? null;
  }
  return (hash >>> 0).toString(16);
}

export const isAsMade = () => document.getElementById("boot")?.dataset.made === sum(document.body);
