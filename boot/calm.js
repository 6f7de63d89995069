// What a person is in the middle of. A page that is built anew is exchanged between two of these, never within one.

const PICTURES_WITHIN = 3000;
const LOOK_EVERY = 40;
// A form that was posted leads away. Where nothing came of it by then (a file, no connection), the page is here to stay.
const POSTED_FOR = 15_000;
// So long after one is back from choosing a file the page is told of it.
const BACK_FOR = 1000;

/** @type {Set<string>} */
const underWay = new Set();
/** @param {string} what */
const begins = (what) => underWay.add(what);
/** @param {string} what */
const ends = (what) => underWay.delete(what);
// After whatever the browser does about it: a click follows the pointer, a value the key.
/** @param {string} what */
const endsSoon = (what) => setTimeout(ends, 0, what);

/**
 * @template {keyof WindowEventMap} Kind
 * @param {Kind} kind
 * @param {(event: WindowEventMap[Kind]) => unknown} heard
 */
const hear = (kind, heard) => window.addEventListener(kind, heard, { capture: true, passive: true });
/** @param {EventTarget | null} node */
const isFiles = (node) => node instanceof HTMLInputElement && node.type === "file";

hear("compositionstart", () => begins("composition"));
hear("compositionend", () => endsSoon("composition"));
hear("keydown", ({ code }) => begins(`key ${code}`));
hear("keyup", ({ code }) => endsSoon(`key ${code}`));
hear("pointerdown", ({ pointerId }) => begins(`pointer ${pointerId}`));
for (const kind of /** @type {const} */ (["pointerup", "pointercancel"])) hear(kind, ({ pointerId }) => endsSoon(`pointer ${pointerId}`));

// Nobody tells that a list of choices is open: it may be from when it is pressed until it has chosen or is left.
hear("mousedown", ({ target }) => target instanceof HTMLSelectElement && begins("select"));
hear("keydown", ({ target, key }) => target instanceof HTMLSelectElement && key !== "Tab" && key !== "Escape" && begins("select"));
for (const kind of /** @type {const} */ (["change", "focusout"])) hear(kind, ({ target }) => target instanceof HTMLSelectElement && endsSoon("select"));
hear("keyup", ({ key }) => key === "Escape" && endsSoon("select"));

hear("click", ({ target }) => isFiles(target) && begins("files"));
for (const kind of /** @type {const} */ (["change", "cancel"])) hear(kind, ({ target }) => isFiles(target) && endsSoon("files"));
// Not every browser tells that nothing was chosen: whoever is back has chosen, or will not.
hear("focus", ({ target }) => target === window && setTimeout(ends, BACK_FOR, "files"));

// What is held down while one looks elsewhere is let go there.
hear("blur", ({ target }) => {
  if (target !== window) return;
  for (const what of underWay) if (/^(key|pointer) /.test(what)) ends(what);
});

// Behind everyone else: whoever sends it by script has said so by then.
window.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  begins("post");
  setTimeout(ends, POSTED_FOR, "post");
});
hear("pageshow", () => ends("post"));

/** @param {HTMLMediaElement} sound */
const isPlaying = (sound) => !sound.paused && !sound.ended;
const isCalm = () => underWay.size === 0 && ![.../** @type {NodeListOf<HTMLMediaElement>} */ (document.querySelectorAll("audio, video"))].some(isPlaying);

/** @param {Element} element */
const isInSight = (element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

/** @param {number} wait */
const later = (wait) =>
  new Promise((over) => {
    setTimeout(over, wait);
  });

// Pictures in sight are there, so that they are in the new page from its first frame.
async function picturesCame() {
  const coming = [...document.images].filter((image) => !image.complete && isInSight(image));
  const each = coming.map(
    (image) =>
      new Promise((came) => {
        for (const kind of ["load", "error"]) image.addEventListener(kind, came, { once: true });
      }),
  );
  await Promise.race([Promise.all(each), later(PICTURES_WITHIN)]);
}

// Until nothing is under way. Nothing comes between that and whoever waits for it.
export async function calm() {
  await picturesCame();
  while (!isCalm()) await later(LOOK_EVERY);
}
