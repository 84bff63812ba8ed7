import { defineConfig, devices } from "@playwright/test";

/** Where the portal is: the hub itself, once it serves the built files, or Vite in front of a sandbox on port 8080. */
const portal = process.env["PORTAL"];
/** A Chromium that is there already, Debian's for instance; Playwright's own where none is named. */
const chromium = process.env["CHROMIUM"];

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: [["list"]],
  use: {
    baseURL: portal ?? "http://127.0.0.1:5173",
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    trace: "retain-on-failure",
    ...(chromium === undefined ? {} : { launchOptions: { executablePath: chromium } }),
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"] } },
    { name: "telephone", use: { ...devices["Pixel 7"] }, testMatch: /(account|request)\.spec\.ts/ },
  ],
  ...(portal === undefined
    ? { webServer: { command: "npx vite preview", url: "http://127.0.0.1:5173", reuseExistingServer: true } }
    : {}),
});
