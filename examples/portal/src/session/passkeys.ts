// Passkeys (WebAuthn Level 3) of staff: the hub asks, the browser and whoever unlocks the authenticator answer.
import { hub, openHub } from "../api/client.js";
import { good } from "../api/problems.js";
import type { Schema } from "../api/types.js";
import type { Tokens } from "./tokens.js";

/** What browsers know of the JSON of WebAuthn, which not every library of types does. */
interface Json {
  parseCreationOptionsFromJSON(options: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(options: unknown): PublicKeyCredentialRequestOptions;
}

function inJson(): Json | undefined {
  const known = window.PublicKeyCredential as unknown as Partial<Json> | undefined;
  return known?.parseCreationOptionsFromJSON === undefined ? undefined : (known as Json);
}

/** Nobody answered: the window of the browser was closed, or its time was over. */
export class NotAnswered extends Error {}

/** What an authenticator makes of a question; nothing of it where whoever is asked does not want to. */
async function answered(ask: Promise<Credential | null>): Promise<{ toJSON(): unknown }> {
  try {
    const credential = await ask;
    if (credential !== null) return credential as unknown as { toJSON(): unknown };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  throw new NotAnswered();
}

/** Whether passkeys of this domain can be shown to a page at this address. */
function isWithin(domain: string): boolean {
  const { hostname } = window.location;
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

/** Begins a sign-in, where the hub and the browser know passkeys and the portal is where they are made for. */
export async function beginSignIn(): Promise<Schema<"BegunSignIn"> | undefined> {
  if (inJson() === undefined) return undefined;
  try {
    const begun = await good(openHub.POST("/v1/passkeys/sign-ins"));
    return isWithin(begun.public_key.rpId) ? begun : undefined;
  } catch {
    return undefined;
  }
}

/** Has a passkey shown, and signs in by it. */
export async function signIn(begun: Schema<"BegunSignIn">): Promise<Tokens> {
  const publicKey = inJson()?.parseRequestOptionsFromJSON(begun.public_key);
  if (publicKey === undefined) throw new NotAnswered();
  const shown = await answered(navigator.credentials.get({ publicKey }));
  const credential = shown.toJSON() as Schema<"AuthenticationResponseJSON">;
  return good(openHub.POST("/v1/passkeys/sessions", { body: { sign_in: begun.sign_in, credential } }));
}

/** Has a passkey made, and registers it under a name. */
export async function register(password: string, name: string): Promise<void> {
  const begun = await good(hub.POST("/v1/passkeys/registrations", { body: { password } }));
  const publicKey = inJson()?.parseCreationOptionsFromJSON(begun.public_key);
  if (publicKey === undefined) throw new NotAnswered();
  const made = await answered(navigator.credentials.create({ publicKey }));
  const credential = made.toJSON() as Schema<"RegistrationResponseJSON">;
  await good(hub.POST("/v1/passkeys", { body: { registration: begun.registration, name, credential } }));
}
