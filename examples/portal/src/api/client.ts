import createClient, { type Middleware } from "openapi-fetch";
import { language } from "../i18n/language.js";
import { session } from "../session/session.js";
import type { paths } from "./schema.js";

/** Each request says who asks and in which language; one that is refused as nobody's ends the session here too. */
const identified: Middleware = {
  async onRequest({ request }) {
    request.headers.set("accept-language", language.current());
    const token = await session.accessToken();
    if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401 && request.headers.has("authorization")) session.lose();
  },
};

/** Requests that say nothing of a person: links from mails, and signing in. */
const anonymous: Middleware = {
  onRequest({ request }) {
    request.headers.set("accept-language", language.current());
    return request;
  },
};

/** The hub, as whoever is signed in sees it. */
export const hub = createClient<paths>({ baseUrl: "/" });
hub.use(identified);

/** The hub, as anybody sees it. */
export const openHub = createClient<paths>({ baseUrl: "/" });
openHub.use(anonymous);
