// Who is signed in, in this tab. The access token stays in memory; the refresh token, which is rotated at each use,
// outlives a reload in the tab's own storage, and no longer than the tab.
import { Refused } from "../api/problems.js";
import * as authorization from "./authorization.js";
import * as password from "./password.js";
import { type Person, personOf, type Tokens } from "./tokens.js";

const KEPT = "cqc-hub-portal.session";
/** Seconds before its end at which an access token is replaced. */
const MARGIN = 30;

type Way = "code" | "password";

interface Kept {
  way: Way;
  refreshToken: string;
  person: Person;
}

let kept: Kept | undefined = read();
let access: { token: string; until: number } | undefined;
let refreshing: Promise<string | undefined> | undefined;
const listeners = new Set<() => void>();

function read(): Kept | undefined {
  const text = sessionStorage.getItem(KEPT);
  return text === null ? undefined : (JSON.parse(text) as Kept);
}

function take(tokens: Tokens, way: Way): void {
  const person = personOf(tokens.access_token);
  access = { token: tokens.access_token, until: Date.now() + (tokens.expires_in - MARGIN) * 1000 };
  kept = { way, refreshToken: tokens.refresh_token, person };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  tell();
}

function forget(): void {
  kept = undefined;
  access = undefined;
  sessionStorage.removeItem(KEPT);
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

async function refresh({ way, refreshToken }: Kept): Promise<string | undefined> {
  try {
    const means = way === "code" ? authorization : password;
    take(await means.refresh(refreshToken), way);
    return access?.token;
  } catch (error) {
    if (isPassing(error)) throw error;
    forget();
    return undefined;
  }
}

/** A hub that cannot be reached, or is busy, ends no session: only its refusal does. */
function isPassing(error: unknown): boolean {
  if (error instanceof Refused) return error.problem.status === 0 || error.problem.status >= 429;
  return !(error instanceof authorization.SignInFailed);
}

export const session = {
  person: (): Person | undefined => kept?.person,

  /** An access token that is good for a while yet; none where nobody is signed in. */
  async accessToken(): Promise<string | undefined> {
    if (access !== undefined && Date.now() < access.until) return access.token;
    if (kept === undefined) return undefined;
    refreshing ??= refresh(kept).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  },

  take,

  /** The hub says that the session is over. */
  lose: forget,

  /** Signs out here and at the hub. */
  async end(): Promise<void> {
    const token = await session.accessToken().catch(() => undefined);
    if (token !== undefined) {
      const headers = { authorization: `Bearer ${token}` };
      await fetch("/v1/sessions/current", { method: "DELETE", headers }).catch(() => undefined);
    }
    forget();
  },

  /** Calls back whenever somebody signed in or out; answers how to stop. */
  onChange(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
