//! Who may keep which answer: written down a second time.

/// Data of somebody.
pub const PERSONAL: &str = "private, no-cache, no-store";
/// Tokens, secrets, links, and what is told of this very moment.
pub const SECRET: &str = "no-store";

/// What is not personal, by method and by how its path begins; the first that fits holds.
const OTHERS: &[(&str, &str, &str)] = &[
    ("GET", "/.well-known/audit-trail", "public, max-age=60"),
    ("GET", "/.well-known/", "public, max-age=300"),
    ("GET", "/v1/reference-data", "public, max-age=300"),
    ("GET", "/openapi.", "public, max-age=60"),
    ("GET", "/problems", "public, max-age=3600"),
    ("POST", "/v1/sessions", SECRET),
    ("POST", "/v1/password-resets", SECRET),
    ("GET", "/v1/passwords/", SECRET),
    ("POST", "/oauth/token", SECRET),
    ("POST", "/oauth/revoke", SECRET),
    ("POST", "/v1/account-links", SECRET),
    ("GET", "/v1/account-corrections/", SECRET),
    ("PUT", "/v1/account-corrections/", SECRET),
    ("POST", "/v1/download-links", SECRET),
    ("GET", "/v1/downloads/", SECRET),
    ("POST", "/v1/payment-webhooks/", SECRET),
    ("POST", "/v1/second-factor", SECRET),
    ("POST", "/v1/passkeys", SECRET),
    ("POST", "/v1/shares", SECRET),
    ("GET", "/v1/shared/", SECRET),
    ("POST", "/v1/oidc/", SECRET),
    ("GET", "/v1/oidc/callbacks/", SECRET),
    ("GET", "/v1/oidc/signed-out/", SECRET),
    ("POST", "/v1/webhook-endpoints", SECRET),
    ("GET", "/health/", SECRET),
    ("GET", "/v1/sandbox/", SECRET),
    ("PUT", "/v1/sandbox/", SECRET),
    ("POST", "/v1/sandbox/", SECRET),
];

/// Where a secret stands at the end of a path.
const ENDINGS: &[(&str, &str)] = &[("/credentials", SECRET), ("/secret", SECRET), ("/payments", SECRET)];

/// What an operation's answer says in `Cache-Control`.
pub fn rule(method: &str, path: &str, status: u16) -> &'static str {
    if status >= 400 {
        return SECRET;
    }
    let path = path.split('?').next().unwrap_or(path);
    let ending = ENDINGS.iter().find(|(ending, _)| path.ends_with(ending));
    let beginning = OTHERS
        .iter()
        .find(|(known, prefix, _)| *known == method && path.starts_with(prefix));
    ending
        .map(|(_, rule)| *rule)
        .or(beginning.map(|(_, _, rule)| *rule))
        .unwrap_or(PERSONAL)
}
