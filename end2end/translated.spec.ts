import { keepTranslated, SERVERS } from "./alterations";
import { expect, test } from "./fixtures";
import { openThread, ready } from "./people";

test.beforeEach(({ watch }) => watch.expects(/Service Worker registration blocked/));

test("a translated page keeps up while it is used", async ({ as }) => {
  const page = await as("borger", SERVERS);
  await openThread(page);
  await ready(page);
  await page.evaluate(keepTranslated);
  const photo = { name: "brev.png", mimeType: "image/png", buffer: await page.screenshot({ scale: "css" }) };
  await page.locator(".composer input[type=file]").setInputFiles(photo);
  await expect(page.locator(".composer .hint")).toHaveText("«1 billede er valgt»");
  await page.locator(".composer input[type=file]").setInputFiles([photo, photo]);
  await expect(page.locator(".composer .hint")).toHaveText("«3 billeder er valgt»");
  for (const left of ["«2 billeder er valgt»", "«1 billede er valgt»"]) {
    await page.locator(".composer .kept button").first().click();
    await expect(page.locator(".composer .hint")).toHaveText(left);
  }
});

test("in a translated page a second tap deletes nothing unasked", async ({ as }) => {
  test.slow();
  const page = await as("borger", SERVERS);
  await openThread(page);
  await ready(page);
  await page.getByRole("button", { name: "Indtal en besked" }).click();
  await expect(page.getByRole("timer")).toHaveText(/0:0[2-9]/, { timeout: 10_000 });
  await page.getByRole("button", { name: "Stop optagelsen" }).click();
  await expect(page.locator(".taking .player")).toBeVisible();
  await page.evaluate(keepTranslated);
  const [remove, sure] = ["Slet optagelsen", "Ja, slet den"].map((words) => page.getByRole("button", { name: `«${words}»`, exact: true }));
  if (!remove || !sure) throw new Error("no buttons");
  await remove.dblclick();
  await expect(page.locator(".taking .player")).toBeVisible();
  await expect(sure).toHaveCount(0);
  await remove.click();
  await sure.click();
  await expect(page.locator(".taking .player")).toHaveCount(0);
});
