// The agents' side of the same journey.
import { expect, test } from "@playwright/test";
import { announced, go, signIn } from "./steps.js";
import {
  AGENT,
  accountOf,
  activeHolder,
  ask,
  client,
  faulty,
  good,
  holder,
  member,
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
