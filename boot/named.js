// Which element of one page is which of another: the same by what it is for, not by what an alteration has put around it.

const FIELDS = new Set(["input", "select", "textarea", "button"]);
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement} Field */

/** @param {Field} field */
const isFixed = (field) => field.type === "hidden" && !("minted" in field.dataset);

// A form by where it goes and what it carries; what was minted for it is of one page alone.
/** @param {HTMLFormElement} form */
function formName(form) {
  const fixed = /** @type {Field[]} */ ([...form.elements]).filter(isFixed).map((field) => `${field.name}=${field.value}`);
  return [form.getAttribute("action"), ...fixed].join("&");
}

/**
 * @param {HTMLElement} element
 * @param {Map<HTMLFormElement, string>} forms
 */
function nameOf(element, forms) {
  if (element.id) return `#${element.id}`;
  const { localName } = element;
  if (FIELDS.has(localName)) {
    const field = /** @type {Field} */ (element);
    const { form, name, type } = field;
    if (form && !forms.has(form)) forms.set(form, formName(form));
    const isOneOf = type === "radio" || type === "checkbox" || type === "hidden" || localName === "button";
    const value = isOneOf && !("minted" in element.dataset) ? field.value : "";
    return [localName, form && forms.get(form), name, type, value].join(" ");
  }
  return [localName, element.getAttribute("href"), element.getAttribute("class")].join(" ");
}

// Both ways: elements by name, and names by element. Those that look alike are told apart by their order.
/** @param {Element} root */
export function named(root) {
  /** @type {Map<string, HTMLElement>} */
  const byName = new Map();
  /** @type {Map<Element, string>} */
  const names = new Map();
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {Map<HTMLFormElement, string>} */
  const forms = new Map();
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("*"))) {
    const alike = nameOf(element, forms);
    const count = counts.get(alike) ?? 0;
    counts.set(alike, count + 1);
    const name = `${alike} ${count}`;
    byName.set(name, element);
    names.set(element, name);
  }
  return { byName, names };
}
