// A form that was posted before the app was awake may be on its way still: pressed again as it was, it is the same
// message, by the ids that were minted for it. What is changed after that is another.

const posted = new WeakMap();
const minted = (form) => [...form.querySelectorAll("[data-minted]")];

function written(form) {
  const ids = new Set(minted(form).map((field) => field.name));
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !ids.has(name)));
}

window.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!defaultPrevented) posted.set(target, written(target));
});
window.addEventListener(
  "input",
  ({ target: { form } }) => {
    if (!posted.has(form) || posted.get(form) === written(form)) return;
    posted.delete(form);
    for (const field of minted(form)) field.value = crypto.randomUUID?.() ?? field.value;
  },
  true,
);
