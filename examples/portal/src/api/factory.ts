// The card factory's own system, which every sandbox knows and whose secret is published: a machine client, which asks for
// a token of its own (RFC 6749, section 4.4). No frontend of a hub that serves real people holds such a secret.
import createClient, { type Middleware } from "openapi-fetch";
import { language } from "../i18n/language.js";
import type { paths } from "./schema.js";
import type { Schema } from "./types.js";

const ID = "card-factory";
const SECRET = "sandbox-production-secret";
/** Seconds before its end at which a token is replaced. */
const MARGIN = 30;

let kept: { token: string; until: number } | undefined;

async function accessToken(): Promise<string> {
  if (kept !== undefined && Date.now() < kept.until) return kept.token;
  const answer = await fetch("/oauth/token", {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${ID}:${SECRET}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}`);
  const { access_token: token, expires_in: seconds } = (await answer.json()) as Schema<"MachineToken">;
  kept = { token, until: Date.now() + (seconds - MARGIN) * 1000 };
  return token;
}

const identified: Middleware = {
  async onRequest({ request }) {
    request.headers.set("accept-language", language.current());
    request.headers.set("authorization", `Bearer ${await accessToken()}`);
    return request;
  },
};

/** The hub, as the card factory sees it. */
export const factory = createClient<paths>({ baseUrl: "/" });
factory.use(identified);
