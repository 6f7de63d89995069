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
export function sum(root) {
  let hash = FNV_OFFSET;
  const eat = (code) => (hash = Math.imul(hash ^ code, FNV_PRIME));
  const eatAll = (text) => {
    for (let at = 0; at < text.length; at += 1) eat(text.charCodeAt(at));
  };
  let node = root.firstChild;
  while (node) {
    const isElement = node.nodeType === Node.ELEMENT_NODE && node.localName !== "script";
    if (isElement) {
      eat(ENTER);
      eatAll(node.localName);
    } else if (node.nodeType === Node.TEXT_NODE) {
      eat(TEXT);
      eatAll(node.data);
    } else if (node.nodeType === Node.COMMENT_NODE) {
      eat(COMMENT);
    }
    if (isElement && node.firstChild) {
      node = node.firstChild;
      continue;
    }
    if (isElement) eat(LEAVE);
    while (!node.nextSibling && node.parentNode !== root) {
      node = node.parentNode;
      eat(LEAVE);
    }
    node = node.nextSibling;
  }
  return (hash >>> 0).toString(16);
}

export const isAsMade = () => document.getElementById("boot")?.dataset.made === sum(document.body);
