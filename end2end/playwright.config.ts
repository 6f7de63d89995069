import { defineConfig } from "@playwright/test";
import { launchOptions } from "./chromium";

export default defineConfig({
  testDir: ".",
  // What needs the former release is asked for by bin/test former, which builds it.
  testIgnore: process.env.INDGANG_FORMER_BIN ? [] : ["former.spec.ts"],
  outputDir: "out/results",
  forbidOnly: !!process.env.CI,
  // A test that passes at the second try has found something.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  timeout: process.env.INDGANG_FULL ? 300_000 : 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "out/results.json" }]],
  use: {
    launchOptions,
    locale: "da-DK",
    timezoneId: "Europe/Copenhagen",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    // A mother's five-year-old Android, and her contact person's tablet.
    {
      name: "phone",
      use: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    },
    { name: "tablet", use: { viewport: { width: 1024, height: 768 }, hasTouch: true } },
  ],
});
