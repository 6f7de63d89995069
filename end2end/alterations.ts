import type { BrowserContextOptions } from "@playwright/test";

/** Every page is the server's: a worker would open the second from the device's own store. */
export const SERVERS: BrowserContextOptions = { serviceWorkers: "block" };

/** What alters a page before its program has come: telephones, translations, extensions. Each runs in the page. */

/** As a telephone does with what looks like a number. */
function numbersBecomeLinks(): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    if (/\d/.test(text.data) && !text.parentElement?.closest("script, textarea, select")) found.push(text);
  }
  for (const text of found) {
    const number = text.splitText(text.data.search(/\d/));
    number.splitText(number.data.match(/^[\d ]+/)?.[0].length ?? 1);
    const link = document.createElement("a");
    link.href = `tel:${number.data}`;
    number.replaceWith(link);
    link.append(number);
  }
}

/** As a translation does with all words. */
function wordsAreTranslated(): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    if (text.data.trim() && !text.parentElement?.closest("script, textarea, select")) found.push(text);
  }
  for (const text of found) {
    const [outer, inner] = [document.createElementNS("http://www.w3.org/1999/xhtml", "font"), document.createElementNS("http://www.w3.org/1999/xhtml", "font")];
    inner.textContent = `«${text.data}»`;
    outer.append(inner);
    text.replaceWith(outer);
  }
}

/** An extension's own, before everything and behind it. */
function bodyIsFramed(): void {
  for (const place of ["prepend", "append"] as const) {
    const own = document.createElement("extension-panel");
    own.append(document.createElement("iframe"));
    own.hidden = true;
    document.body[place](own);
  }
}

/** A writing aid beside every field, and its style. */
function fieldsAreHelped(): void {
  document.body.append(document.createElement("style"));
  for (const field of document.querySelectorAll("input, textarea, select, a, h1")) {
    field.before(document.createElement("grammarly-extension"));
  }
}

function commentsAreGone(): void {
  const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  const found: Comment[] = [];
  while (comments.nextNode()) found.push(comments.currentNode as Comment);
  for (const comment of found) comment.remove();
}

function textsAreJoined(): void {
  commentsAreGoneHere();
  document.body.normalize();

  function commentsAreGoneHere(): void {
    const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
    const found: Comment[] = [];
    while (comments.nextNode()) found.push(comments.currentNode as Comment);
    for (const comment of found) comment.remove();
  }
}

function textsAreSplit(): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (texts.nextNode()) found.push(texts.currentNode as Text);
  for (const text of found) if (text.data.length > 1) text.splitText(1);
}

/** Attributes lead nobody astray: the page is taken over as it stands. */
function attributesAreSet(): void {
  for (const element of document.body.querySelectorAll("*")) {
    element.setAttribute("data-extension", "seen");
    element.classList.add("extension-seen");
  }
}

function somethingIsGone(): void {
  document.querySelector("main :is(p, a, svg, h1)")?.remove();
}

function spaceIsPut(): void {
  for (const element of document.querySelectorAll("main, main *, nav, nav *")) {
    if (!element.matches("textarea, select, svg, svg *")) element.prepend("\n  ");
  }
}

function orderIsTurned(): void {
  for (const list of document.querySelectorAll("main, main ul, main ol, nav, .app")) {
    if (list.firstElementChild && list.children.length > 1) list.append(list.firstElementChild);
  }
}

export interface Alteration {
  name: string;
  alter: () => void;
  /** It is none that the program could stumble over. */
  harmless?: true;
}

export const ALTERATIONS: Alteration[] = [
  { name: "numbers become links", alter: numbersBecomeLinks },
  { name: "words are translated", alter: wordsAreTranslated },
  { name: "an extension frames the body", alter: bodyIsFramed },
  { name: "a writing aid helps", alter: fieldsAreHelped },
  { name: "comments are gone", alter: commentsAreGone },
  { name: "texts are joined", alter: textsAreJoined },
  { name: "texts are split", alter: textsAreSplit },
  { name: "attributes are set", alter: attributesAreSet, harmless: true },
  { name: "something is gone", alter: somethingIsGone },
  { name: "space is put between", alter: spaceIsPut },
  { name: "the order is turned", alter: orderIsTurned },
];

/** Keeps a page translated from now on, as a browser does: each word it finds it puts another in the place of. */
export function keepTranslated(): void {
  const translate = (root: Node): void => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found: Text[] = root.nodeType === Node.TEXT_NODE ? [root as Text] : [];
    while (texts.nextNode()) found.push(texts.currentNode as Text);
    for (const text of found) {
      if (!text.data.trim() || text.parentElement?.closest("font, script, style, textarea, select")) continue;
      const font = document.createElementNS("http://www.w3.org/1999/xhtml", "font");
      font.textContent = `«${text.data}»`;
      text.replaceWith(font);
    }
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") translate(target);
      for (const node of addedNodes) if (node.isConnected) translate(node);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
  translate(document.body);
}
