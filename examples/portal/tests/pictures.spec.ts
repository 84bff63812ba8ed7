// Pictures of each main page at three widths, to be looked at: PICTURES=folder npx playwright test pictures
import { expect, type Page, test } from "@playwright/test";
import { signIn } from "./steps.js";
import {
  activeHolder,
  AGENT,
  accountOf,
  approve,
  ask,
  askInformation,
  client,
  draft,
  faulty,
  good,
  member,
  nearlyMatched,
  registration,
  stranger,
  SUPERVISOR,
  take,
  train,
} from "./world.js";

const FOLDER = process.env["PICTURES"];
const WIDTHS = [360, 768, 1280];

test.skip(FOLDER === undefined, "only where a folder is named");

async function picture(page: Page, name: string, path: string) {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await shoot(page, name);
}

async function shoot(page: Page, name: string) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: `${FOLDER}/${name}-${width}.png`, fullPage: true });
  }
}

test("pictures of what anybody sees", async ({ page }) => {
  await picture(page, "welcome", "/");
  await picture(page, "register", "/register");
  await picture(page, "sign-in", "/sign-in");
  await picture(page, "forgotten", "/forgotten-password");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await picture(page, "nowhere", "/nowhere");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, "welcome-dark", "/");
  await page.getByRole("button", { name: "English" }).click();
  await picture(page, "register-english-dark", "/register");
});

test("pictures of a driver's pages", async ({ page }) => {
  test.setTimeout(180_000);
  const driver = await member();
  await train(driver);
  const begun = await draft(driver);
  await signIn(page, driver.email);
  await picture(page, "draft-documents", `/cases/${begun}?step=documents`);
  await picture(page, "draft-holder", `/cases/${begun}?step=holder`);
  await picture(page, "draft-address", `/cases/${begun}?step=delivery_address`);
  await picture(page, "draft-review", `/cases/${begun}?step=review`);
  const id = await ask(driver, begun);
  await take(id);
  await askInformation(id, [
    { target: "document:photo", reason: "La photo est floue." },
    { target: "field:birth_place", reason: "Le lieu diffère de celui du permis." },
    { target: "question", reason: "Votre nom d’usage figure-t-il sur le permis ?" },
  ]);
  await picture(page, "home", "/");
  await picture(page, "case", `/cases/${id}`);
  await picture(page, "respond", `/cases/${id}/respond`);
  for (const name of ["trainings", "certificates", "cases", "cases/new", "account"]) {
    await picture(page, name.replace("/", "-"), `/${name}`);
  }
});

test("pictures of a holder's pages", async ({ page }) => {
  test.setTimeout(180_000);
  const { driver } = await activeHolder();
  await signIn(page, driver.email);
  for (const name of ["cases/replacement", "cards", "shares"]) await picture(page, name.replace("/", "-"), `/${name}`);
  await page.getByRole("button", { name: "Créer le partage" }).click();
  await expect(page.getByRole("heading", { name: "Votre partage est prêt" })).toBeVisible();
  await shoot(page, "share-made");
  await page.goto("/cases/replacement");
  await page.getByRole("radio", { name: /^Qualité/ }).check();
  await page.getByRole("button", { name: "Commencer" }).click();
  await expect(page.getByRole("heading", { name: /Étape 1/ })).toBeVisible();
  await picture(page, "draft-declaration", new URL(page.url()).pathname);
});

test("pictures of the desk", async ({ page }) => {
  test.setTimeout(180_000);
  const newcomer = stranger();
  good(await client().POST("/v1/accounts", { body: registration(newcomer) }));
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await take(id);
  await signIn(page, AGENT.email, AGENT.password);
  await picture(page, "desk", "/desk");
  await picture(page, "desk-accounts", "/desk/accounts");
  await picture(page, "desk-account", `/desk/accounts/${await accountOf(newcomer)}`);
  await picture(page, "desk-cases", "/desk/cases");
  await picture(page, "desk-case", `/desk/cases/${id}`);
  for (const name of ["undelivered", "attestations", "production", "security", "cards"]) {
    await picture(page, `desk-${name}`, `/desk/${name}`);
  }
  const { attestation } = await nearlyMatched();
  await picture(page, "desk-attestation", `/desk/attestations/${attestation}`);
  const { driver: holder, card } = await activeHolder();
  const faultyCase = await faulty(holder);
  await picture(page, "desk-case-faulty", `/desk/cases/${faultyCase}`);
  await page.goto("/desk/cards");
  await page.getByLabel("Numéro de la carte").fill(card);
  await page.getByRole("button", { name: "Chercher" }).click();
  await page.getByRole("link", { name: card }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(card);
  await shoot(page, "desk-card");
});

test("pictures of a supervisor's desk", async ({ page }) => {
  const { driver } = await activeHolder();
  await signIn(page, SUPERVISOR.email, SUPERVISOR.password);
  await picture(page, "desk-account-supervisor", `/desk/accounts/${await accountOf(driver, "active")}`);
});

test("pictures of the sandbox", async ({ page }) => {
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await take(id);
  await approve(id);
  await picture(page, "sandbox", "/sandbox");
  await picture(page, "mailbox", `/sandbox/mailbox?to=${driver.email}`);
  await picture(page, "factory", "/sandbox/factory");
  await page.getByRole("link", { name: /^FR|[0-9A-Z]{8,}/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(",");
  await page.waitForLoadState("networkidle");
  await shoot(page, "factory-order");
});
