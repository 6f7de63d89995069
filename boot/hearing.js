// What an instance of the app hears while it takes the page over it hears only as long as it lives: one that has died
// must not take clicks from the one that comes after it.

const HEAR = "addEventListener";
const asBrowsersHave = EventTarget.prototype[HEAR];

export function hearWhileAlive() {
  const life = new AbortController();
  /**
   * @this {EventTarget}
   * @param {string} kind
   * @param {EventListenerOrEventListenerObject | null} heard
   * @param {boolean | AddEventListenerOptions} [options]
   */
  EventTarget.prototype[HEAR] = function (kind, heard, options) {
    const { signal } = life;
    const wanted = typeof options === "boolean" ? { capture: options } : options;
    return asBrowsersHave.call(this, kind, heard, { signal, ...wanted });
  };
  const asBefore = () => (EventTarget.prototype[HEAR] = asBrowsersHave);
  return {
    lives: asBefore,
    died() {
      asBefore();
      life.abort();
    },
  };
}
