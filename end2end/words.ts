import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type Words = (key: string, values?: Record<string, string>) => string;

/** The app's own words in a language; of a plural, one form: `app.held/one`. */
export async function wordsOf(language: string): Promise<Words> {
  const file = join(import.meta.dirname, `../app/locales/${language}.json`);
  const texts: Record<string, string | Record<string, string>> = JSON.parse(await readFile(file, "utf8"));
  return (key, values = {}) => {
    const [name, form] = key.split("/");
    const text = form ? (texts[name] as Record<string, string>)[form] : texts[name];
    if (typeof text !== "string") throw new Error(`${key} is no text of ${language}`);
    return Object.entries(values).reduce((filled, [hole, value]) => filled.replace(`{${hole}}`, value), text);
  };
}
