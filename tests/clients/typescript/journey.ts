// The README's journey with openapi-fetch, on the types that generate.mjs made of openapi.yaml.
import { readFileSync } from "node:fs";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Problem = components["schemas"]["Problem"];

const [hub = "http://127.0.0.1:8080", samples = "docs/samples"] = process.argv.slice(2);
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const form = { "content-type": "application/x-www-form-urlencoded" };

/** A client that says who it is; without a token, anybody. */
const client = (authorization?: string) =>
  createClient<paths>({ baseUrl: hub, headers: authorization === undefined ? {} : { authorization } });

/** What was asked for. Everything else is a problem. */
function good<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) throw new Error(`${answer.response.status}: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

function same(what: string, found: unknown, wanted: unknown) {
  if (found !== wanted) throw new Error(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

async function until<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error(`${what} did not come`);
}

async function signIn(email: string, password: string) {
  const pair = good(await client().POST("/v1/sessions", { body: { email, password } }));
  return client(`Bearer ${pair.access_token}`);
}

async function machine(id: string, secret: string) {
  const basic = client(`Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`);
  const body = { grant_type: "client_credentials" };
  const token = good(await basic.POST("/oauth/token", { body, headers: form }));
  return client(`Bearer ${token.access_token}`);
}

/** The ETag that a decision must name. */
function version(answer: { response: Response }) {
  return { "If-Match": answer.response.headers.get("etag") ?? "" };
}

// Camille asks for an account.
const anybody = client();
const email = "camille.martin@example.org";
const address = { line1: "12 rue de la République", postal_code: "69001", city: "Lyon", country: "FR" };
const registration: components["schemas"]["RegistrationBody"] = {
  profile: "individual",
  email,
  phone: "+33612345678",
  language: "fr",
  surname: "Martin",
  first_names: "Camille Jeanne",
  birth_date: "1988-04-17",
  birth_place: "Lyon",
  birth_country: "FR",
  address,
  licence: {
    country: "FR",
    number: "13AA00002",
    categories: ["C", "CE"],
    issued_on: "2013-10-02",
    expires_on: "2028-10-02",
  },
  consents: { privacy_policy: true, general_conditions: true, data_accuracy: true, electronic_communication: true },
};

// With two faults in it, it is refused, and a problem says where they are.
const refused = await anybody.POST("/v1/accounts", { body: { ...registration, email: "camille", phone: "12" } });
const invalid: Problem | undefined = refused.error;
same("status", refused.response.status, 422);
same("code", invalid?.code, "invalid");
same("pointers", invalid?.errors?.map((fault) => fault.pointer).join(" "), "/email /phone");

const { id: account } = good(await anybody.POST("/v1/accounts", { body: registration }));

// An agent approves it, and a mail brings a link to choose a password.
const agent = await signIn("agent@example.org", "Sandbox-agent-2026!");
const file = await agent.GET("/v1/back-office/accounts/{id}", { params: { path: { id: account } } });
const approval = { params: { path: { id: account }, header: version(file) } };
same("stage", good(await agent.POST("/v1/back-office/accounts/{id}/approval", approval)).stage, "awaiting_password");

const token = await until("the mail", async () => {
  const page = good(await anybody.GET("/v1/sandbox/messages", { params: { query: { to: email } } }));
  return page.items.flatMap((mail) => mail.links ?? []).find((link) => link.rel === "choose_password")?.token;
});
const password = "Nuit-calme-sur-la-route-42";
const chosen = await anybody.PUT("/v1/passwords/{token}", {
  params: { path: { token } },
  body: { password, password_confirmation: password, birth_date: "1988-04-17" },
});
same("status", chosen.response.status, 204);
const driver = await signIn(email, password);

// The training centre posts an attestation; it earns Camille a certificate for four months.
const centre = await machine("abskill-lyon", "sandbox-centre-secret");
const attestation = await centre.POST("/v1/attestations", {
  params: { header: { "Idempotency-Key": "README-1" } },
  body: {
    external_reference: "README-1",
    type: "fco",
    sector: "goods",
    hours: 35,
    started_on: day(-4),
    ended_on: day(0),
    delivered_on: day(0),
    place: "Lyon",
    previous_expires_on: day(200),
    driver: {
      surname: "MARTIN",
      first_names: "Camille",
      birth_date: "1988-04-17",
      licence: { country: "FR", number: "13AA00002" },
    },
  },
});
same("status", good(attestation).status, "matched");
same("trainings", good(await driver.GET("/v1/trainings")).items.length, 1);
const certificate = good(await driver.GET("/v1/certificates")).items[0]?.id ?? "";
const pdf = await until("the certificate", async () => {
  // 503 with Retry-After until it is printed.
  const path = { params: { path: { id: certificate } }, parseAs: "blob" } as const;
  const paper = await driver.GET("/v1/certificates/{id}/certificate.pdf", path);
  return paper.response.status === 503 ? undefined : good(paper);
});
same("PDF", await pdf.slice(0, 4).text(), "%PDF");

// Camille asks for the card: five documents, an address, and the recapitulation is validated.
const { id } = good(await driver.POST("/v1/cases", { body: { kind: "cqc" } }));
const ofCase = { params: { path: { id } } };
const early = await driver.POST("/v1/cases/{id}/submission", ofCase);
same("status", early.response.status, 409);
same("code", early.error?.code, "incomplete");

const documents = {
  identity_document: "identity-document.pdf",
  licence_front: "licence-front.jpg",
  licence_back: "licence-back.jpg",
  photo: "photo.png",
  signature: "signature.png",
} as const;
for (const [type, name] of Object.entries(documents) as [keyof typeof documents, string][]) {
  const uploaded = await driver.POST("/v1/cases/{id}/documents", {
    ...ofCase,
    body: { type, file: new Blob([readFileSync(`${samples}/${name}`)]) },
    bodySerializer: (body) => {
      const parts = new FormData();
      parts.append("type", body.type);
      parts.append("file", body.file, name);
      return parts;
    },
  });
  same("type", good(uploaded).type, type);
}
good(await driver.PUT("/v1/cases/{id}/delivery-address", { ...ofCase, body: address }));
same("stage", good(await driver.POST("/v1/cases/{id}/submission", ofCase)).stage, "submitted");

// The agent takes the case and approves it.
const taken = await agent.GET("/v1/back-office/cases/{id}", ofCase);
good(await agent.POST("/v1/back-office/cases/{id}/assignment", { params: { ...ofCase.params, header: version(taken) } }));
const read = await agent.GET("/v1/back-office/cases/{id}", ofCase);
good(await agent.POST("/v1/back-office/cases/{id}/approval", { params: { ...ofCase.params, header: version(read) } }));

// The card is made, posted, received and activated.
const factory = await machine("card-factory", "sandbox-production-secret");
const orders = good(await factory.GET("/v1/production-orders", { params: { query: { status: "queued" } } }));
const order = { params: { path: { id: orders.items[0]?.id ?? "" } } };
same("stage", good(await factory.POST("/v1/production-orders/{id}/start", order)).stage, "started");
const shipped = await factory.POST("/v1/production-orders/{id}/shipment", {
  ...order,
  body: { tracking_number: "6A00012345678", shipped_at: new Date().toISOString() },
});
same("stage", good(shipped).stage, "shipped");
const card = good(await driver.GET("/v1/cards")).items[0]?.id ?? "";
const activated = good(await driver.POST("/v1/cards/{id}/activation", { params: { path: { id: card } } }));
same("stage", activated.stage, "active");
console.log("the card is active");
