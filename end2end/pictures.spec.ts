import { join } from "node:path";
import { expect, test } from "./fixtures";
import { openThread } from "./people";

/** The pictures in the README, made anew by every run; `INDGANG_PICTURES=1` keeps them. */
const FOLDER = join(import.meta.dirname, process.env.INDGANG_PICTURES ? "../docs/pictures" : "out");

test("the README shows what there is", async ({ as }, info) => {
  const phone = info.project.name === "phone";
  const page = await as(phone ? "borger" : "kontakt-1");
  if (phone) {
    await page.goto("/hjem");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Camilla");
    await page.screenshot({ path: join(FOLDER, "hjem.png"), animations: "disabled" });
    await openThread(page);
    await expect(page.getByRole("textbox", { name: "Besked", exact: true })).toBeVisible();
    await page.screenshot({ path: join(FOLDER, "traad.png"), animations: "disabled" });
  } else {
    await page.goto("/team");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mine familier");
    await page.screenshot({ path: join(FOLDER, "team.png"), animations: "disabled" });
  }
});
