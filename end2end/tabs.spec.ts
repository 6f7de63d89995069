import { expect, logIn, test } from "./fixtures";
import { mark, NO_CONNECTION, openFamilyThread, openThread, said, twoTabs, write } from "./people";

test("what is written in one tab stands in the other", async ({ as }) => {
  const [here, there] = [`Skrevet i den første ${mark()}`, `Skrevet i den anden ${mark()}`];
  const [first, second] = await twoTabs(await as("borger"));

  await write(first, here);
  await expect(said(second, here)).toHaveCount(1);
  await write(second, there);
  await expect(said(first, there)).toHaveCount(1);
  for (const tab of [first, second]) {
    await expect(tab.locator(".bubble", { hasText: there }).getByText(/^Sendt|^Læst/)).toBeVisible();
  }
});

test("what waits in a tab that is closed is sent by the one that is left, once", async ({ as, watch }) => {
  watch.expects(NO_CONNECTION);
  const [early, late] = [`Fra den første fane ${mark()}`, `Fra den anden fane ${mark()}`];
  const [first, second] = await twoTabs(await as("borger"));

  await first.context().setOffline(true);
  await write(first, early);
  await write(second, late);
  await expect(said(first, late)).toHaveCount(1);
  await first.close();
  await expect(said(second, early)).toHaveCount(1);
  await second.context().setOffline(false);

  for (const words of [early, late]) {
    await expect(second.locator(".bubble", { hasText: words }).getByText(/^Sendt|^Læst/)).toBeVisible();
  }
  const contact = await as("kontakt-1");
  await openFamilyThread(contact);
  for (const words of [early, late]) await expect(said(contact, words)).toHaveCount(1);
});

test("where the first tab hears that the login has ended, the second says so, and its login sends what waits", async ({ as, watch }) => {
  watch.expects(/status of 401/);
  const words = `Skrevet uden login ${mark()}`;
  const [first, second] = await twoTabs(await as("borger"));
  const library = await as("borger");
  await library.goto("/indstillinger");
  await library.getByRole("button", { name: "Log ud alle andre steder" }).click();
  await expect(library.getByRole("button", { name: "Log ud alle andre steder" })).toHaveCount(0);

  await write(second, words);
  const notice = second.getByRole("status").filter({ hasText: "logget ud" });
  await expect(notice).toBeVisible();
  await expect(first.getByRole("status").filter({ hasText: "logget ud" })).toBeVisible();
  await logIn(second, "borger");
  await openThread(second);
  await expect(second.locator(".bubble", { hasText: words }).getByText(/^Sendt|^Læst/)).toBeVisible();
  await expect(first.getByRole("status").filter({ hasText: "logget ud" })).toHaveCount(0);
});
