// «Vérifier sa CQC lors de sa réception», «Pli non distribué».
import { expect, test } from "@playwright/test";
import { announced, go, pay, signIn } from "./steps.js";
import { agent, holder } from "./world.js";

test("a card is checked and activated", async ({ page }) => {
  const { driver, card } = await holder();
  await signIn(page, driver.email);
  await go(page, "Mes cartes");
  await expect(page.getByRole("img", { name: `Visuel de la carte ${card}` })).toBeVisible();
  await page.getByRole("button", { name: "Activer ma carte" }).click();
  await expect(announced(page)).toHaveText("Votre carte est active.");
});

test("undelivered mail is sent to the same address again", async ({ page }) => {
  const { driver, card } = await holder();
  const desk = await agent();
  await desk.POST("/v1/back-office/undelivered-returns", { body: { card_number: card } });
  await signIn(page, driver.email);
  await go(page, "Mes cartes");
  await page.getByRole("link", { name: "Pli non distribué" }).click();
  await page.getByRole("link", { name: /^Répondre/ }).click();
  await page.getByLabel(/^Mon adresse est correcte/).check();
  await page.getByRole("button", { name: "Envoyer" }).click();
  await expect(announced(page)).toHaveText("Votre carte sera renvoyée à cette adresse.");
});

test("undelivered mail is sent to another address, which is paid for", async ({ page }) => {
  const { driver, card } = await holder();
  const desk = await agent();
  await desk.POST("/v1/back-office/undelivered-returns", { body: { card_number: card } });
  await signIn(page, driver.email);
  await page.goto("/cards");
  await page.getByRole("link", { name: "Pli non distribué" }).click();
  await page.getByRole("link", { name: /^Répondre/ }).click();
  await page.getByLabel(/^Mon adresse est incorrecte/).check();
  await page.getByLabel("Numéro et rue").fill("3 place Bellecour");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await pay(page);
});
