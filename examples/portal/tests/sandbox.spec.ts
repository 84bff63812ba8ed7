// What a sandbox has beside: the mailbox, and the card factory, played by hand.
import { expect, test } from "@playwright/test";
import { announced, signIn } from "./steps.js";
import { AGENT, accountOf, approve, approveAccount, ask, client, good, member, registration, stranger, take, train } from "./world.js";

test("the sandbox's page leads to every side", async ({ page }) => {
  await page.goto("/sandbox");
  await expect(page.getByText("Sandbox-supervisor-2026!")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: /^Boîte aux lettres/ }).click();
  await expect(page.getByRole("heading", { name: "Boîte aux lettres" })).toBeFocused();
});

test("the mailbox shows what was mailed, and its links lead on", async ({ page }) => {
  const driver = stranger();
  good(await client().POST("/v1/accounts", { body: registration(driver) }));
  await approveAccount(await accountOf(driver));
  await page.goto("/sandbox/mailbox");
  await page.getByLabel("Adressés à").fill("nobody@example.org");
  await page.getByRole("button", { name: "Relever le courrier" }).click();
  await expect(page.getByText(/^Aucun message/)).toBeVisible();
  await page.getByLabel("Adressés à").fill(driver.email);
  await expect(async () => {
    await page.getByRole("button", { name: "Relever le courrier" }).click();
    await expect(page.getByRole("link", { name: "Choisir mon mot de passe" })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.getByRole("link", { name: "Choisir mon mot de passe" }).click();
  await expect(page.getByRole("heading", { name: "Personnaliser mon mot de passe" })).toBeFocused();
  await expect(page.getByText(driver.email)).toBeVisible();
});

test("the factory fails, an agent puts the card back, and it is made and posted", async ({ page }) => {
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await take(id);
  await approve(id);
  await page.goto("/sandbox/factory");
  await page.getByRole("row", { name: new RegExp(driver.surname, "i") }).getByRole("link").click();
  await expect(page.getByRole("img", { name: "Photo" })).toBeVisible();
  const order = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.getByText("Signaler un échec").first().click();
  await page.getByRole("button", { name: "Signaler un échec" }).click();
  await expect(page.getByLabel("Motif")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Motif").fill("Puce muette.");
  await page.getByRole("button", { name: "Signaler un échec" }).click();
  await expect(announced(page)).toHaveText("L’échec est signalé.");

  await signIn(page, AGENT.email, AGENT.password);
  await page.goto(`/desk/production/${order}`);
  await expect(page.getByText("Puce muette.")).toBeVisible();
  await page.getByRole("button", { name: "Remettre en file d’attente" }).click();
  await expect(announced(page)).toHaveText("La carte est de nouveau en file d’attente.");

  await page.goto(`/sandbox/factory/${order}`);
  const letter = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger la lettre" }).click();
  expect((await letter).suggestedFilename()).toMatch(/\.pdf$/);
  await page.getByRole("button", { name: "Commencer la fabrication" }).click();
  await expect(announced(page)).toHaveText("La fabrication a commencé.");
  await page.getByRole("button", { name: "Poster la carte" }).click();
  await expect(page.getByLabel("Numéro de suivi")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Numéro de suivi").fill("6A12345678901");
  await page.getByRole("button", { name: "Poster la carte" }).click();
  await expect(announced(page)).toHaveText("La carte est postée.");
  await page.getByRole("link", { name: "La demande" }).click();
  await expect(page.getByText("6A12345678901")).toBeVisible();
});
