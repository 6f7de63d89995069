// A translation takes words out of the page and puts its own in their place, each in a <font>. The app goes on writing into
// the words that it knows: they come back when they change, and are translated anew.

/** @type {WeakMap<Node, Element>} */
const standsFor = new WeakMap();
const rewritten = new MutationObserver((changes) => {
  for (const { target: text } of changes) {
    const other = standsFor.get(text);
    if (other?.isConnected && !text.isConnected) other.replaceWith(text);
  }
});

/** @param {Node} node */
const isWord = (node) => node.nodeType === Node.TEXT_NODE;
/** @param {Node | null} node */
const isForeign = (node) => node instanceof Element && node.localName === "font";

// What was put where a word was taken away: at once, before it, behind it, or later in the same place.
/**
 * @param {MutationRecord} taken
 * @param {MutationRecord[]} changes
 */
function replacement(taken, changes) {
  const { target, addedNodes, previousSibling, nextSibling } = taken;
  /** @param {MutationRecord} change */
  const isSamePlace = (change) =>
    change.target === target && change.previousSibling === previousSibling && change.nextSibling === nextSibling;
  const later = changes.filter(isSamePlace).flatMap((change) => [...change.addedNodes]);
  return /** @type {Element | undefined} */ ([...addedNodes, previousSibling, nextSibling, ...later].find(isForeign));
}

export function keepsUp() {
  const moved = new MutationObserver((changes) => {
    for (const change of changes) {
      for (const text of [...change.removedNodes].filter(isWord)) {
        const other = text.isConnected ? null : replacement(change, changes);
        if (!other) continue;
        standsFor.set(text, other);
        rewritten.observe(text, { characterData: true });
      }
    }
  });
  moved.observe(document.body, { childList: true, subtree: true });
}
