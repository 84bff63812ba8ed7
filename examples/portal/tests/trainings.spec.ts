// «Visualiser ses récapitulatifs de formation», «Accéder à son certificat de qualification».
import { expect, test } from "@playwright/test";
import { go, signIn } from "./steps.js";
import { member, train } from "./world.js";

test("a driver looks at the recap and at the certificate, and saves them", async ({ page, context }) => {
  const driver = await member();
  await train(driver);
  await signIn(page, driver.email);

  await go(page, "Mes formations");
  await page.getByLabel("Qualification").selectOption({ label: "Toutes" });
  const opened = context.waitForEvent("page");
  await page.getByRole("button", { name: /^Visualiser Récapitulatif/ }).click();
  // It may still be being printed, which the portal waits for.
  await expect.poll(async () => (await opened).url(), { timeout: 30_000 }).toContain("/v1/downloads/");

  await go(page, "Mes certificats");
  await expect(page.getByText(/Valable du/)).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Télécharger Mes certificats/ }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.pdf$/);
});
