// Proof for an employer: the driver makes a share, the employer looks, the driver sees it and ends it.
import { expect, test } from "@playwright/test";
import { announced, go, signIn } from "./steps.js";
import { activeHolder } from "./world.js";

test("a driver shows an employer what they choose, and sees who looked", async ({ page, browser }) => {
  const { driver } = await activeHolder();
  await signIn(page, driver.email);
  await go(page, "Mes partages");
  await page.getByLabel("Pour qui").fill("Transports Lemoine");
  await page.getByLabel("Mes heures de formation").check();
  await page.getByRole("button", { name: "Créer le partage" }).click();
  await expect(page.getByRole("heading", { name: "Votre partage est prêt" })).toBeFocused();
  const link = await page.getByRole("link", { name: /\/shared\// }).getAttribute("href");

  const employer = await browser.newPage({ locale: "fr-FR" });
  await employer.goto(link ?? "");
  await employer.getByRole("button").click();
  await expect(employer.getByText(driver.surname).first()).toBeVisible();
  await employer.close();

  await page.reload();
  await expect(page.getByText("Regardé une fois.")).toBeVisible();
  await page.getByText("Quand a-t-on regardé ?").click();
  await expect(page.getByText("par le lien")).toBeVisible();
  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Mettre fin Transports Lemoine" }).click();
  await expect(announced(page)).toHaveText("Le partage est terminé.");
});
