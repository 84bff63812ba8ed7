// Checks deliveries, given as JSON on standard input, by the reference library of Standard Webhooks for JavaScript. It
// knows `v1` alone: where a delivery names a public key, `v1a` is checked by the Ed25519 of Node.js.
import { createPublicKey, verify } from "node:crypto";
import { text } from "node:stream/consumers";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

// What stands before the 32 bytes of a key in its SubjectPublicKeyInfo (RFC 8410).
const ED25519 = Buffer.from("302a300506032b6570032100", "hex");

function isSignedBy({ public_key, headers, body }) {
  const raw = Buffer.from(public_key.replace(/^whpk_/, ""), "base64");
  const key = createPublicKey({ key: Buffer.concat([ED25519, raw]), format: "der", type: "spki" });
  const signed = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
  return headers["webhook-signature"]
    .split(" ")
    .map((signature) => signature.split(","))
    .some(([version, value]) => version === "v1a" && verify(null, signed, key, Buffer.from(value, "base64")));
}

function isGood(delivery) {
  if (delivery.public_key) return isSignedBy(delivery);
  try {
    return new Webhook(delivery.secret).verify(delivery.body, delivery.headers) !== undefined;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(isGood)));
