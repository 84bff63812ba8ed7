// A training centre's system: it signs who it is (`private_key_jwt`, RFC 7523), by npm's `oauth4webapi`.
//
//     node machine.mjs ISSUER CLIENT_ID
//
// The first line that it prints is its public key, which is registered until it is told to go on; the last one is «done».
import { once } from "node:events";
import * as oauth from "oauth4webapi";

const [issuer, client_id] = process.argv.slice(2);
const insecure = { [oauth.allowInsecureRequests]: true };
const base = new URL(issuer);
const as = await oauth.processDiscoveryResponse(
  base,
  await oauth.discoveryRequest(base, { algorithm: "oauth2", ...insecure }),
);
const client = { client_id };
const kid = "2026";
const { privateKey: key, publicKey } = await oauth.generateKeyPair("ES256");
const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", publicKey);
console.log(JSON.stringify({ kty, crv, x, y, kid }));
await once(process.stdin, "data");
process.stdin.unref?.();

const signed = oauth.PrivateKeyJwt({ key, kid });
const asked = new URLSearchParams({ scope: "attestations" });
for (const _ of ["once", "and with a fresh assertion"]) {
  const answer = await oauth.clientCredentialsGrantRequest(as, client, signed, asked, insecure);
  const token = await oauth.processClientCredentialsResponse(as, client, answer);
  if (token.scope !== "attestations") throw new Error(`another scope: ${token.scope}`);
}
console.log("done");
