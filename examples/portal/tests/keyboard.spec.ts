// The whole request by keyboard alone: no click, and nothing that only a pointer reaches.
import { expect, type Locator, type Page, test } from "@playwright/test";
import { announced } from "./steps.js";
import { member, PASSWORD, sample, train } from "./world.js";

/** Goes on with the tabulator until this has the focus. */
async function reach(page: Page, target: Locator) {
  await target.waitFor();
  for (let steps = 0; steps < 60; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${target}`);
}

async function press(page: Page, role: "link" | "button", name: string | RegExp) {
  await reach(page, page.getByRole(role, { name }).first());
  await page.keyboard.press("Enter");
}

async function type(page: Page, label: string | RegExp, text: string) {
  await reach(page, page.getByLabel(label));
  await page.keyboard.type(text);
}

async function signIn(page: Page, email: string) {
  await page.goto("/");
  await press(page, "link", "Se connecter");
  await page.getByRole("button", { name: "Connexion" }).waitFor();
  const isHosted = (await page.getByLabel("Adresse de messagerie").count()) === 0;
  if (isHosted) {
    await press(page, "button", "Connexion");
    await page.waitForURL(/\/oauth\/authorize/);
  }
  await type(page, /^Adresse/, email);
  await type(page, "Mot de passe", PASSWORD);
  await page.keyboard.press("Enter");
  if (isHosted) await press(page, "button", "Autoriser");
  await expect(page.getByRole("heading", { name: "Bienvenue dans votre espace" })).toBeVisible();
}

/** A file is chosen in a window of the system's, which opens at the key. */
async function upload(page: Page, label: string, document: Parameters<typeof sample>[0]) {
  await reach(page, page.getByLabel(`Choisir un fichier : ${label}`));
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
  await chooser.setFiles(sample(document));
  await expect(announced(page)).toHaveText(`${label} : fichier reçu.`);
}

test("a driver asks for the card by keyboard alone", async ({ page }) => {
  const driver = await member();
  await train(driver);
  await signIn(page, driver.email);
  await press(page, "link", "Mes demandes");
  await expect(page.getByRole("heading", { name: "Mes demandes" })).toBeFocused();
  await press(page, "link", "Faire une demande");
  await press(page, "button", "Commencer");
  await press(page, "link", "Mes pièces justificatives");
  await upload(page, "Pièce d’identité", "identity_document");
  await upload(page, "Permis de conduire, recto", "licence_front");
  await upload(page, "Permis de conduire, verso", "licence_back");
  await upload(page, "Photo d’identité", "photo");
  await upload(page, "Signature", "signature");
  await press(page, "button", "Continuer");
  await press(page, "button", "Enregistrer et continuer");
  await expect(page.getByRole("heading", { name: /Récapitulatif$/ }).first()).toBeVisible();
  await press(page, "button", "Valider ma demande");
  await expect(announced(page)).toHaveText("Votre demande est envoyée.");
});
