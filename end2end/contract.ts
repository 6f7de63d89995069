import type { BrowserContext, Request, Response } from "@playwright/test";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";

const PREFIX = "/api/v1/";
const DOCUMENT = "openapi.json";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

interface Body {
  content?: Record<string, object>;
}
interface Operation {
  requestBody?: Body;
  responses: Record<string, Body>;
}
export interface Description {
  paths: Record<string, Record<string, Operation>>;
}

/** One request and its answer, as it travelled. A body is null where the browser has let go of it. */
export interface Exchange {
  method: string;
  path: string;
  sent: string | null;
  status: number;
  type: string;
  body: string | null;
}

const pointer = (...parts: string[]): string =>
  parts.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");

/** What the server says of itself, and whether what travels is so. */
export class Contract {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly description: Description) {
    const whole = { type: "number" as const, validate: Number.isInteger };
    this.ajv.addFormat("uuid", UUID).addFormat("date", DAY).addFormat("date-time", MOMENT).addFormat("binary", true);
    this.ajv.addFormat("int32", whole).addFormat("int64", whole);
    this.ajv.addSchema(description, DOCUMENT);
  }

  static async of(url: string): Promise<Contract> {
    return new Contract((await (await fetch(`${url}${PREFIX}${DOCUMENT}`)).json()) as Description);
  }

  /** Everything about this exchange that the description does not say. */
  breaches({ method, path, sent, status, type, body }: Exchange): string[] {
    const told = `${method} ${path} → ${status}`;
    const at = this.address(path);
    const operation = at && this.description.paths[at]?.[method.toLowerCase()];
    if (!operation) return [`${told}: not described`];
    const code = [String(status), `${Math.floor(status / 100)}XX`].find((one) => operation.responses[one]);
    const answer = code && operation.responses[code];
    if (!answer) return [`${told}: the status is not described`];
    const base = ["paths", at, method.toLowerCase()];
    const breaches = this.judge(answer, [...base, "responses", code], type, body);
    // What was refused may have been anything; what was taken was what is described.
    if (status < 300 && operation.requestBody?.content) {
      const [expected = ""] = Object.keys(operation.requestBody.content);
      breaches.push(...this.judge(operation.requestBody, [...base, "requestBody"], expected, sent));
    }
    return breaches.map((breach) => `${told}: ${breach}`);
  }

  private address(path: string): string | undefined {
    const { pathname } = new URL(path, "http://localhost");
    const fits = (template: string) =>
      new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname);
    return Object.keys(this.description.paths).toSorted().toReversed().find(fits);
  }

  private judge({ content }: Body, at: string[], type: string, body: string | null): string[] {
    if (!content) return body ? [`a body where none is described`] : [];
    const media = type.replace(/;.*/, "").trim();
    if (!content[media]) return [`content type "${type}" is not described`];
    if (!media.endsWith("json") || body === null) return [];
    const validate = this.validator([...at, "content", media, "schema"]);
    if (validate(JSON.parse(body))) return [];
    return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
  }

  private validator(at: string[]): ValidateFunction {
    const $ref = `${DOCUMENT}#/${pointer(...at)}`;
    const known = this.compiled.get($ref) ?? this.ajv.compile({ $ref });
    this.compiled.set($ref, known);
    return known;
  }
}

/** Hears everything that a context's pages and workers say to the API. */
export class Wire {
  private readonly waiting: Promise<Exchange>[] = [];

  over(context: BrowserContext): void {
    context.on("response", (response) => {
      if (new URL(response.url()).pathname.startsWith(PREFIX)) this.waiting.push(exchange(response));
    });
  }

  all(): Promise<Exchange[]> {
    return Promise.all(this.waiting);
  }
}

async function exchange(response: Response): Promise<Exchange> {
  const request: Request = response.request();
  const { pathname, search } = new URL(response.url());
  const type = response.headers()["content-type"] ?? "";
  // A stream of events has no end to wait for.
  const body = type.startsWith("text/event-stream") ? null : await response.text().catch(() => null);
  return {
    method: request.method(),
    path: pathname + search,
    sent: request.postData(),
    status: response.status(),
    type,
    body,
  };
}
