// Until the hub has an authorization server, or where it is switched off: email and password, in a form here.
// To be taken out, with `driver/SignInForm.tsx`, when `isOffered` is true everywhere.
import createClient from "openapi-fetch";
import { good } from "../api/problems.js";
import type { paths } from "../api/schema.js";
import type { Schema } from "../api/types.js";
import { language } from "../i18n/language.js";
import type { Tokens } from "./tokens.js";

const hub = createClient<paths>({ baseUrl: "/" });
const headers = () => ({ "accept-language": language.current() });

export function signIn(body: Schema<"Credentials">): Promise<Tokens> {
  return good(hub.POST("/v1/sessions", { body, headers: headers() }));
}

export function refresh(refreshToken: string): Promise<Tokens> {
  return good(hub.POST("/v1/sessions/refresh", { body: { refresh_token: refreshToken }, headers: headers() }));
}
