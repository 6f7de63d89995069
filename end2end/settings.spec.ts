import { expect, test } from "./fixtures";
import { ready } from "./people";

for (const script of [true, false]) {
  test(`the app changes language and text size, ${script ? "with" : "without"} script`, async ({ as }, info) => {
    // Someone of their own for each, so that runs side by side do not change each other's settings.
    const person = script ? (info.project.name === "phone" ? "opsoeger" : "brobygger") : info.project.name === "phone" ? "dpo" : "admin";
    const page = await as(person, { javaScriptEnabled: script });
    await page.goto("/indstillinger");
    if (script) await ready(page);
    await page.getByRole("radio", { name: "العربية" }).check();
    await page.getByRole("radio", { name: "Stor", exact: true }).check();
    await page.getByRole("button", { name: "Gem", exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    await expect(page.locator("html")).toHaveAttribute("lang", "ar");
    await expect(page.locator("html")).toHaveAttribute("data-text", "large");
  });
}

test("other logins are seen and ended", async ({ as }, info) => {
  const person = info.project.name === "phone" ? "laege" : "kliniksocialraadgiver";
  const lost = await as(person, { javaScriptEnabled: false });
  const page = await as(person, { javaScriptEnabled: false });
  await page.goto("/indstillinger");
  await page.getByRole("button", { name: "Log ud alle andre steder" }).click();
  await expect(page).toHaveURL(/\/indstillinger/);
  await lost.goto("/indstillinger");
  await expect(lost).toHaveURL(/\/login/);
});

test("on the login page one chooses a language", async ({ page }) => {
  await page.goto("/login?sprog=ar");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
});
