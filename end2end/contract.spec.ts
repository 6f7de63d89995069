import { Contract, type Exchange } from "./contract";
import { expect, test } from "./fixtures";
import { mark, openFamilyThread, openThread, ready, write } from "./people";

/** What a device sends, as far as it is spoiled here. */
interface Submission {
  envelopes: { command: string; args: Record<string, unknown> }[];
}

const submitted = (exchanges: Exchange[]): Exchange | undefined =>
  exchanges.find(({ path, sent }) => path === "/api/v1/submit" && sent?.includes("Messages.SendMessage"));

test("what travels is what the description says, and nothing more passes for it", async ({ as, wire, server }) => {
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await write(mother, `Kan alle læse det her? ${mark()}`);
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await ready(contact);
  await expect.poll(async () => submitted(await wire.all())).toBeDefined();

  const exchanges = await wire.all();
  const contract = await Contract.of(server.url);
  const good = submitted(exchanges);
  const pull = exchanges.find(({ path, body }) => path === "/api/v1/pull" && body?.includes('"kind":"message"'));
  const stream = exchanges.find(({ path }) => path === "/api/v1/stream");
  if (!good?.sent || !good.body || !pull?.body || !stream) throw new Error("an exchange was not recorded whole");
  for (const one of [good, pull, stream]) expect(contract.breaches(one)).toEqual([]);

  const sent = JSON.parse(good.sent) as Submission;
  const more = structuredClone(sent);
  for (const { args } of more.envelopes) args.more = 1;
  const other = structuredClone(sent);
  for (const envelope of other.envelopes) envelope.command = "Messages.MarkRead";
  const bad: [string, Exchange][] = [
    ["a field of a command that is not described", { ...good, sent: JSON.stringify(more) }],
    ["another command's fields", { ...good, sent: JSON.stringify(other) }],
    ["a field of an outcome", { ...good, body: good.body.replace('"status"', '"more":1,"status"') }],
    ["a field of a view", { ...pull, body: pull.body.replace('"position"', '"more":1,"position"') }],
    ["a view of an unknown kind", { ...pull, body: pull.body.replace('"kind":"message"', '"kind":"secret"') }],
    ["a missing field", { ...pull, body: pull.body.replace('"more":false', '"less":false') }],
    ["another content type", { ...good, type: "text/html" }],
    ["another status", { ...good, status: 302 }],
    ["another method", { ...good, method: "DELETE" }],
    ["an unknown route", { ...good, path: "/api/v1/everything" }],
  ];
  for (const [what, exchange] of bad) expect(contract.breaches(exchange), what).not.toEqual([]);
});

test("the API refuses in the words that are described", async ({ as, server, watch }) => {
  watch.expects(/status of 4\d\d/);
  const contract = await Contract.of(server.url);
  const page = await as("borger");
  const tell = async (path: string, method: string, body?: string): Promise<Exchange> => {
    const answer = await page.evaluate(
      async ([at, options]) => {
        const got = await fetch(at, options);
        return { status: got.status, type: got.headers.get("content-type") ?? "", body: await got.text() };
      },
      [path, { method, body, headers: { "content-type": "application/json" } }] as const,
    );
    return { method, path, sent: body ?? null, ...answer };
  };
  const refused: [number, string, string, string?][] = [
    [400, "/api/v1/ask", "POST", "{"],
    [400, "/api/v1/ask", "POST", '{"query":"Families.Home","args":{},"more":1}'],
    [404, "/api/v1/ask", "POST", '{"query":"Families.Nothing","args":{}}'],
    [400, "/api/v1/pull", "POST", "[]"],
    [426, "/api/v1/submit", "POST", '{"client":0,"envelopes":[]}'],
    [404, "/api/v1/blobs/0190a000-0000-7000-8000-000000000000", "GET"],
  ];
  for (const [status, path, method, body] of refused) {
    const answer = await tell(path, method, body);
    expect(answer.status, `${method} ${path} ${body}`).toBe(status);
    expect(contract.breaches(answer)).toEqual([]);
  }
});
