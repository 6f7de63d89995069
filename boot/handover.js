// What a person has done to a page, handed to the one that takes its place.
import { named } from "./named.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/** @param {Element} field @returns {field is HTMLInputElement | HTMLTextAreaElement} */
const isText = (field) => field.matches("textarea, input:not([type=hidden], [type=file], [type=radio], [type=checkbox])");
/** @param {Element} field @returns {field is HTMLInputElement} */
const isTicked = (field) => field.matches("[type=radio], [type=checkbox]");
/** @param {Element} field @returns {field is HTMLInputElement} */
const isPicker = (field) => field.matches("[type=file]");
/** @param {Element} field @returns {field is HTMLSelectElement} */
const isList = (field) => field.localName === "select";

// Was anything done to it since the page came?
/** @param {Field} field */
function wasDone(field) {
  if (isList(field)) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  if (isPicker(field)) return (field.files ?? []).length > 0;
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  return isText(field) && field.value !== field.defaultValue;
}

// The app hears of it as if it were done now.
/** @param {Field} field */
function tell(field) {
  const kinds = isText(field) ? ["input"] : ["input", "change"];
  for (const kind of kinds) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

/**
 * @param {Field} from
 * @param {Field} to
 */
function copy(from, to) {
  if (isList(from) && isList(to)) {
    const chosen = new Set([...from.selectedOptions].map((option) => option.value));
    for (const option of to.options) option.selected = chosen.has(option.value);
  } else if (isPicker(from) && isPicker(to)) {
    to.files = from.files;
  } else if (isTicked(from) && isTicked(to)) {
    to.checked = from.checked;
  } else {
    to.value = from.value;
  }
}

// Of a page that the app took over as it stood: what was done before is told to it.
export function tellOfDone() {
  const fields = /** @type {NodeListOf<Field>} */ (document.querySelectorAll("input, select, textarea"));
  for (const field of fields) if (wasDone(field)) tell(field);
}

// A selection in the page's words, as an element and how far into its words each end is.
/** @param {Map<Element, string>} names */
function selected(names) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return null;
  /**
   * @param {Node | null} node
   * @param {number} offset
   */
  const end = (node, offset) => {
    let owner = node instanceof Element ? node : node?.parentElement;
    while (owner && owner.localName === "font") owner = owner.parentElement;
    const name = owner && names.get(owner);
    if (!node || !owner || !name) return null;
    const before = document.createRange();
    before.setStart(owner, 0);
    before.setEnd(node, offset);
    return { name, far: before.toString().length };
  };
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  const [anchor, focus] = [end(anchorNode, anchorOffset), end(focusNode, focusOffset)];
  return anchor && focus ? { anchor, focus } : null;
}

/**
 * @param {{ name: string, far: number }} end
 * @param {Map<string, Element>} byName
 * @returns {[Node, number] | null}
 */
function place({ name, far }, byName) {
  const owner = byName.get(name);
  if (!owner) return null;
  const texts = document.createTreeWalker(owner, NodeFilter.SHOW_TEXT);
  let left = far;
  while (texts.nextNode()) {
    const text = /** @type {Text} */ (texts.currentNode);
    if (left <= text.data.length) return [text, left];
    left -= text.data.length;
  }
  return [owner, owner.childNodes.length];
}

/**
 * @param {Element | null} field
 * @returns {Parameters<HTMLInputElement["setSelectionRange"]> | null}
 */
const caretOf = (field) => {
  try {
    const { selectionStart, selectionEnd, selectionDirection } = /** @type {HTMLInputElement} */ (field);
    return typeof selectionStart === "number" ? [selectionStart, selectionEnd, selectionDirection ?? undefined] : null;
  } catch {
    // A field of a kind that has none, as one for numbers.
    return null;
  }
};

// What cannot be handed over takes nothing else with it.
/** @param {() => void} give */
function attempt(give) {
  try {
    give();
  } catch (error) {
    reportError(error);
  }
}

// All that was done to this page. What it gives puts it into another, which stands in the document by then.
export function done() {
  const { names } = named(document.body);
  const all = [...names.keys()];
  const fields = /** @type {Field[]} */ (all.filter((element) => element.matches("input:not([type=hidden]), select, textarea")));
  const ids = /** @type {HTMLInputElement[]} */ (all.filter((element) => element.matches("[data-minted]")));
  const unfolded = /** @type {HTMLDetailsElement[]} */ (all.filter((element) => element.localName === "details"));
  const sounds = all.filter((element) => element instanceof HTMLMediaElement).filter(({ currentTime }) => currentTime > 0);
  const scrolled = all.filter(({ scrollTop, scrollLeft }) => scrollTop !== 0 || scrollLeft !== 0);
  const places = new Map(scrolled.map((element) => [element, { top: element.scrollTop, left: element.scrollLeft }]));
  const [top, left] = [scrollY, scrollX];
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const caret = caretOf(active);
  const selection = selected(names);

  return () => {
    const { byName } = named(document.body);
    /**
     * @template {Element} Kind
     * @param {Iterable<Kind>} elements
     * @param {(from: Kind, to: Kind) => void} give
     */
    const forEach = (elements, give) => {
      for (const from of elements) {
        const to = /** @type {Kind | undefined} */ (byName.get(names.get(from) ?? ""));
        if (to) attempt(() => give(from, to));
      }
    };

    forEach(ids, (from, to) => (to.value = from.value));
    forEach(unfolded, (from, to) => (to.open = from.open));
    forEach(fields, (from, to) => {
      // A picker that was open tells the field it was opened from, however late.
      from.addEventListener("change", () => {
        copy(from, to);
        tell(to);
      });
      if (!wasDone(from)) return;
      copy(from, to);
      tell(to);
    });
    forEach(sounds, (from, to) => (to.currentTime = from.currentTime));
    forEach(active ? [active] : [], (_, to) => {
      to.focus({ preventScroll: true });
      if (caret) /** @type {HTMLInputElement} */ (to).setSelectionRange(...caret);
    });
    attempt(() => {
      const [anchor, focus] = selection ? [place(selection.anchor, byName), place(selection.focus, byName)] : [];
      if (anchor && focus) getSelection()?.setBaseAndExtent(...anchor, ...focus);
    });
    forEach(places.keys(), (from, to) => to.scrollTo({ ...places.get(from), behavior: "instant" }));
    scrollTo({ top, left, behavior: "instant" });
  };
}
