// An OpenID Connect provider (npm's `oidc-provider`) with plain pages, at which the hub is registered: for staff, as at
// ProConnect, or for drivers, as at FranceConnect, which takes the secret in the form and signs its userinfo.
//
//     node provider.mjs PORT HUB AUDIENCE
//
// Who signs in and at which level is typed into its page: there are no passwords.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [port, hub, audience] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

// What it knows of people, by the name they sign in with.
const people = {
  alex: { email: "agent@example.org", email_verified: true, family_name: "Agent", birthdate: "1980-01-01" },
  unverified: { email: "supervisor@example.org", email_verified: false },
  dominique: { email: "elsewhere@example.org", family_name: "EXEMPLE", birthdate: "1985-05-05" },
  stranger: { email: "stranger@example.org", email_verified: true, family_name: "AUTRE", birthdate: "1985-05-05" },
};

const secretIn = audience === "staff" ? "client_secret_basic" : "client_secret_post";

const client = {
  client_id: `cqc-hub-${audience}`,
  client_secret: `secret of the hub, for ${audience}`,
  redirect_uris: [`${hub}/v1/oidc/callbacks/${audience}`],
  post_logout_redirect_uris: [`${hub}/v1/oidc/signed-out/${audience}`],
  backchannel_logout_uri: `${hub}/v1/oidc/back-channel-logouts/${audience}`,
  backchannel_logout_session_required: true,
  token_endpoint_auth_method: secretIn,
  id_token_signed_response_alg: audience === "staff" ? "RS256" : "ES256",
  ...(audience === "drivers" && { userinfo_signed_response_alg: "ES256" }),
};

const provider = new Provider(issuer, {
  clients: [client],
  clientAuthMethods: [secretIn],
  acrValues: ["eidas1", "eidas2"],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["family_name", "birthdate"] },
  cookies: { keys: ["a key for cookies of a test"] },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, userinfo: { enabled: true },
    jwtUserinfo: { enabled: true } },
  pkce: { required: () => true },
  // Its own dispatcher would not speak to this machine.
  fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
  // Who has signed in has consented.
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
  jwks: { keys: keys() },
});

function keys() {
  const made = { ES256: ["ec", { namedCurve: "P-256" }], RS256: ["rsa", { modulusLength: 2048 }] };
  return Object.entries(made).map(([alg, [type, options]]) => {
    const { privateKey } = generateKeyPairSync(type, options);
    return { ...privateKey.export({ format: "jwk" }), alg, use: "sig", kid: alg };
  });
}

const page = `<form method="post"><input name="login"><input name="acr"><button>Sign in</button></form>`;

async function signIn(request, response) {
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html").end(page);
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const login = form.get("login");
  const result = login
    ? { login: { accountId: login, acr: form.get("acr") || undefined } }
    : { error: "access_denied", error_description: "somebody turned back" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

provider.on("backchannel.error", (_, error) => console.error("back-channel logout:", error.message, error.cause));
provider.on("server_error", (_, error) => console.error(error));

const serve = provider.callback();
createServer((request, response) => {
  if (request.url.startsWith("/sign-in/")) signIn(request, response).catch((error) => response.writeHead(500).end(`${error}`));
  else serve(request, response);
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
