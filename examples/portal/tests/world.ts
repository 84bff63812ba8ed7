// Everybody else of the journey: the agent, the training centre, the card factory, and drivers who are at some point of
// it already. They use the API, as their own systems do, so that a test walks one page of the guide and no more.
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { components, paths } from "../src/api/schema.js";

export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

const HUB = process.env["HUB"] ?? "http://127.0.0.1:8080";
const SAMPLES = new URL("../../../docs/samples/", import.meta.url);
export const PASSWORD = "Nuit-calme-sur-la-route-42";
export const AGENT = { email: "agent@example.org", password: "Sandbox-agent-2026!" };
export const SUPERVISOR = { email: "supervisor@example.org", password: "Sandbox-supervisor-2026!" };
export const ADDRESS = { line1: "12 rue de la République", postal_code: "69001", city: "Lyon", country: "FR" };
const DOCUMENTS = {
  identity_document: "identity-document.pdf",
  licence_front: "licence-front.jpg",
  licence_back: "licence-back.jpg",
  photo: "photo.png",
  signature: "signature.png",
} as const;
type DocumentName = keyof typeof DOCUMENTS;

export const sample = (document: DocumentName) => new URL(DOCUMENTS[document], SAMPLES).pathname;
export const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

export function client(authorization?: string) {
  return createClient<paths>({ baseUrl: HUB, headers: authorization === undefined ? {} : { authorization } });
}

export function good<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) throw new Error(`${answer.response.status}: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

export async function until<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`${what} did not come`);
}

export async function signedIn(email: string, password: string) {
  const pair = good(await client().POST("/v1/sessions", { body: { email, password } }));
  return client(`Bearer ${pair.access_token}`);
}

async function machine(id: string, secret: string) {
  const basic = client(`Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const token = good(await basic.POST("/oauth/token", { body: { grant_type: "client_credentials" }, headers }));
  return client(`Bearer ${token.access_token}`);
}

export const agent = () => signedIn(AGENT.email, AGENT.password);

/** A member of staff whom nobody else in these tests is, with the password above. */
export async function colleague(role: Schema<"StaffRole">): Promise<string> {
  const supervisor = await signedIn(SUPERVISOR.email, SUPERVISOR.password);
  const email = `staff.${crypto.randomUUID()}@example.org`;
  good(await supervisor.POST("/v1/back-office/staff", { body: { email, name: "Claude Collègue", role } }));
  const token = (await linkTo(email, "choose_password", "choose-password")).split("/").at(-1) ?? "";
  const body = { password: PASSWORD, password_confirmation: PASSWORD };
  const chosen = await client().PUT("/v1/passwords/{token}", { params: { path: { token } }, body });
  if (!chosen.response.ok) throw new Error(`${chosen.response.status}`);
  return email;
}

/** The ETag that a decision must name. */
const version = (answer: { response: Response }) => ({ "If-Match": answer.response.headers.get("etag") ?? "" });

/** A driver nobody has met: each test has its own. */
export interface Driver {
  email: string;
  surname: string;
  licence: string;
  birthDate: string;
}

export function stranger(): Driver {
  const number = Math.floor(Math.random() * 90_000) + 10_000;
  const letters = [...String(number)].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
  return {
    email: `camille.${number}.${Date.now()}@example.org`,
    surname: `Martin${letters}`,
    licence: `13AA${number}`,
    birthDate: "1988-04-17",
  };
}

export function registration(driver: Driver): Schema<"RegistrationBody"> {
  return {
    profile: "individual",
    email: driver.email,
    phone: "+33612345678",
    language: "fr",
    surname: driver.surname,
    first_names: "Camille Jeanne",
    birth_date: driver.birthDate,
    birth_place: "Lyon",
    birth_country: "FR",
    address: ADDRESS,
    licence: {
      country: "FR",
      number: driver.licence,
      categories: ["C", "CE"],
      issued_on: "2013-10-02",
      expires_on: "2028-10-02",
    },
    consents: { privacy_policy: true, general_conditions: true, data_accuracy: true, electronic_communication: true },
  };
}

/** The address to which the newest mail of this kind leads, under the portal. */
export async function linkTo(email: string, rel: Schema<"LinkRel">, path: string): Promise<string> {
  const token = await until(`the mail with ${rel}`, async () => {
    const page = good(await client().GET("/v1/sandbox/messages", { params: { query: { to: email } } }));
    return page.items.flatMap((mail) => mail.links).find((link) => link.rel === rel)?.token;
  });
  return `/${path}/${token}`;
}

/** The account of a driver, which the agent looks up in the work list of its stage. */
export async function accountOf(driver: Driver, stage: Schema<"AccountStage"> = "pending_review"): Promise<string> {
  const desk = await agent();
  for (let cursor: string | undefined; ; ) {
    const query = { stage, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const page = good(await desk.GET("/v1/back-office/accounts", { params: { query } }));
    const found = page.items.find(({ surname }) => surname?.toLowerCase() === driver.surname.toLowerCase());
    if (found !== undefined) return found.id;
    cursor = page.next_cursor;
    if (cursor === undefined) throw new Error(`no account of ${driver.surname}`);
  }
}

export async function approveAccount(id: string) {
  const desk = await agent();
  const file = await desk.GET("/v1/back-office/accounts/{id}", { params: { path: { id } } });
  const params = { path: { id }, header: version(file) };
  good(await desk.POST("/v1/back-office/accounts/{id}/approval", { params }));
}

/** A driver whose account is open, with the password above. */
export async function member(): Promise<Driver> {
  const driver = stranger();
  good(await client().POST("/v1/accounts", { body: registration(driver) }));
  await approveAccount(await accountOf(driver));
  const token = (await linkTo(driver.email, "choose_password", "choose-password")).split("/").at(-1) ?? "";
  const body = { password: PASSWORD, password_confirmation: PASSWORD, birth_date: driver.birthDate };
  const chosen = await client().PUT("/v1/passwords/{token}", { params: { path: { token } }, body });
  if (!chosen.response.ok) throw new Error(`${chosen.response.status}`);
  return driver;
}

/** What a centre says of a driver's training. */
function attestation(driver: Driver): Schema<"AttestationBody"> {
  return {
    external_reference: `PORTAL-${crypto.randomUUID()}`,
    type: "fco",
    sector: "goods",
    hours: 35,
    started_on: day(-4),
    ended_on: day(0),
    delivered_on: day(0),
    place: "Lyon",
    previous_expires_on: day(200),
    driver: {
      surname: driver.surname,
      first_names: "Camille",
      birth_date: driver.birthDate,
      licence: { country: "FR", number: driver.licence },
    },
  };
}

async function attest(body: Schema<"AttestationBody">) {
  const centre = await machine("abskill-lyon", "sandbox-centre-secret");
  return good(await centre.POST("/v1/attestations", { body }));
}

/** A training that gives the right to a card. */
export async function train(driver: Driver) {
  await attest(attestation(driver));
}

/** A training whose driver the centre spelt otherwise, and its id. */
export async function nearlyMatched(): Promise<{ driver: Driver; attestation: string }> {
  const driver = await member();
  const body = attestation(driver);
  const { id } = await attest({ ...body, driver: { ...body.driver, surname: `${driver.surname}-Duval` } });
  return { driver, attestation: id };
}

/** A case that was begun. */
export async function draft(driver: Driver): Promise<string> {
  const hub = await signedIn(driver.email, PASSWORD);
  return good(await hub.POST("/v1/cases", { body: { kind: "cqc" } })).id;
}

/** A case that was sent: one that was begun already, or another. */
export async function ask(driver: Driver, begun?: string): Promise<string> {
  const id = begun ?? (await draft(driver));
  const hub = await signedIn(driver.email, PASSWORD);
  const params = { path: { id } };
  for (const type of Object.keys(DOCUMENTS) as DocumentName[]) {
    const file = new Blob([readFileSync(sample(type))]);
    const bodySerializer = () => {
      const parts = new FormData();
      parts.append("type", type);
      parts.append("file", file, DOCUMENTS[type]);
      return parts;
    };
    good(await hub.POST("/v1/cases/{id}/documents", { params, body: { type, file }, bodySerializer }));
  }
  good(await hub.PUT("/v1/cases/{id}/delivery-address", { params, body: ADDRESS }));
  good(await hub.POST("/v1/cases/{id}/submission", { params }));
  return id;
}

export async function take(id: string) {
  const desk = await agent();
  const file = await desk.GET("/v1/back-office/cases/{id}", { params: { path: { id } } });
  good(await desk.POST("/v1/back-office/cases/{id}/assignment", { params: { path: { id }, header: version(file) } }));
}

export async function approve(id: string) {
  const desk = await agent();
  const file = await desk.GET("/v1/back-office/cases/{id}", { params: { path: { id } } });
  good(await desk.POST("/v1/back-office/cases/{id}/approval", { params: { path: { id }, header: version(file) } }));
}

export async function askInformation(id: string, items: Schema<"RequestedItem">[]) {
  const desk = await agent();
  const file = await desk.GET("/v1/back-office/cases/{id}", { params: { path: { id } } });
  const params = { path: { id }, header: version(file) };
  good(await desk.POST("/v1/back-office/cases/{id}/information-request", { params, body: { items } }));
}

/** The factory makes and posts the card of a case. */
export async function post(id: string): Promise<string> {
  const factory = await machine("card-factory", "sandbox-production-secret");
  const query = { status: "queued", limit: 100 } as const;
  const order = await until("the order", async () => {
    const page = good(await factory.GET("/v1/production-orders", { params: { query } }));
    return page.items.find((order) => order.case_id === id);
  });
  const params = { path: { id: order.id } };
  good(await factory.POST("/v1/production-orders/{id}/start", { params }));
  const tracking_number = `6A${Date.now()}`.slice(0, 13);
  const body = { tracking_number, shipped_at: new Date().toISOString() };
  good(await factory.POST("/v1/production-orders/{id}/shipment", { params, body }));
  return order.card.number;
}

/** A driver whose first card is on its way, and its number. */
export async function holder(): Promise<{ driver: Driver; card: string }> {
  const driver = await member();
  await train(driver);
  const id = await ask(driver);
  await take(id);
  await approve(id);
  return { driver, card: await post(id) };
}

/** A driver with an active card. */
export async function activeHolder(): Promise<{ driver: Driver; card: string }> {
  const held = await holder();
  const hub = await signedIn(held.driver.email, PASSWORD);
  const id = good(await hub.GET("/v1/cards")).items[0]?.id ?? "";
  good(await hub.POST("/v1/cards/{id}/activation", { params: { path: { id } } }));
  return held;
}

/** A case about a lost card that is sent and is to be paid for. */
export async function lost(driver: Driver): Promise<string> {
  const hub = await signedIn(driver.email, PASSWORD);
  const card_id = good(await hub.GET("/v1/cards")).items[0]?.id ?? "";
  const { id } = good(await hub.POST("/v1/cases", { body: { kind: "loss", card_id } }));
  const params = { path: { id } };
  const declaration = { lost_on: day(0), return_commitment: true };
  good(await hub.PUT("/v1/cases/{id}/declaration", { params, body: declaration }));
  good(await hub.PUT("/v1/cases/{id}/delivery-address", { params, body: ADDRESS }));
  good(await hub.PUT("/v1/cases/{id}/billing-address", { params, body: ADDRESS }));
  good(await hub.POST("/v1/cases/{id}/submission", { params }));
  return id;
}

/** A case about an error on somebody's card, which is on its way back. */
export async function faulty(driver: Driver): Promise<string> {
  const hub = await signedIn(driver.email, PASSWORD);
  const card_id = good(await hub.GET("/v1/cards")).items[0]?.id ?? "";
  const { id } = good(await hub.POST("/v1/cases", { body: { kind: "quality", card_id } }));
  const params = { path: { id } };
  const declaration = { defects: [{ field: "surname" as const }], return_commitment: true };
  good(await hub.PUT("/v1/cases/{id}/declaration", { params, body: declaration }));
  good(await hub.PUT("/v1/cases/{id}/delivery-address", { params, body: ADDRESS }));
  good(await hub.PUT("/v1/cases/{id}/billing-address", { params, body: ADDRESS }));
  good(await hub.POST("/v1/cases/{id}/submission", { params }));
  return id;
}
