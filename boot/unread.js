// How much is unread stands on the app's sign on the home screen, where there is one.

/** @param {number} count */
export function tellUnread(count) {
  const told = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  // A browser that has no sign for it says so by refusing.
  told?.catch(() => {});
}

window.addEventListener("indgang:unread", ({ detail }) => tellUnread(detail));
