// «Créer mon compte», «Personnaliser mon mot de passe», «Se connecter».
import { expect, type Page, test } from "@playwright/test";
import { announced, fillAddress, signIn } from "./steps.js";
import { AGENT, accountOf, agent, approveAccount, day, type Driver, linkTo, PASSWORD, stranger } from "./world.js";

async function fillRegistration(page: Page, driver: Driver) {
  await page.getByLabel("Adresse de messagerie").fill(driver.email);
  await page.getByLabel("Nom de naissance").fill(driver.surname);
  await page.getByLabel("Prénoms").fill("Camille Jeanne");
  await page.getByLabel("Date de naissance").fill(driver.birthDate);
  await page.getByLabel("Lieu de naissance").fill("Lyon");
  await fillAddress(page);
  await page.getByLabel("Numéro de permis de conduire").fill(driver.licence);
  await page.getByLabel("C", { exact: true }).check();
  await page.getByLabel("CE", { exact: true }).check();
}

async function tickConsents(page: Page) {
  const boxes = page.getByRole("group", { name: "Engagements" }).getByRole("checkbox");
  await expect(boxes).toHaveCount(4);
  for (const box of await boxes.all()) await box.check();
}

test("a driver asks for an account, chooses a password and signs in", async ({ page }) => {
  const driver = stranger();
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Créer un compte" }).click();
  await expect(page.getByRole("radio", { name: "Particulier" })).toBeChecked();
  await fillRegistration(page, driver);
  await tickConsents(page);
  await page.getByRole("button", { name: "Créer" }).click();
  await expect(page.getByRole("heading", { name: "Votre demande de création de compte est envoyée" })).toBeFocused();

  await approveAccount(await accountOf(driver));
  await page.goto(await linkTo(driver.email, "choose_password", "choose-password"));
  await page.getByLabel("Date de naissance").fill(driver.birthDate);
  await page.getByLabel("Mot de passe", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Confirmation du mot de passe").fill(PASSWORD);
  await page.getByRole("button", { name: "Valider" }).click();
  await page.getByRole("link", { name: "Revenir à l’application" }).click();
  await signIn(page, driver.email);
  await expect(page.getByRole("heading", { name: "Bienvenue dans votre espace" })).toBeVisible();
});

test("faults are told at their fields", async ({ page }) => {
  await page.goto("/register");
  await fillRegistration(page, { ...stranger(), email: "camille" });
  await tickConsents(page);
  await page.getByRole("button", { name: "Créer" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  const email = page.getByLabel("Adresse de messagerie");
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await expect(email).toHaveAccessibleDescription(/.+/);
  await page.getByRole("alert").getByRole("button", { name: /Adresse de messagerie/ }).click();
  await expect(email).toBeFocused();
});

test("a licence with a date for each category says so", async ({ page }) => {
  const driver = stranger();
  await page.goto("/register");
  await fillRegistration(page, driver);
  await tickConsents(page);
  await page.getByText("Validité par catégorie").click();
  await page.getByLabel("CE, valable jusqu’au").fill(day(1000));
  await page.getByRole("button", { name: "Créer" }).click();
  await expect(page.getByRole("heading", { name: /est envoyée/ })).toBeVisible();
  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/accounts/${await accountOf(driver)}`);
  await expect(page.getByText("CE\u00a0: ")).toBeVisible();
});

test("the number of a French licence comes with help", async ({ page }) => {
  await page.goto("/register");
  await page.getByText("Aide à la saisie du numéro").click();
  await expect(page.getByText(/Exemple :/).first()).toBeVisible();
});

test("a driver corrects what the analysis found", async ({ page }) => {
  const driver = stranger();
  await page.goto("/register");
  await fillRegistration(page, driver);
  await tickConsents(page);
  await page.getByRole("button", { name: "Créer" }).click();
  await expect(page.getByRole("heading", { name: /est envoyée/ })).toBeVisible();

  const desk = await agent();
  const params = { path: { id: await accountOf(driver) } };
  const file = await desk.GET("/v1/back-office/accounts/{id}", { params });
  const header = { "If-Match": file.response.headers.get("etag") ?? "" };
  await desk.POST("/v1/back-office/accounts/{id}/correction-request", {
    params: { ...params, header },
    body: { items: [{ target: "field:birth_place", reason: "Le lieu diffère de celui du permis." }] },
  });
  await page.goto(await linkTo(driver.email, "correct_account", "correct-account"));
  await expect(page.getByText("Le lieu diffère de celui du permis.").first()).toBeVisible();
  await page.getByLabel("Lieu de naissance").fill("Villeurbanne");
  await page.getByRole("button", { name: "Renvoyer pour analyse" }).click();
  await expect(page.getByRole("heading", { name: /renvoyées pour analyse/ })).toBeVisible();
});

test("a forgotten password answers the same for anybody", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Mot de passe oublié" }).click();
  await page.getByLabel("Adresse de messagerie").fill("nobody@example.org");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await expect(page.getByRole("main").getByRole("status").filter({ hasText: /.+/ })).toBeVisible();
});

test("signing out leaves nothing behind", async ({ page }) => {
  await signIn(page, AGENT.email, AGENT.password);
  const fold = page.getByRole("button", { name: "Menu" });
  if (await fold.isVisible()) await fold.click();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(announced(page)).toHaveText("Vous êtes déconnecté(e).");
  await page.goto("/desk/accounts");
  await expect(page.getByText("Connectez-vous pour voir cette page.")).toBeVisible();
});
