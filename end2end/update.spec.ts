import { build, controlled, test } from "./alone";
import { axe, expect, shot } from "./fixtures";
import { cut, meddle } from "./network";
import { mark, NO_CONNECTION, openFamilyThread, openThread, ready, said, write } from "./people";

test("a new version waits for her yes, and neither what waits nor what she was writing is lost", async ({ as, release, watch }) => {
  test.slow();
  watch.expects(NO_CONNECTION, /status of 404/);
  const waits = `Skrevet før opdateringen ${mark()}`;
  const begun = `Og så ville jeg også spørge om ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await controlled(mother);
  const old = await build(mother);
  const mend = await cut(mother.context(), "**/api/v1/submit");
  await write(mother, waits);
  const field = mother.getByRole("textbox", { name: "Besked", exact: true });
  await field.fill(begun);
  await field.blur();

  await release.renew();
  await mother.reload();
  const bar = mother.getByRole("status").filter({ hasText: "Ny version klar" });
  await expect(bar).toBeInViewport({ timeout: 30_000 });
  await expect(field).toHaveValue(begun);
  expect(await build(mother)).toBe(old);
  await axe(mother);
  await shot(mother, "update", said(mother, waits));
  await bar.getByRole("button", { name: "Opdatér" }).click();

  await expect.poll(() => build(mother).catch(() => old), { timeout: 30_000 }).not.toBe(old);
  await expect(bar).toHaveCount(0);
  await expect(field).toHaveValue(begun);
  await expect(said(mother, waits)).toHaveCount(1);
  // A page that was on its way still finds the files of its version, though the server has them no more.
  const former = `/pkg/${old}/boot.js`;
  expect((await mother.request.get(former)).status()).toBe(404);
  expect(await mother.evaluate(async (path) => (await fetch(path)).status, former)).toBe(200);
  mend();
  await mother.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(mother.locator(".bubble", { hasText: waits }).getByText(/^Sendt|^Læst/)).toBeVisible();
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await expect(said(contact, waits)).toHaveCount(1);
});

test("where one tab takes the new version, the other is told too", async ({ as, release, watch }) => {
  test.slow();
  watch.expects(NO_CONNECTION, /status of 404/);
  const begun = `Skrevet i den anden fane ${mark()}`;
  const first = await as("kontakt-1");
  await openFamilyThread(first);
  await ready(first);
  await controlled(first);
  const second = await first.context().newPage();
  await second.goto(first.url());
  await ready(second);
  const old = await build(second);
  const field = second.getByRole("textbox", { name: "Besked", exact: true });
  await field.fill(begun);
  await field.blur();

  await release.renew();
  await first.reload();
  await first.getByRole("button", { name: "Opdatér" }).click({ timeout: 30_000 });
  await expect.poll(() => build(first).catch(() => old), { timeout: 30_000 }).not.toBe(old);
  await second.getByRole("button", { name: "Opdatér" }).click();
  await expect.poll(() => build(second).catch(() => old), { timeout: 30_000 }).not.toBe(old);
  await expect(field).toHaveValue(begun);
});

test("a device that the server no longer understands says so, keeps what is written, and is healed by the update", async ({ as, release, watch }) => {
  test.slow();
  watch.expects(NO_CONNECTION, /status of (404|426)/);
  const waits = `Skrevet på en gammel udgave ${mark()}`;
  const mother = await as("borger");
  await openThread(mother);
  await ready(mother);
  await controlled(mother);
  const old = await build(mother);
  // What is sent is as from before there were versions; it is the server itself that judges it.
  const beItself = await meddle(mother.context(), "**/api/v1/submit", (route) =>
    route.continue({ postData: (route.request().postData() ?? "").replace(/"client":\d+/, '"client":0') }),
  );
  await write(mother, waits);
  const notice = mother.getByRole("status").filter({ hasText: "Din udgave af Indgang er for gammel." });
  await expect(notice).toBeInViewport();
  const bubble = mother.locator(".bubble", { hasText: waits });
  await expect(bubble.getByText("Ikke sendt endnu")).toBeVisible();
  await expect(bubble.getByRole("button")).toHaveCount(0);
  await axe(mother);
  await shot(mother, "too-old", bubble);

  // Loaded again it is the same old one, with the same queue.
  await mother.reload();
  await ready(mother);
  await expect(notice).toBeInViewport();
  await expect(said(mother, waits)).toHaveCount(1);

  await release.renew();
  beItself();
  await notice.getByRole("button", { name: "Opdatér" }).click();
  await expect.poll(() => build(mother).catch(() => old), { timeout: 30_000 }).not.toBe(old);
  await expect(bubble.getByText(/^Sendt|^Læst/)).toBeVisible({ timeout: 30_000 });
  await expect(notice).toHaveCount(0);
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  await expect(said(contact, waits)).toHaveCount(1);
});
