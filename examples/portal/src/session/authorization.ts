// Authorization code with PKCE (RFC 6749, 7636, 9207): the password is typed on the hub's own page, never here.
import { language } from "../i18n/language.js";
import { challengeOf, unguessable } from "./pkce.js";
import type { Tokens } from "./tokens.js";

/** As which client this portal is registered at the hub. */
const CLIENT = "0197a3a0-7777-7000-8000-000000000001";
/** Where the hub leads back, as registered, under the portal's origin. */
export const RETURN_PATH = "/signed-in";
/** Under which the tab keeps what it needs once it is back. */
const PENDING = "cqc-hub-portal.pending";

/** What the hub says of its authorization server (RFC 8414), as far as it is needed here. */
interface Metadata {
  issuer: string;
  authorization_endpoint?: string;
  token_endpoint: string;
}

/** What the tab keeps while the person is at the hub's page. */
interface Pending {
  state: string;
  verifier: string;
  /** The page to go on with. */
  path: string;
}

/** Why a sign-in did not come to its end. */
export class SignInFailed extends Error {}

let known: Promise<Metadata> | undefined;

function metadata(): Promise<Metadata> {
  known ??= fetch("/.well-known/oauth-authorization-server").then((answer) => answer.json() as Promise<Metadata>);
  return known;
}

/** Whether the hub signs people in for frontends; if not, the portal asks for the password itself. */
export async function isOffered(): Promise<boolean> {
  try {
    return (await metadata()).authorization_endpoint !== undefined;
  } catch {
    known = undefined;
    return false;
  }
}

const redirectUri = () => window.location.origin + RETURN_PATH;

/** Leaves for the hub's sign-in page. */
export async function leave(path: string): Promise<void> {
  const { authorization_endpoint: endpoint } = await metadata();
  if (endpoint === undefined) throw new SignInFailed("no authorization endpoint");
  const pending: Pending = { state: unguessable(), verifier: unguessable(), path };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const address = new URL(endpoint);
  address.search = new URLSearchParams({
    response_type: "code",
    client_id: CLIENT,
    redirect_uri: redirectUri(),
    state: pending.state,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: "S256",
    ui_locales: language.current(),
  }).toString();
  window.location.assign(address);
}

/** Exchanges what the hub led back with; says with which page to go on. */
export async function comeBack(query: URLSearchParams): Promise<{ tokens: Tokens; path: string }> {
  const kept = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  const { issuer } = await metadata();
  if (kept === null) throw new SignInFailed("nothing was begun in this tab");
  const pending = JSON.parse(kept) as Pending;
  const code = query.get("code");
  if (query.get("state") !== pending.state) throw new SignInFailed("state");
  if (query.get("iss") !== issuer) throw new SignInFailed("iss");
  if (code === null) throw new SignInFailed(query.get("error") ?? "no code");
  const tokens = await ask({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri(),
    code_verifier: pending.verifier,
  });
  return { tokens, path: pending.path };
}

/** A fresh pair for a refresh token, which is used up. */
export function refresh(refreshToken: string): Promise<Tokens> {
  return ask({ grant_type: "refresh_token", refresh_token: refreshToken });
}

async function ask(parameters: Record<string, string>): Promise<Tokens> {
  const { token_endpoint: endpoint } = await metadata();
  const body = new URLSearchParams({ ...parameters, client_id: CLIENT });
  // Under the portal's own origin, as all of the API: where the two differ, the portal's server hands it on.
  const answer = await fetch(new URL(endpoint).pathname, { method: "POST", body });
  if (answer.ok) return (await answer.json()) as Tokens;
  if (answer.status >= 429) throw new Error(`the token endpoint answered ${answer.status}`);
  const { error } = (await answer.json().catch(() => ({}))) as { error?: string };
  throw new SignInFailed(error ?? `${answer.status}`);
}
