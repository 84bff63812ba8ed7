//! Who may do what: every operation there is, written down a second time.

use crate::published::Operation;

/// Whom an operation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever holds a one-time link.
    LinkHolder,
    /// A machine with its id and secret.
    Client,
    /// A driver, an agent, a supervisor.
    SignedIn,
    /// A driver, for what is their own.
    Driver,
    /// An agent or a supervisor.
    Agent,
    /// A supervisor.
    Supervisor,
    /// A training centre's system, for what it posted itself.
    Centre,
    /// The card factory's system.
    Factory,
    /// A training centre's, the card factory's or a frontend's operator's system, for what is its own.
    Partner,
}

use For::{Agent, Anyone, Centre, Client, Driver, Factory, LinkHolder, Partner, SignedIn, Supervisor};

/// The table. A path parameter of a driver's or a centre's operation names something that is theirs.
#[rustfmt::skip]
pub const TABLE: &[(&str, &str, For)] = &[
    // Sign-in
    ("POST",   "/v1/sessions", Anyone),
    ("POST",   "/v1/sessions/refresh", Anyone),
    ("GET",    "/v1/sessions", SignedIn),
    ("DELETE", "/v1/sessions/{id}", SignedIn),
    ("DELETE", "/v1/sessions/current", SignedIn),
    ("DELETE", "/v1/sessions", SignedIn),
    ("POST",   "/v1/oidc/sign-ins", Anyone),
    ("GET",    "/v1/oidc/callbacks/{audience}", Anyone),
    ("POST",   "/v1/oidc/sessions", Anyone),
    ("POST",   "/v1/oidc/link-requests", SignedIn),
    ("POST",   "/v1/oidc/links", SignedIn),
    ("GET",    "/v1/oidc/links", SignedIn),
    ("DELETE", "/v1/oidc/links/{id}", SignedIn),
    ("POST",   "/v1/oidc/sign-outs", SignedIn),
    ("GET",    "/v1/oidc/signed-out/{audience}", Anyone),
    ("POST",   "/v1/oidc/back-channel-logouts/{audience}", Anyone),
    ("GET",    "/v1/second-factor", Agent),
    ("POST",   "/v1/second-factor", Agent),
    ("POST",   "/v1/second-factor/confirmation", Agent),
    ("POST",   "/v1/passkeys/registrations", Agent),
    ("POST",   "/v1/passkeys", Agent),
    ("GET",    "/v1/passkeys", Agent),
    ("DELETE", "/v1/passkeys/{id}", Agent),
    ("POST",   "/v1/passkeys/sign-ins", Anyone),
    ("POST",   "/v1/passkeys/sessions", Anyone),
    ("POST",   "/v1/second-factor/removal", Agent),
    ("POST",   "/v1/password-resets", Anyone),
    ("GET",    "/v1/passwords/{token}", LinkHolder),
    ("PUT",    "/v1/passwords/{token}", LinkHolder),
    ("POST",   "/oauth/token", Client),
    ("POST",   "/oauth/revoke", Anyone),
    ("GET",    "/.well-known/oauth-authorization-server", Anyone),
    ("GET",    "/.well-known/audit-trail", Anyone),
    ("GET",    "/.well-known/jwks.json", Anyone),
    ("GET",    "/.well-known/security.txt", Anyone),

    // Accounts
    ("POST",   "/v1/accounts", Anyone),
    ("POST",   "/v1/licence-number-checks", Anyone),
    ("GET",    "/v1/reference-data", Anyone),
    ("POST",   "/v1/account-links", Anyone),
    ("GET",    "/v1/account-corrections/{token}", LinkHolder),
    ("PUT",    "/v1/account-corrections/{token}", LinkHolder),
    ("GET",    "/v1/account", Driver),
    ("PATCH",  "/v1/account", Driver),
    ("DELETE", "/v1/account", Driver),
    ("GET",    "/v1/account/closure-preview", Driver),
    ("POST",   "/v1/account/email-changes", Driver),
    ("GET",    "/v1/account/export", Driver),
    ("POST",   "/v1/account/exports", Driver),
    ("GET",    "/v1/account/exports/{id}", Driver),
    ("GET",    "/v1/account/exports/{id}/content", Driver),
    ("PUT",    "/v1/email-changes/{token}", LinkHolder),
    ("PUT",    "/v1/email-objections/{token}", LinkHolder),

    // Trainings, certificates, cards, notices
    ("GET",    "/v1/trainings", Driver),
    ("GET",    "/v1/trainings/{id}", Driver),
    ("GET",    "/v1/trainings/{id}/recap.pdf", Driver),
    ("GET",    "/v1/entitlements", Driver),
    ("GET",    "/v1/certificates", Driver),
    ("GET",    "/v1/certificates/{id}", Driver),
    ("GET",    "/v1/certificates/{id}/certificate.pdf", Driver),
    ("GET",    "/v1/cards", Driver),
    ("GET",    "/v1/cards/{id}", Driver),
    ("GET",    "/v1/cards/{id}/visual.svg", Driver),
    ("POST",   "/v1/cards/{id}/activation", Driver),
    ("POST",   "/v1/shares", Driver),
    ("GET",    "/v1/shares", Driver),
    ("GET",    "/v1/shares/{id}", Driver),
    ("DELETE", "/v1/shares/{id}", Driver),
    ("GET",    "/v1/shares/{id}/looks", Driver),
    ("GET",    "/v1/shared/{token}", Anyone),
    ("GET",    "/v1/invoices", Driver),
    ("GET",    "/v1/invoices/{id}", Driver),
    ("GET",    "/v1/notices", Driver),
    ("PUT",    "/v1/notices/{id}/read", Driver),

    // Cases
    ("POST",   "/v1/cases", Driver),
    ("GET",    "/v1/cases", Driver),
    ("GET",    "/v1/cases/{id}", Driver),
    ("PUT",    "/v1/cases/{id}/holder", Driver),
    ("PUT",    "/v1/cases/{id}/delivery-address", Driver),
    ("PUT",    "/v1/cases/{id}/billing-address", Driver),
    ("PUT",    "/v1/cases/{id}/declaration", Driver),
    ("PUT",    "/v1/cases/{id}/undelivered-choice", Driver),
    ("POST",   "/v1/cases/{id}/documents", Driver),
    ("GET",    "/v1/cases/{id}/documents/{document_id}", Driver),
    ("DELETE", "/v1/cases/{id}/documents/{document_id}", Driver),
    ("GET",    "/v1/cases/{id}/documents/{document_id}/content", Driver),
    ("GET",    "/v1/cases/{id}/summary", Driver),
    ("GET",    "/v1/cases/{id}/summary.pdf", Driver),
    ("GET",    "/v1/cases/{id}/return-coupon.pdf", Driver),
    ("POST",   "/v1/cases/{id}/submission", Driver),
    ("POST",   "/v1/cases/{id}/cancellation", Driver),
    ("POST",   "/v1/cases/{id}/response", Driver),
    ("GET",    "/v1/cases/{id}/history", Driver),
    ("POST",   "/v1/cases/{id}/payments", Driver),
    ("GET",    "/v1/cases/{id}/payments", Driver),

    // Invoices, links to papers
    ("GET",    "/v1/invoices/{id}/invoice.pdf", Driver),
    ("POST",   "/v1/download-links", Driver),
    ("GET",    "/v1/downloads/{token}", LinkHolder),

    // Training centres
    ("POST",   "/v1/attestations", Centre),
    ("POST",   "/v1/attestation-batches", Centre),
    ("GET",    "/v1/attestations", Centre),
    ("GET",    "/v1/attestations/{id}", Centre),
    ("POST",   "/v1/attestations/{id}/withdrawal", Centre),

    // Production
    ("GET",    "/v1/production-orders", Factory),
    ("GET",    "/v1/production-orders/{id}", Factory),
    ("GET",    "/v1/production-orders/{id}/photo", Factory),
    ("GET",    "/v1/production-orders/{id}/signature", Factory),
    ("GET",    "/v1/production-orders/{id}/letter.pdf", Factory),
    ("POST",   "/v1/production-orders/{id}/start", Factory),
    ("POST",   "/v1/production-orders/{id}/shipment", Factory),
    ("POST",   "/v1/production-orders/{id}/failure", Factory),

    // Webhooks
    ("GET",    "/v1/webhook-endpoints", Partner),
    ("POST",   "/v1/webhook-endpoints", Partner),
    ("GET",    "/v1/webhook-endpoints/{id}", Partner),
    ("PATCH",  "/v1/webhook-endpoints/{id}", Partner),
    ("DELETE", "/v1/webhook-endpoints/{id}", Partner),
    ("POST",   "/v1/webhook-endpoints/{id}/secret", Partner),
    ("POST",   "/v1/webhook-endpoints/{id}/test", Partner),
    ("POST",   "/v1/webhook-endpoints/{id}/replays", Partner),
    ("GET",    "/v1/webhook-endpoints/{id}/deliveries", Partner),
    ("GET",    "/v1/webhook-endpoints/{id}/deliveries/{delivery_id}", Partner),
    ("POST",   "/v1/webhook-endpoints/{id}/deliveries/{delivery_id}/replay", Partner),

    // Back office: accounts
    ("GET",    "/v1/back-office/accounts", Agent),
    ("GET",    "/v1/back-office/accounts/{id}", Agent),
    ("POST",   "/v1/back-office/accounts/{id}/approval", Agent),
    ("POST",   "/v1/back-office/accounts/{id}/correction-request", Agent),
    ("POST",   "/v1/back-office/accounts/{id}/rejection", Agent),
    ("POST",   "/v1/back-office/accounts/{id}/suspension", Supervisor),
    ("GET",    "/v1/back-office/accounts/{id}/known-qualifications", Supervisor),
    ("POST",   "/v1/back-office/accounts/{id}/known-qualifications", Supervisor),
    ("PUT",    "/v1/back-office/accounts/{id}/known-qualifications/{qualification_id}", Supervisor),
    ("DELETE", "/v1/back-office/accounts/{id}/known-qualifications/{qualification_id}", Supervisor),
    ("GET",    "/v1/back-office/term-reprints", Supervisor),
    ("POST",   "/v1/back-office/accounts/{id}/reactivation", Supervisor),
    ("POST",   "/v1/back-office/accounts/{id}/closure", Agent),
    ("POST",   "/v1/back-office/accounts/{id}/email-correction", Agent),

    // Back office: cases
    ("GET",    "/v1/back-office/cases", Agent),
    ("GET",    "/v1/back-office/cases/{id}", Agent),
    ("GET",    "/v1/back-office/cases/{id}/documents/{document_id}/content", Agent),
    ("POST",   "/v1/back-office/cases/{id}/assignment", Agent),
    ("DELETE", "/v1/back-office/cases/{id}/assignment", Agent),
    ("POST",   "/v1/back-office/cases/{id}/information-request", Agent),
    ("PUT",    "/v1/back-office/cases/{id}/previous-expiry", Agent),
    ("POST",   "/v1/back-office/cases/{id}/approval", Agent),
    ("POST",   "/v1/back-office/cases/{id}/rejection", Agent),
    ("POST",   "/v1/back-office/cases/{id}/card-reception", Agent),
    ("POST",   "/v1/back-office/cases/{id}/fault-attribution", Agent),
    ("POST",   "/v1/back-office/undelivered-returns", Agent),

    // Back office: cards, orders, attestations
    ("GET",    "/v1/back-office/cards", Agent),
    ("GET",    "/v1/back-office/cards/{id}", Agent),
    ("POST",   "/v1/back-office/cards/{id}/revocation", Agent),
    ("GET",    "/v1/back-office/production-orders", Agent),
    ("GET",    "/v1/back-office/production-orders/{id}", Agent),
    ("POST",   "/v1/back-office/production-orders/{id}/requeue", Agent),
    ("GET",    "/v1/back-office/attestations", Agent),
    ("GET",    "/v1/back-office/attestations/{id}", Agent),
    ("POST",   "/v1/back-office/attestations/{id}/match", Agent),
    ("POST",   "/v1/back-office/attestations/{id}/overlap-decision", Agent),
    ("POST",   "/v1/back-office/attestations/{id}/dismissal", Agent),

    // Back office: the hub itself
    ("GET",    "/v1/back-office/training-centres", Supervisor),
    ("POST",   "/v1/back-office/training-centres", Supervisor),
    ("GET",    "/v1/back-office/training-centres/{id}", Supervisor),
    ("PATCH",  "/v1/back-office/training-centres/{id}", Supervisor),
    ("POST",   "/v1/back-office/training-centres/{id}/credentials", Supervisor),
    ("POST",   "/v1/back-office/training-centres/{id}/credentials/{client_id}/secret", Supervisor),
    ("PUT",    "/v1/back-office/training-centres/{id}/credentials/{client_id}/keys", Supervisor),
    ("DELETE", "/v1/back-office/training-centres/{id}/credentials/{client_id}", Supervisor),
    ("GET",    "/v1/back-office/oauth-clients", Supervisor),
    ("POST",   "/v1/back-office/oauth-clients", Supervisor),
    ("GET",    "/v1/back-office/oauth-clients/{id}", Supervisor),
    ("PATCH",  "/v1/back-office/oauth-clients/{id}", Supervisor),
    ("GET",    "/v1/back-office/oauth-clients/{id}/credentials", Supervisor),
    ("POST",   "/v1/back-office/oauth-clients/{id}/credentials", Supervisor),
    ("POST",   "/v1/back-office/oauth-clients/{id}/credentials/{client_id}/secret", Supervisor),
    ("PUT",    "/v1/back-office/oauth-clients/{id}/credentials/{client_id}/keys", Supervisor),
    ("DELETE", "/v1/back-office/oauth-clients/{id}/credentials/{client_id}", Supervisor),
    ("GET",    "/v1/back-office/card-factory/credentials", Supervisor),
    ("POST",   "/v1/back-office/card-factory/credentials", Supervisor),
    ("POST",   "/v1/back-office/card-factory/credentials/{client_id}/secret", Supervisor),
    ("PUT",    "/v1/back-office/card-factory/credentials/{client_id}/keys", Supervisor),
    ("DELETE", "/v1/back-office/card-factory/credentials/{client_id}", Supervisor),
    ("GET",    "/v1/back-office/fees", Supervisor),
    ("PUT",    "/v1/back-office/fees", Supervisor),
    ("GET",    "/v1/back-office/e-reporting", Supervisor),
    ("GET",    "/v1/back-office/staff", Supervisor),
    ("POST",   "/v1/back-office/staff", Supervisor),
    ("GET",    "/v1/back-office/staff/{id}", Supervisor),
    ("PATCH",  "/v1/back-office/staff/{id}", Supervisor),
    ("GET",    "/v1/back-office/staff/{id}/sessions", Supervisor),
    ("DELETE", "/v1/back-office/staff/{id}/sessions", Supervisor),
    ("DELETE", "/v1/back-office/staff/{id}/second-factor", Supervisor),
    ("GET",    "/v1/back-office/staff/{id}/oidc-links", Supervisor),
    ("DELETE", "/v1/back-office/staff/{id}/oidc-links/{link_id}", Supervisor),
    ("GET",    "/v1/back-office/messages", Agent),    ("GET",    "/v1/back-office/messages/{id}", Agent),
    ("POST",   "/v1/back-office/messages/{id}/requeue", Agent),
    ("POST",   "/v1/back-office/messages/requeue", Agent),
    ("GET",    "/v1/back-office/audit-events", Supervisor),
    ("GET",    "/v1/back-office/retention-preview", Agent),

    // Everyone
    ("GET",    "/v1/verifications/{code}", Anyone),
    ("POST",   "/v1/payment-webhooks/{provider}", Anyone),
    ("GET",    "/health/live", Anyone),
    ("GET",    "/health/ready", Anyone),
    ("GET",    "/openapi.json", Anyone),
    ("GET",    "/openapi.yaml", Anyone),
    ("GET",    "/problems", Anyone),
    ("GET",    "/problems/{code}", Anyone),
    ("GET",    "/", Anyone),

    // Sandbox
    ("GET",    "/v1/sandbox/messages", Anyone),
    ("GET",    "/v1/sandbox/messages/{id}", Anyone),
    ("GET",    "/v1/sandbox/messages/{id}/attachments/{name}", Anyone),
    ("GET",    "/v1/sandbox/clock", Anyone),
    ("PUT",    "/v1/sandbox/clock", Anyone),
    ("POST",   "/v1/sandbox/payments/{id}/outcome", Anyone),
];

/// What a frontend may do that a driver authorised, by scope. Whatever stands here under no scope is for nothing less
/// than everything.
#[rustfmt::skip]
const DELEGATED: &[(&str, &[(&str, &str)])] = &[
    ("profile", &[("GET", "/v1/account"), ("PATCH", "/v1/account")]),
    ("trainings:read", &[
        ("GET", "/v1/trainings"), ("GET", "/v1/trainings/{id}"), ("GET", "/v1/trainings/{id}/recap.pdf"),
        ("GET", "/v1/entitlements"),
    ]),
    ("certificates:read", &[
        ("GET", "/v1/certificates"), ("GET", "/v1/certificates/{id}"), ("GET", "/v1/certificates/{id}/certificate.pdf"),
    ]),
    ("cases", &[
        ("POST", "/v1/cases"), ("GET", "/v1/cases"), ("GET", "/v1/cases/{id}"), ("PUT", "/v1/cases/{id}/holder"),
        ("PUT", "/v1/cases/{id}/delivery-address"), ("PUT", "/v1/cases/{id}/billing-address"),
        ("PUT", "/v1/cases/{id}/declaration"), ("PUT", "/v1/cases/{id}/undelivered-choice"),
        ("POST", "/v1/cases/{id}/documents"), ("GET", "/v1/cases/{id}/documents/{document_id}"),
        ("DELETE", "/v1/cases/{id}/documents/{document_id}"), ("GET", "/v1/cases/{id}/documents/{document_id}/content"),
        ("GET", "/v1/cases/{id}/summary"), ("GET", "/v1/cases/{id}/summary.pdf"),
        ("GET", "/v1/cases/{id}/return-coupon.pdf"), ("POST", "/v1/cases/{id}/submission"),
        ("POST", "/v1/cases/{id}/cancellation"), ("POST", "/v1/cases/{id}/response"), ("GET", "/v1/cases/{id}/history"),
        ("POST", "/v1/cases/{id}/payments"), ("GET", "/v1/cases/{id}/payments"),
    ]),
    ("cards:read", &[("GET", "/v1/cards"), ("GET", "/v1/cards/{id}"), ("GET", "/v1/cards/{id}/visual.svg")]),
    ("cards:activate", &[("POST", "/v1/cards/{id}/activation")]),
    ("invoices:read", &[
        ("GET", "/v1/invoices"), ("GET", "/v1/invoices/{id}"), ("GET", "/v1/invoices/{id}/invoice.pdf"),
    ]),
    ("notices", &[("GET", "/v1/notices"), ("PUT", "/v1/notices/{id}/read")]),
];

/// Every scope that a frontend of somebody else's can have.
pub fn scopes() -> impl Iterator<Item = &'static str> {
    DELEGATED.iter().map(|(scope, _)| *scope)
}

/// The scope with which a frontend may do an operation, by the table.
pub fn scope(operation: &Operation) -> Option<&'static str> {
    let is_it = |(method, pattern): &(&str, &str)| operation.method == *method && operation.pattern == *pattern;
    let mut delegated = DELEGATED.iter().filter(|(_, operations)| operations.iter().any(is_it));
    delegated.next().map(|(scope, _)| *scope)
}

/// Whom each operation is for, by the table.
pub fn whom(operation: &Operation) -> For {
    let row = TABLE
        .iter()
        .find(|(method, pattern, _)| operation.method == *method && operation.pattern == *pattern);
    row.unwrap_or_else(|| panic!("{} is not in the table of strangers", operation.name()))
        .2
}
