// What a person has done to a page, handed to the one that takes its place.
import { named } from "./named.js";

const isText = (field) => field.matches("textarea, input:not([type=hidden], [type=file], [type=radio], [type=checkbox])");
const isTicked = (field) => field.matches("[type=radio], [type=checkbox]");
const isPicker = (field) => field.matches("[type=file]");

// Was anything done to it since the page came?
function wasDone(field) {
  if (field.localName === "select") return [...field.options].some((option) => option.selected !== option.defaultSelected);
  if (isPicker(field)) return field.files.length > 0;
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  return isText(field) && field.value !== field.defaultValue;
}

// The app hears of it as if it were done now.
function tell(field) {
  const kinds = isText(field) ? ["input"] : ["input", "change"];
  for (const kind of kinds) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

function copy(from, to) {
  if (from.localName === "select") {
    const chosen = new Set([...from.selectedOptions].map((option) => option.value));
    for (const option of to.options) option.selected = chosen.has(option.value);
  } else if (isPicker(from)) {
    to.files = from.files;
  } else if (isTicked(from)) {
    to.checked = from.checked;
  } else {
    to.value = from.value;
  }
}

// Of a page that the app took over as it stood: what was done before is told to it.
export function tellOfDone() {
  for (const field of document.querySelectorAll("input, select, textarea")) if (wasDone(field)) tell(field);
}

// A selection in the page's words, as an element and how far into its words each end is.
function selected(names) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed) return null;
  const end = (node, offset) => {
    let owner = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    while (owner && owner.localName === "font") owner = owner.parentElement;
    if (!names.has(owner)) return null;
    const before = document.createRange();
    before.setStart(owner, 0);
    before.setEnd(node, offset);
    return { name: names.get(owner), far: before.toString().length };
  };
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  const ends = [end(anchorNode, anchorOffset), end(focusNode, focusOffset)];
  return ends.every(Boolean) ? ends : null;
}

function place({ name, far }, byName) {
  const owner = byName.get(name);
  if (!owner) return null;
  const texts = document.createTreeWalker(owner, NodeFilter.SHOW_TEXT);
  let left = far;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (left <= text.data.length) return [text, left];
    left -= text.data.length;
  }
  return [owner, owner.childNodes.length];
}

const caretOf = (field) => {
  try {
    const { selectionStart, selectionEnd, selectionDirection } = field;
    return typeof selectionStart === "number" ? [selectionStart, selectionEnd, selectionDirection] : null;
  } catch {
    // A field of a kind that has none, as one for numbers.
    return null;
  }
};

// What cannot be handed over takes nothing else with it.
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
  const fields = all.filter((element) => element.matches("input:not([type=hidden]), select, textarea"));
  const ids = all.filter((element) => "minted" in element.dataset);
  const unfolded = all.filter((element) => element.localName === "details");
  const sounds = all.filter((element) => element instanceof HTMLMediaElement && element.currentTime > 0);
  const scrolled = all.filter(({ scrollTop, scrollLeft }) => scrollTop !== 0 || scrollLeft !== 0);
  const places = new Map(scrolled.map((element) => [element, { top: element.scrollTop, left: element.scrollLeft }]));
  const [top, left] = [scrollY, scrollX];
  const active = document.activeElement;
  const caret = caretOf(active);
  const selection = selected(names);

  return () => {
    const { byName } = named(document.body);
    const other = (element) => byName.get(names.get(element));
    const forEach = (elements, give) => {
      for (const from of elements) if (other(from)) attempt(() => give(from, other(from)));
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
    forEach([active], (_, to) => {
      to.focus({ preventScroll: true });
      if (caret) to.setSelectionRange(...caret);
    });
    attempt(() => {
      const ends = selection?.map((end) => place(end, byName));
      if (ends?.every(Boolean)) getSelection().setBaseAndExtent(...ends[0], ...ends[1]);
    });
    forEach(places.keys(), (from, to) => to.scrollTo({ ...places.get(from), behavior: "instant" }));
    scrollTo({ top, left, behavior: "instant" });
  };
}
