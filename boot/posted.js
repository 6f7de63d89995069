// A form that was posted before the app was awake may be on its way still: pressed again as it was, it is the same
// message, by the ids that were minted for it. What is changed after that is another.

/** @type {WeakMap<HTMLFormElement, string>} */
const posted = new WeakMap();
/** @param {HTMLFormElement} form */
const minted = (form) => [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-minted]"))];

/** @param {HTMLFormElement} form */
function written(form) {
  const ids = new Set(minted(form).map((field) => field.name));
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !ids.has(name)));
}

window.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!defaultPrevented && target instanceof HTMLFormElement) posted.set(target, written(target));
});
window.addEventListener(
  "input",
  ({ target }) => {
    const { form } = /** @type {import("./named.js").Field} */ (target);
    if (!form || !posted.has(form) || posted.get(form) === written(form)) return;
    posted.delete(form);
    for (const field of minted(form)) field.value = crypto.randomUUID?.() ?? field.value;
  },
  true,
);
