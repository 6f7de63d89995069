// Whether the server is there, and what is said where it is not.

// A server that does not answer by then is not there for who waits.
const ANSWERS_WITHIN = 5000;
// That there is a network again the browser does not always tell.
const TRY_EVERY = 5000;

/** @returns {Promise<boolean>} */
export const isServerThere = () =>
  Promise.race([
    fetch("/livez", { cache: "no-store" }).then((answer) => answer.ok, () => false),
    new Promise((over) => {
      setTimeout(over, ANSWERS_WITHIN, false);
    }),
  ]);

// Neither the app nor the server: says so, and tries again until the server is there. That there is a network says
// nothing of the server, and the browser tells of the network alone. Whom it opens for nobody has nothing kept here.
/** @param {{ keeps: boolean }} whose */
export function strand({ keeps }) {
  const told = /** @type {HTMLTemplateElement} */ (document.getElementById("stranded")).content;
  if (!keeps) for (const words of told.querySelectorAll(".keeps")) words.remove();
  document.body.replaceChildren(told.cloneNode(true));
  const again = async () => (await isServerThere()) && location.reload();
  window.addEventListener("online", again);
  setInterval(again, TRY_EVERY);
}
