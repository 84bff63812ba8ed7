// «Faire sa demande», «Suivre le parcours de sa demande», «Répondre à une demande d'informations complémentaires».
import { expect, test } from "@playwright/test";
import { announced, fillAddress, go, signIn } from "./steps.js";
import { ask, askInformation, member, sample, take, train } from "./world.js";

test("without a training one is told why, and cannot begin", async ({ page }) => {
  const driver = await member();
  await signIn(page, driver.email);
  await go(page, "Mes demandes");
  await page.getByRole("link", { name: "Faire une demande" }).click();
  await expect(page.getByRole("note")).toContainText("Vous ne venez pas de passer une formation");
  await expect(page.getByRole("button", { name: "Commencer" })).toHaveCount(0);
});

test("a driver asks for the card, and follows the case", async ({ page }) => {
  const driver = await member();
  await train(driver);
  await signIn(page, driver.email);
  await go(page, "Mes demandes");
  await page.getByRole("link", { name: "Faire une demande" }).click();
  await page.getByRole("button", { name: "Commencer" }).click();

  await page.getByRole("link", { name: "Mes pièces justificatives" }).click();
  for (const [label, document] of [
    ["Pièce d’identité", "identity_document"],
    ["Permis de conduire, recto", "licence_front"],
    ["Permis de conduire, verso", "licence_back"],
    ["Photo d’identité", "photo"],
    ["Signature", "signature"],
  ] as const) {
    await page.getByLabel(`Choisir un fichier : ${label}`).setInputFiles(sample(document));
    await expect(announced(page)).toHaveText(`${label} : fichier reçu.`);
  }
  await page.getByRole("button", { name: "Continuer" }).click();
  await fillAddress(page);
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await page.getByRole("button", { name: "Valider ma demande" }).click();
  await expect(announced(page)).toHaveText("Votre demande est envoyée.");

  await go(page, "Mes demandes");
  await page.getByText("Parcours de la demande").click();
  await expect(page.getByRole("listitem").filter({ hasText: "Brouillon" }).first()).toBeVisible();
  await page.getByRole("link", { name: /^Afficher/ }).click();
  await expect(page.getByRole("heading", { name: "Récapitulatif" })).toBeVisible();
});

test("a draft is resumed where it was left, and given up", async ({ page }) => {
  const driver = await member();
  await train(driver);
  await signIn(page, driver.email);
  await page.goto("/cases/new");
  await page.getByRole("button", { name: "Commencer" }).click();
  await expect(page.getByRole("heading", { name: /Étape \d sur \d/ })).toBeVisible();
  await go(page, "Mes demandes");
  await page.getByRole("link", { name: /^Reprendre/ }).click();
  await expect(page.getByRole("heading", { name: /Étape \d sur \d/ })).toBeVisible();
  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByText("Vous n’avez aucune demande en cours.")).toBeVisible();
});

test("a driver answers an information request, from the notice on", async ({ page }) => {
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await take(id);
  await askInformation(id, [
    { target: "document:photo", reason: "La photo est floue." },
    { target: "question", reason: "Votre nom d’usage figure-t-il sur le permis ?" },
  ]);
  await signIn(page, driver.email);
  const notice = page.getByRole("article").filter({ hasText: "Demande à compléter" });
  // Notices are on their way for a moment.
  await expect(async () => {
    await page.goto("/");
    await expect(notice).toBeVisible({ timeout: 2000 });
  }).toPass();
  await notice.getByRole("link", { name: "En savoir plus" }).click();
  await expect(page.getByText("La photo est floue.")).toBeVisible();
  await page.getByRole("link", { name: /^Répondre/ }).click();
  // Another picture: the same one again corrects nothing.
  await page.getByLabel(/^Choisir un (autre )?fichier/).setInputFiles(sample("licence_front"));
  await expect(announced(page)).toContainText("fichier reçu");
  await page.getByLabel("Votre réponse", { exact: true }).fill("Oui, au verso.");
  await page.getByRole("button", { name: "Renvoyer ma demande" }).click();
  await expect(announced(page)).toHaveText("Votre réponse est envoyée.");
});
