// For everybody: without serious findings of axe, by keyboard alone, in both languages, at three widths.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./steps.js";
import {
  accountOf,
  activeHolder,
  approve,
  ask,
  askInformation,
  draft,
  member,
  nearlyMatched,
  PASSWORD,
  SUPERVISOR,
  take,
  train,
} from "./world.js";

// Axe looks at each page for a while.
test.describe.configure({ timeout: 240_000 });

const OPEN = ["/", "/register", "/sign-in", "/forgotten-password"];
const CASES = ["/cases", "/cases/over", "/cases/new", "/cases/replacement"];
const DRIVER = ["/", "/trainings", "/certificates", ...CASES, "/cards", "/shares", "/invoices", "/account"];
const LISTS = ["accounts", "cases", "attestations", "undelivered", "cards", "production"].map((name) => `/desk/${name}`);
const DESK = ["/desk", ...LISTS, "/desk/security"];
const SANDBOX = ["/sandbox", "/sandbox/mailbox", "/sandbox/factory"];

async function findings(page: Page) {
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** Each page once with axe, on a telephone, where most of it is folded; and its width on every screen. */
async function look(page: Page, paths: string[]) {
  for (const path of paths) {
    await page.setViewportSize({ width: 375, height: 800 });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Chargement…")).toHaveCount(0);
    expect(await findings(page)).toEqual([]);
    for (const width of [320, 375, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
    }
  }
}

test("what anybody sees is accessible, by day and by night", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await look(page, OPEN);
  }
});

test("the sandbox's pages are accessible, by day and by night", async ({ page }) => {
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await take(id);
  await approve(id);
  await page.goto("/sandbox/factory");
  const order = await page.getByRole("row", { name: new RegExp(driver.surname, "i") }).getByRole("link").getAttribute("href");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await look(page, [...SANDBOX, order ?? ""]);
  }
});

test("a driver's pages are accessible", async ({ page }) => {
  const { driver } = await activeHolder();
  await signIn(page, driver.email);
  await look(page, DRIVER);
});

test("the pages of a case are accessible, whatever its stage", async ({ page }) => {
  const driver = await member();
  await train(driver);
  const id = await draft(driver);
  await signIn(page, driver.email);
  await look(page, ["holder", "documents", "delivery_address", "review"].map((step) => `/cases/${id}?step=${step}`));
  await ask(driver, id);
  await take(id);
  await askInformation(id, [
    { target: "document:photo", reason: "La photo est floue." },
    { target: "field:birth_place", reason: "Le lieu diffère de celui du permis." },
  ]);
  await look(page, [`/cases/${id}`, `/cases/${id}/respond`]);
});

test("the desk is accessible, by day and by night", async ({ page }) => {
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await take(id);
  const { attestation } = await nearlyMatched();
  await signIn(page, SUPERVISOR.email, SUPERVISOR.password);
  const files = [`/desk/cases/${id}`, `/desk/attestations/${attestation}`, `/desk/accounts/${await accountOf(driver, "active")}`];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await look(page, [...DESK, ...files]);
  }
});

test("the menu stands on one line, or folds", async ({ page }) => {
  const { driver } = await activeHolder();
  for (const [email, password] of [[driver.email, PASSWORD], [SUPERVISOR.email, SUPERVISOR.password]] as const) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await signIn(page, email, password);
    for (const language of ["English", "Français"]) {
      await page.getByRole("button", { name: language }).click();
      for (const width of [360, 768, 1152, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const lines = await page.locator(".menu li").evaluateAll((items) => {
          const tops = items.filter((item) => item.checkVisibility()).map((item) => Math.round(item.getBoundingClientRect().top));
          return new Set(tops).size;
        });
        expect(lines, `${email} in ${language} at ${width}`).toBe(width < 1152 ? 0 : 1);
        const name = page.locator(".name");
        expect((await name.boundingBox())?.height, `the name at ${width}`).toBeLessThanOrEqual(52);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await page.getByRole("button", { name: "Se déconnecter" }).click();
  }
});

test("the language is told and kept", async ({ page }) => {
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("main").getByRole("link", { name: "Create an account" })).toBeVisible();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("one reaches the content by keyboard, and each page says where one is", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Aller au contenu" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});
