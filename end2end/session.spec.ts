import { axe, expect, logIn, shot, test } from "./fixtures";
import { mark, openFamilyThread, openThread, ready, said, write } from "./people";

test("logged out from another device, she is told why nothing is sent, and it is sent after the login", async ({ as, watch }) => {
  watch.expects(/status of 401/);
  const before = `Skrevet før ${mark()}`;
  const words = `Skrevet, mens jeg var logget ud ${mark()}`;
  const phone = await as("borger");
  await openThread(phone);
  await ready(phone);
  await write(phone, before);

  const library = await as("borger");
  await library.goto("/indstillinger");
  await library.getByRole("button", { name: "Log ud alle andre steder" }).click();
  await expect(library.getByRole("button", { name: "Log ud alle andre steder" })).toHaveCount(0);

  await write(phone, words);
  const notice = phone.getByRole("status").filter({ hasText: "Du er logget ud." });
  await expect(notice).toContainText("1 ting er gemt her og bliver sendt, når du er logget ind.");
  await expect(notice.getByRole("link", { name: "Log ind" })).toBeInViewport();
  await expect(phone.locator(".bubble", { hasText: words }).getByText("Ikke sendt endnu")).toBeVisible();
  await axe(phone);
  await shot(phone, "session-ended", phone.locator(".bubble", { hasText: words }));
  await notice.getByRole("link", { name: "Log ind" }).click();
  await expect(phone).toHaveURL(/\/login/);
  await logIn(phone, "borger");
  await openThread(phone);
  await expect(phone.locator(".bubble", { hasText: words }).getByText(/^Sendt|^Læst/)).toBeVisible();
  await expect(notice).toHaveCount(0);

  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  for (const once of [before, words]) await expect(said(contact, once)).toHaveCount(1);
});
