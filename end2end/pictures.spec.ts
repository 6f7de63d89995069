import { join } from "node:path";
import { test } from "./fixtures";
import { drawn } from "./look";
import { openFamily, openThread, ready } from "./people";

/** The pictures in the README, made anew by every run; `INDGANG_PICTURES=1` keeps them. */
const FOLDER = join(import.meta.dirname, process.env.INDGANG_PICTURES ? "../docs/pictures" : "out");

test("the README shows what there is", async ({ as }, info) => {
  const phone = info.project.name === "phone";
  const page = await as(phone ? "borger" : "kontakt-1");
  const take = async (name: string) => {
    // Nothing lies under the mouse.
    await page.mouse.move(0, 0);
    await drawn(page);
    await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled", caret: "hide" });
  };
  if (phone) {
    // As high as it takes to see both faces.
    await page.setViewportSize({ width: 360, height: 1200 });
    await page.goto("/hjem");
    await ready(page);
    await take("hjem");
    await openThread(page);
    await ready(page);
    await page.locator("article.letter .ending").last().evaluate((ending) => ending.scrollIntoView({ block: "center", behavior: "instant" }));
    await take("traad");
  } else {
    await openFamily(page, "Sivanesan");
    await ready(page);
    await take("team");
  }
});
