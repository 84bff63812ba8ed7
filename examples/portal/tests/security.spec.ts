// How members of staff sign in: a second factor, and passkeys. Each test has its own colleague.
import { createHmac } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { announced, go, signIn } from "./steps.js";
import { client, colleague, good, PASSWORD } from "./world.js";

/** The code that an authenticator shows now (RFC 6238). */
function codeOf(secret: string): string {
  const bits = [...secret.replaceAll(/[\s=]/g, "")]
    .map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("an agent sets up a second factor, keeps the recovery codes, and removes it", async ({ page }) => {
  await signIn(page, await colleague("agent"));
  await go(page, "Sécurité");
  await page.getByRole("button", { name: "Activer un second facteur" }).click();
  await expect(page.getByRole("link", { name: /application de cet appareil/ })).toHaveAttribute("href", /^otpauth:/);
  const secret = (await page.locator("code").first().textContent()) ?? "";
  const code = page.getByLabel("Code", { exact: true });
  await code.fill("000");
  await page.getByRole("button", { name: "Confirmer par un code" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await code.fill(codeOf(secret));
  await page.getByRole("button", { name: "Confirmer par un code" }).click();
  await expect(announced(page)).toHaveText("Le second facteur est actif.");
  const recovery = page.getByRole("note").locator("code");
  expect(await recovery.count()).toBeGreaterThan(4);
  const spare = (await recovery.first().textContent()) ?? "";
  await page.getByText("Retirer le second facteur").first().click();
  await page.getByLabel("Code", { exact: true }).fill(spare);
  await page.getByRole("button", { name: "Retirer le second facteur" }).click();
  await expect(announced(page)).toHaveText("Le second facteur est retiré.");
});

/** Passkeys are for a domain, which an address in numbers is not: the same portal, by its name. */
const LOCALHOST = (process.env["PORTAL"] ?? "http://127.0.0.1:5173").replace("127.0.0.1", "localhost");

/** An authenticator in the machine, whose owner unlocks it at once. */
async function authenticator(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Signed in as by the password, since the hub leads back to registered addresses alone. */
async function enter(page: Page, email: string) {
  const pair = good(await client().POST("/v1/sessions", { body: { email, password: PASSWORD } }));
  await page.goto(`${LOCALHOST}/sign-in`);
  await page.evaluate((refreshToken) => {
    const person = { id: "", role: "agent" };
    sessionStorage.setItem("cqc-hub-portal.session", JSON.stringify({ way: "password", refreshToken, person }));
  }, pair.refresh_token);
  await page.goto(`${LOCALHOST}/desk/security`);
}

test("an agent registers a passkey, signs in by it, and removes it", async ({ page }) => {
  await authenticator(page);
  await enter(page, await colleague("agent"));
  await page.getByText("Ajouter une clé d’accès").first().click();
  await page.getByLabel("Nom de la clé").fill("Mon téléphone");
  await page.getByLabel("Votre mot de passe").fill(PASSWORD);
  await page.getByRole("button", { name: "Ajouter une clé d’accès" }).click();
  await expect(announced(page)).toHaveText("La clé d’accès est enregistrée.");
  await expect(page.getByText("Mon téléphone").first()).toBeVisible();

  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(announced(page)).toHaveText("Vous êtes déconnecté(e).");
  await page.goto(`${LOCALHOST}/sign-in?then=/desk/security`);
  await page.getByRole("button", { name: "Utiliser une clé d’accès" }).click();
  await expect(page.getByRole("heading", { name: "Sécurité" })).toBeVisible();

  page.once("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Retirer Mon téléphone" }).click();
  await expect(announced(page)).toHaveText("La clé d’accès est retirée.");
});

test("where no passkey can be shown, none is offered", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Connexion" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("button", { name: "Utiliser une clé d’accès" })).toHaveCount(0);
});
