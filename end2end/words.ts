import { readFile } from "node:fs/promises";
import { join } from "node:path";

export type Words = (key: string, values?: Record<string, string>) => string;

type Texts = Record<string, string | Record<string, string>>;

const read = async (name: string): Promise<Texts> =>
  JSON.parse(await readFile(join(import.meta.dirname, `../app/locales/${name}.json`), "utf8")) as Texts;

/** What the texts are called, which nobody is to see. */
export async function keys(): Promise<string[]> {
  return [await read("da"), await read("team.da")].flatMap((texts) => Object.keys(texts));
}

/** The app's own words in a language; of a plural, one form: `app.held/one`. */
export async function wordsOf(language: string): Promise<Words> {
  const texts = await read(language);
  return (key, values = {}) => {
    const [name = "", form] = key.split("/");
    const forms = texts[name];
    const text = form && typeof forms === "object" ? forms[form] : forms;
    if (typeof text !== "string") throw new Error(`${key} is no text of ${language}`);
    return Object.entries(values).reduce((filled, [hole, value]) => filled.replace(`{${hole}}`, value), text);
  };
}
