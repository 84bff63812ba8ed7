// The agents' side of the same journey.
import { expect, test } from "@playwright/test";
import { announced, go, signIn } from "./steps.js";
import {
  AGENT,
  accountOf,
  activeHolder,
  ask,
  client,
  day,
  faulty,
  good,
  holder,
  lost,
  member,
  nearlyMatched,
  registration,
  SUPERVISOR,
  stranger,
  take,
  train,
} from "./world.js";

test("an agent approves an account", async ({ page }) => {
  const driver = stranger();
  good(await client().POST("/v1/accounts", { body: registration(driver) }));
  const id = await accountOf(driver);
  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/accounts/${id}`);
  await page.getByRole("button", { name: "Approuver" }).click();
  await expect(announced(page)).toHaveText("C’est approuvé.");
});

test("an agent takes a case, asks, and decides", async ({ page }) => {
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/cases/${id}`);
  await page.getByRole("button", { name: "Prendre" }).click();
  await expect(announced(page)).toHaveText("La demande est à vous.");
  await page.getByText("Demander des informations").first().click();
  await page.getByLabel("À corriger").selectOption("question");
  await page.getByLabel("Motif").first().fill("Quel est votre nom d’usage ?");
  await page.getByRole("button", { name: "Demander des informations" }).click();
  await expect(announced(page)).toHaveText("La demande est envoyée au conducteur.");
});

test("an agent records undelivered mail", async ({ page }) => {
  const { card } = await holder();
  await signIn(page, AGENT.email, AGENT.password);
  await go(page, "Plis non distribués");
  await page.getByLabel("Numéro de la carte").fill(card);
  await page.getByRole("button", { name: "Enregistrer le retour" }).click();
  await expect(page.getByText(/Le retour est enregistré : demande/)).toBeVisible();
});

test("an agent settles an error of the maker's", async ({ page }) => {
  const { driver, card } = await activeHolder();
  const id = await faulty(driver);
  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/cases/${id}`);
  await page.getByLabel("Numéro de la carte").fill(card);
  await page.getByRole("button", { name: "Enregistrer la réception de la carte" }).click();
  await expect(announced(page)).toHaveText("La réception est enregistrée.");
  await page.getByText("Erreur du fabricant : remplacer gratuitement").first().click();
  await page.getByLabel("Nom de naissance").fill(`${driver.surname}-Duval`);
  // A term that is over is refused at its field, though the sector before it is empty.
  await page.getByLabel(/^Marchandises, dernier jour/).fill("");
  await page.getByLabel(/^Voyageurs, dernier jour/).fill("2020-01-15");
  await page.getByRole("button", { name: "Erreur du fabricant : remplacer gratuitement" }).click();
  await expect(page.getByLabel(/^Voyageurs, dernier jour/)).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel(/^Voyageurs, dernier jour/).fill("");
  await page.getByLabel(/^Marchandises, dernier jour/).fill(day(900));
  await page.getByRole("button", { name: "Erreur du fabricant : remplacer gratuitement" }).click();
  await expect(announced(page)).toHaveText("L’analyse est enregistrée.");
});

test("an agent finds a card and revokes it", async ({ page }) => {
  const { card } = await activeHolder();
  await signIn(page, AGENT.email, AGENT.password);
  await go(page, "Cartes");
  await page.getByLabel("Numéro de la carte").fill(card);
  await page.getByRole("button", { name: "Chercher" }).click();
  await page.getByRole("link", { name: card }).click();
  await page.getByText("Révoquer la carte").first().click();
  await page.getByLabel("Motif de la révocation").selectOption("fraud");
  await page.getByRole("button", { name: "Révoquer la carte" }).click();
  await expect(announced(page)).toHaveText("La carte est révoquée.");
});

test("a supervisor gives a case to a colleague", async ({ page }) => {
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await take(id);
  await signIn(page, SUPERVISOR.email, SUPERVISOR.password);
  await page.goto(`/desk/cases/${id}`);
  await page.getByText("Confier la demande").first().click();
  await page.getByLabel("À qui").selectOption({ index: 0 });
  await page.getByRole("button", { name: "Confier la demande" }).click();
  await expect(announced(page)).toHaveText("La demande est confiée.");
});

test("an agent corrects an address that no link reaches", async ({ page }) => {
  const driver = stranger();
  good(await client().POST("/v1/accounts", { body: registration(driver) }));
  const id = await accountOf(driver);
  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/accounts/${id}`);
  await page.getByRole("button", { name: "Approuver" }).click();
  await expect(announced(page)).toHaveText("C’est approuvé.");
  await page.getByText("Corriger l’adresse de messagerie").first().click();
  const correction = page.getByRole("form", { name: "Corriger l’adresse de messagerie" });
  await correction.getByLabel("Adresse de messagerie").fill(`autre.${driver.email}`);
  await correction.getByLabel("Motif").fill("Une lettre manquait.");
  await correction.getByRole("button").click();
  await expect(announced(page)).toHaveText("C’est enregistré.");
});

test("the desk shows what waits", async ({ page }) => {
  const driver = stranger();
  good(await client().POST("/v1/accounts", { body: registration(driver) }));
  await signIn(page, AGENT.email, AGENT.password);
  await expect(page.getByRole("heading", { name: "Comptes à analyser" })).toBeVisible();
  await page.getByRole("link", { name: "Attestations" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Attestations" })).toBeFocused();
});

test("an agent settles an attestation whose driver was spelt otherwise", async ({ page }) => {
  const { driver, attestation } = await nearlyMatched();
  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/attestations/${attestation}`);
  await expect(page.getByText(`${driver.surname}-Duval`)).toBeVisible();
  await expect(page.getByText(driver.surname, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "C’est ce conducteur" }).click();
  await expect(announced(page)).toHaveText("La formation est à ce conducteur.");
});

test("an agent dismisses an attestation that is nobody's, and says why", async ({ page }) => {
  const { attestation } = await nearlyMatched();
  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/attestations/${attestation}`);
  await page.getByText("Ce n’est personne").first().click();
  await page.getByRole("button", { name: "Ce n’est personne" }).click();
  await expect(page.getByLabel("Motif")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Motif").fill("Le centre s’est trompé de stagiaire.");
  await page.getByRole("button", { name: "Ce n’est personne" }).click();
  await expect(announced(page)).toHaveText("L’attestation est écartée.");
});

test("a case says what it costs, and an account what was asked for", async ({ page }) => {
  const { driver, card } = await activeHolder();
  const id = await lost(driver);
  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/cases/${id}`);
  for (const text of [/^30,00/, /^25,00/, /^5,00/, /^TVA \(20/]) await expect(page.getByText(text)).toBeVisible();
  await page.getByRole("link", { name: card }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(card);
  await page.goto(`/desk/cases/${id}`);
  await page.getByRole("link", { name: "Compte", exact: true }).click();
  const cases = page.getByRole("table", { name: "Demandes" });
  await expect(cases.getByRole("row")).toHaveCount(3);
});

test("a supervisor adds what another issuer's card says, changes it and removes it", async ({ page }) => {
  const driver = await member();
  await signIn(page, SUPERVISOR.email, SUPERVISOR.password);
  await page.goto(`/desk/accounts/${await accountOf(driver, "active")}`);
  await page.getByText("Ajouter une qualification").first().click();
  const added = page.getByRole("form", { name: "Ajouter une qualification" });
  await added.getByLabel("Dernier jour de validité").fill(day(300));
  await added.getByRole("button").click();
  await expect(announced(page)).toHaveText("C’est enregistré.");
  await page.getByText("Modifier").click();
  const changed = page.getByRole("form", { name: "Enregistrer" });
  await changed.getByLabel("D’où on le sait").selectOption("licence_code_95");
  await changed.getByRole("button").click();
  await expect(page.getByText("code 95 du permis").first()).toBeVisible();
  await page.getByRole("button", { name: /^Retirer/ }).click();
  await expect(announced(page)).toHaveText("La qualification est retirée.");
});
