import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { type As, expect, type Person, shot, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready, said } from "./people";

const PHOTO = join(import.meta.dirname, "../public/icon-512.png");
const BROKEN = /Failed to load resource|Failed to fetch|ERR_FAILED|CompileError|registration blocked/;

async function without(context: BrowserContext, files: RegExp): Promise<void> {
  await context.route(files, (route) => route.abort());
}

test("where the app itself does not arrive, everything is read and every form works", async ({ as, watch }, info) => {
  watch.expects(BROKEN);
  const here = async (person: Person): Promise<Page> => {
    const page = await as(person, { serviceWorkers: "block" });
    await ready(page);
    await without(page.context(), /\.wasm$/);
    return page;
  };
  const question = `Kommer I i morgen? ${mark()}`;
  const answer = `Ja, klokken ni. ${mark()}`;
  const note = `Det her kom i dag ${mark()}`;

  const mother = await here("borger");
  const failed = mother.waitForEvent("requestfailed", (request) => request.url().endsWith(".wasm"));
  await openThread(mother);
  await failed;
  await mother.getByRole("textbox", { name: "Besked", exact: true }).fill(question);
  await mother.getByRole("button", { name: "Send", exact: true }).click();
  await expect(said(mother, question)).toHaveCount(1);
  await mother.locator("summary", { hasText: "Hjælp til et brev" }).click();
  const ask = mother.locator("form", { has: mother.getByRole("button", { name: "Send brevet" }) });
  await ask.locator("input[type=file]").setInputFiles(PHOTO);
  await ask.getByLabel("Vil du skrive noget til?").fill(note);
  await ask.getByRole("button", { name: "Send brevet" }).click();
  await expect(mother.locator("main .letter", { hasText: note })).toBeVisible();

  const contact = await here("kontakt-1");
  await openFamilyThread(contact);
  await expect(said(contact, question)).toHaveCount(1);
  const letter = contact.locator("main .letter", { hasText: note });
  await letter.getByLabel("De skal ikke gøre noget").check();
  await letter.getByRole("button", { name: "Send svar på brevet" }).click();
  await expect(contact.locator("main .letter", { hasText: note }).locator(".ending.nothing")).toBeVisible();
  await contact.getByRole("textbox", { name: "Besked", exact: true }).fill(answer);
  await contact.getByRole("button", { name: "Send", exact: true }).click();
  await expect(said(contact, answer)).toHaveCount(1);

  await mother.reload();
  await expect(said(mother, answer)).toHaveCount(1);

  const young = await here(info.project.name === "phone" ? "sagsbehandler" : "dpo");
  await young.goto("/indstillinger");
  await young.getByRole("radio", { name: "Størst", exact: true }).check();
  await young.getByRole("button", { name: "Gem", exact: true }).click();
  await expect(young.locator("html")).toHaveAttribute("data-text", "largest");
  await young.getByRole("radio", { name: "Normal", exact: true }).check();
  await young.getByRole("button", { name: "Gem", exact: true }).click();
  await expect(young.locator("html")).not.toHaveAttribute("data-text");
});

test("where a part of the app does not arrive, its screen is there all the same", async ({ as, watch }) => {
  watch.expects(BROKEN, /panicked|unreachable|RuntimeError/);
  const page = await as("kontakt-1", { serviceWorkers: "block" });
  await without(page.context(), /(split_|chunk_)[^/]*\.wasm$/);
  await page.goto("/team");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mine familier");
  await page.locator(".rows.families a", { hasText: "Holm Nielsen" }).click();
  await expect(page).toHaveURL(/\/team\/familier\/.+/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Holm Nielsen");

  await page.goto("/privatliv");
  await ready(page);
  await page.getByRole("navigation").getByRole("link", { name: "Familier" }).click();
  await expect(page).toHaveURL(/\/team$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mine familier");
});

/** A contact person's device that has a store, and has lost the parts of the app that the team's screens are in. */
async function withoutTheTeamsPart(as: As): Promise<Page> {
  const page = await as("kontakt-1");
  await ready(page);
  await page.goto("/privatliv");
  await ready(page);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) if (/(split_|chunk_)[^/]*\.wasm$/.test(url)) await cache.delete(url);
    }
  });
  await without(page.context(), /(split_|chunk_)[^/]*\.wasm$/);
  return page;
}

test("a device that has a store, and not all of the app, is given the server's page", async ({ as, watch }) => {
  watch.expects(BROKEN, /panicked|unreachable|RuntimeError|Uncaught/);
  const page = await withoutTheTeamsPart(as);
  for (const arrive of [() => page.goto("/team"), () => page.reload()]) {
    await arrive();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mine familier");
  }
  await page.locator(".rows.families a", { hasText: "Holm Nielsen" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Holm Nielsen");
});

test("without a connection it says what is missing, and comes by itself with one", async ({ as, watch }) => {
  watch.expects(BROKEN, /panicked|unreachable|RuntimeError|Uncaught|ERR_INTERNET_DISCONNECTED/);
  const page = await withoutTheTeamsPart(as);
  await page.context().setOffline(true);
  await page.goto("/team");
  await expect(page.getByRole("heading", { level: 2 })).toHaveText([
    "Denne side er ikke på telefonen",
    "This page is not on your phone",
    "هذه الصفحة ليست على هاتفك",
  ]);
  await expect(page.getByText("Det, du har skrevet, er gemt.")).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mine familier");
});

test("where the server alone was away, the page comes by itself when it is back", async ({ page, server, watch }) => {
  watch.expects(BROKEN, NO_CONNECTION);
  await page.goto("/login");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((taken) => {
      navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true });
    });
  });
  await server.kill();
  await page.goto("/hjem");
  await expect(page.getByText("Du har ikke forbindelse lige nu.")).toBeVisible();
  // Nobody is here whose words could be.
  await expect(page.getByText("er gemt")).toHaveCount(0);
  await server.up();
  await expect(page).toHaveURL(/\/login/, { timeout: 30_000 });
});

test("without script a standard answer is put behind what was written, and nothing is sent before one says so", async ({ as }) => {
  const begun = `Hej Camilla. ${mark()}`;
  const contact = await as("kontakt-1", { javaScriptEnabled: false });
  await openFamilyThread(contact);
  const field = contact.getByRole("textbox", { name: "Besked", exact: true });
  const choice = contact.getByLabel("Sæt et standardsvar ind");
  await field.fill(begun);
  await contact.locator("form.composer input[type=file]").setInputFiles(PHOTO);
  await choice.selectOption({ index: 1 });
  await contact.getByRole("button", { name: "Sæt ind", exact: true }).click();

  await expect(field).toHaveValue(new RegExp(`^${begun}\\n.{10}`));
  await expect(said(contact, begun)).toHaveCount(0);
  // A browser gives no file back to a form.
  await expect(contact.getByText("Billedet er ikke kommet med. Vælg det igen.")).toBeVisible();
  await shot(contact, "template-unscripted", field);
  const whole = await field.inputValue();
  await choice.selectOption({ index: 1 });
  await contact.getByRole("button", { name: "Send", exact: true }).click();
  await expect(said(contact, begun)).toHaveCount(1);
  await expect(contact).toHaveURL(/\/beskeder\/.+/);
  await expect(contact.locator(".bubble", { hasText: begun })).toContainText(whole.slice(whole.indexOf("\n") + 1));
  await expect(field).toHaveValue("");
});
