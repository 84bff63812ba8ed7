// «Remplacement, Echange»: «Perte», «Vol», «Qualité»; «Consulter ses factures».
import { expect, type Page, test } from "@playwright/test";
import { announced, go, pay, signIn } from "./steps.js";
import { activeHolder, day, sample } from "./world.js";

/** «Je me rends sur l'onglet …, je sélectionne le motif». */
async function begin(page: Page, email: string, motive: RegExp) {
  await signIn(page, email);
  await go(page, "Mes demandes");
  await page.getByRole("link", { name: "Remplacement, échange" }).click();
  await page.getByRole("radio", { name: motive }).check();
  await page.getByRole("button", { name: "Commencer" }).click();
}

/** The two addresses, which are filled in already, and the recapitulation. */
async function finish(page: Page) {
  await page.getByRole("link", { name: "Adresse de livraison" }).click();
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await expect(page.getByRole("heading", { name: /Adresse de facturation/ })).toBeVisible();
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await page.getByRole("button", { name: "Valider ma demande" }).click();
  await expect(announced(page)).toHaveText("Votre demande est envoyée.");
}

test("a lost card is replaced, and the invoice is there", async ({ page }) => {
  const { driver } = await activeHolder();
  await begin(page, driver.email, /^Perte/);
  await page.getByRole("link", { name: "Ma déclaration" }).click();
  await page.getByLabel("Date de la perte").fill(day(0));
  await page.getByLabel(/m’engage à restituer/).check();
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await finish(page);
  await pay(page);
  await go(page, "Mes factures");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Télécharger Duplicata/ }).first().click();
  expect((await saved).suggestedFilename()).toMatch(/\.pdf$/);
});

test("a stolen card is replaced with the declaration of the theft", async ({ page }) => {
  const { driver } = await activeHolder();
  await begin(page, driver.email, /^Vol/);
  await page.getByRole("link", { name: "Ma déclaration" }).click();
  await page.getByLabel("Date du vol").fill(day(0));
  await page.getByLabel(/m’engage à restituer/).check();
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await page.getByRole("link", { name: "Mes pièces justificatives" }).click();
  await page.getByLabel(/^Choisir un (autre )?fichier/).setInputFiles(sample("identity_document"));
  await expect(announced(page)).toContainText("fichier reçu");
  await finish(page);
  await pay(page);
});

test("a faulty card goes back with the coupon", async ({ page }) => {
  const { driver } = await activeHolder();
  await begin(page, driver.email, /^Qualité/);
  await page.getByRole("link", { name: "Ma déclaration" }).click();
  await page.getByRole("button", { name: "Ajouter un élément" }).click();
  await page.getByLabel("Élément", { exact: true }).first().selectOption("photo");
  await page.getByLabel("Élément", { exact: true }).nth(1).selectOption("print_quality");
  await page.getByLabel(/m’engage à renvoyer/).check();
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await finish(page);
  await expect(page.getByRole("button", { name: /^Visualiser Coupon retour/ })).toBeVisible();
});
