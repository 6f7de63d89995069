// Which element of one page is which of another: the same by what it is for, not by what an alteration has put around it.

const FIELDS = new Set(["input", "select", "textarea", "button"]);
const isFixed = (field) => field.type === "hidden" && !("minted" in field.dataset);

// A form by where it goes and what it carries; what was minted for it is of one page alone.
function formName(form) {
  const fixed = [...form.elements].filter(isFixed).map((field) => `${field.name}=${field.value}`);
  return [form.getAttribute("action"), ...fixed].join("&");
}

function nameOf(element, forms) {
  if (element.id) return `#${element.id}`;
  const { localName } = element;
  if (FIELDS.has(localName)) {
    const { form, name, type } = element;
    if (form && !forms.has(form)) forms.set(form, formName(form));
    const isOneOf = type === "radio" || type === "checkbox" || type === "hidden" || localName === "button";
    const value = isOneOf && !("minted" in element.dataset) ? element.value : "";
    return [localName, forms.get(form), name, type, value].join(" ");
  }
  return [localName, element.getAttribute("href"), element.getAttribute("class")].join(" ");
}

// Both ways: elements by name, and names by element. Those that look alike are told apart by their order.
export function named(root) {
  const [byName, names, counts, forms] = [new Map(), new Map(), new Map(), new Map()];
  for (const element of root.querySelectorAll("*")) {
    const alike = nameOf(element, forms);
    const count = counts.get(alike) ?? 0;
    counts.set(alike, count + 1);
    const name = `${alike} ${count}`;
    byName.set(name, element);
    names.set(element, name);
  }
  return { byName, names };
}
