/** What a sign-in gives, whichever way it went. */
export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

/** What somebody is. The hub decides what they may do; this says only which pages to offer. */
export type Role = "driver" | "agent" | "supervisor";

/** Who an access token is for, read without checking it: whoever changes it gets other pages, and no answers. */
export interface Person {
  /** The account, or the member of staff. */
  id: string;
  role: Role;
}

export function personOf(accessToken: string): Person {
  const payload = accessToken.split(".")[1] ?? "";
  const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
  const { sub, role } = JSON.parse(text) as { sub?: string; role?: string };
  return { id: sub ?? "", role: role === "agent" || role === "supervisor" ? role : "driver" };
}
