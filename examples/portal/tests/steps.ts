// What a person does on more than one page.
import { expect, type Page } from "@playwright/test";
import { ADDRESS, PASSWORD } from "./world.js";

/** Signs in: on the hub's own page, or in the portal's form where the hub has none. */
export async function signIn(page: Page, email: string, password = PASSWORD) {
  await page.goto("/sign-in");
  const connect = page.getByRole("button", { name: "Connexion" });
  await connect.waitFor();
  const isHosted = (await page.getByLabel("Adresse de messagerie").count()) === 0;
  if (isHosted) {
    await connect.click();
    await page.waitForURL(/\/oauth\/authorize/);
  }
  await page.getByLabel(/^Adresse/).fill(email);
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("button", { name: /^(Connexion|Se connecter)$/ }).click();
  // The hub asks each time, since anybody may listen at an address of this machine.
  if (isHosted) await page.getByRole("button", { name: "Autoriser" }).click();
  // Whether it is folded or not, it is there.
  await expect(page.getByRole("button", { name: "Se déconnecter", includeHidden: true })).toBeAttached();
}

/** A page of the menu, which is folded on a telephone. */
export async function go(page: Page, name: string) {
  const link = page.getByRole("navigation", { name: "Menu principal" }).getByRole("link", { name, exact: true });
  if (!(await link.isVisible())) await page.getByRole("button", { name: "Menu" }).click();
  await link.click();
}

/** Fills in an address within a form. */
export async function fillAddress(page: Page, line1 = ADDRESS.line1) {
  await page.getByLabel("Numéro et rue").fill(line1);
  await page.getByLabel("Code postal").fill(ADDRESS.postal_code);
  await page.getByLabel("Ville", { exact: true }).fill(ADDRESS.city);
}

/** The sandbox's payment page, as a person at their provider meets it. */
export async function pay(page: Page) {
  await page.getByRole("button", { name: "Payer par carte bancaire" }).click();
  await page.waitForURL(/\/sandbox\/payments\//);
  await page.getByLabel("Numéro de carte").fill("4242 4242 4242 4242");
  await page.getByRole("button", { name: /^Payer/ }).click();
  await page.getByRole("link", { name: "Revenir au site" }).click();
  await expect(page.getByText("Votre paiement est reçu.")).toBeVisible({ timeout: 40_000 });
}

/** The portal's one live region. */
export const announced = (page: Page) => page.locator(".announcer");
