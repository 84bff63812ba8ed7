// A native app: it waits on a port of its own for the browser, as RFC 8252 says, and speaks by npm's `oauth4webapi`.
//
//     node client.mjs ISSUER CLIENT_ID SCOPE
//
// The first line that it prints is the address to which it leads the browser; the last one is «done».
import { createServer } from "node:http";
import { once } from "node:events";
import * as oauth from "oauth4webapi";

const [issuer, client_id, scope] = process.argv.slice(2);
const insecure = { [oauth.allowInsecureRequests]: true };

/** The page of the app's own, to which the browser comes back. */
async function listening() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  const back = once(server, "request").then(([request, response]) => {
    response.end("You can close this page.");
    server.close();
    return new URL(request.url, `http://127.0.0.1:${port}`);
  });
  return { redirect_uri: `http://127.0.0.1:${port}/callback`, back };
}

async function expectError(promise, error) {
  const caught = await promise.then(() => undefined, (reason) => reason);
  if (caught?.error !== error) throw new Error(`expected ${error}, found ${caught}`);
}

const base = new URL(issuer);
const as = await oauth.processDiscoveryResponse(
  base,
  await oauth.discoveryRequest(base, { algorithm: "oauth2", ...insecure }),
);
const client = { client_id };
const nobody = oauth.None();
const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const { redirect_uri, back } = await listening();

const lead = new URL(as.authorization_endpoint);
lead.search = new URLSearchParams({
  client_id,
  redirect_uri,
  scope,
  state,
  response_type: "code",
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
});
console.log(lead.href);

// Its state, and the issuer (RFC 9207), are looked at by the library.
const answered = oauth.validateAuthResponse(as, client, await back, state);
const exchange = () =>
  oauth.authorizationCodeGrantRequest(as, client, nobody, answered, redirect_uri, verifier, insecure);
const tokens = await oauth.processAuthorizationCodeResponse(as, client, await exchange());
if (tokens.scope !== scope) throw new Error(`another scope: ${tokens.scope}`);

// A resource server of others would take the token (RFC 9068).
const authorization = `Bearer ${tokens.access_token}`;
const account = new URL("/v1/account", issuer);
const claims = await oauth.validateJwtAccessToken(
  as,
  new Request(account, { headers: { authorization } }),
  issuer,
  insecure,
);
if (claims.client_id !== client_id) throw new Error(`another client: ${claims.client_id}`);
const read = (token) => oauth.protectedResourceRequest(token, "GET", account, undefined, undefined, insecure);
if ((await read(tokens.access_token)).status !== 200) throw new Error("the account is not read");

const renew = (token) => oauth.refreshTokenGrantRequest(as, client, nobody, token, insecure);
const renewed = await oauth.processRefreshTokenResponse(as, client, await renew(tokens.refresh_token));
await oauth.processRevocationResponse(
  await oauth.revocationRequest(as, client, nobody, renewed.refresh_token, insecure),
);
await expectError(
  renew(renewed.refresh_token).then((answer) => oauth.processRefreshTokenResponse(as, client, answer)),
  "invalid_grant",
);
await expectError(
  exchange().then((answer) => oauth.processAuthorizationCodeResponse(as, client, answer)),
  "invalid_grant",
);
console.log("done");
