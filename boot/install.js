// The app on the home screen. A first look is not the moment to offer it: when she has written, or comes back on another
// day, it is. What is kept for that names nobody.

const INSTALL = "indgang-install";
const NO = "no";
const WROTE = "wrote";
const today = new Date().toDateString();
/** @type {InstallPrompt | null} */
let installs = null;
let isDone = false;
const isInstalled = () => isDone || navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;

/** @param {string | null} [value] */
function installKept(value) {
  try {
    if (value === null) localStorage.removeItem(INSTALL);
    else if (value) localStorage.setItem(INSTALL, value);
    return localStorage.getItem(INSTALL);
  } catch {
    // Storage is blocked: then it is not offered, and stands in the settings.
    return today;
  }
}

function tellOfInstall() {
  const kept = installKept() ?? installKept(today);
  const { dataset } = document.documentElement;
  // iPhones ask nobody by themselves, and they alone have the word.
  const way = isInstalled() ? "done" : installs ? "ask" : navigator.standalone === false ? "ios" : "menu";
  dataset.install = way;
  dataset.installOffer = kept !== NO && kept !== today && (way === "ask" || way === "ios") ? "yes" : "no";
  window.dispatchEvent(new CustomEvent("indgang:install"));
}

export const forgetInstall = () => installKept(null);

// She has written something: from now on it may be offered.
export function hasWritten() {
  if (installKept() !== today) return;
  installKept(WROTE);
  tellOfInstall();
}

window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installs = event;
  tellOfInstall();
});
window.addEventListener("appinstalled", () => {
  isDone = true;
  installs = null;
  tellOfInstall();
});
window.addEventListener("indgang:install-ask", async () => {
  const asks = installs;
  installs = null;
  const { outcome } = (await asks?.prompt()) ?? {};
  if (outcome === "dismissed") installKept(NO);
  tellOfInstall();
});
window.addEventListener("indgang:install-no", () => {
  installKept(NO);
  tellOfInstall();
});
tellOfInstall();
