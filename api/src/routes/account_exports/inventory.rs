//! Which tables an export goes through, column by column, and why it leaves out what it does. A test holds it against the
//! tables that there are: whoever adds a column says here what becomes of it.

/// What an export does with a table.
#[derive(Debug, Clone, Copy)]
pub enum Holding {
    /// Its rows are in the export: these columns are shown, those are left out, each for a reason.
    Exported {
        /// The sheet of the archive, or its folder.
        to: &'static str,
        /// What is shown: under the same name, or as a part of something.
        shown: &'static [&'static str],
        /// What is left out, and why.
        left_out: &'static [(&'static str, &'static str)],
    },
    /// None of it is, for this reason.
    LeftOut(&'static str),
}

use Holding::{Exported, LeftOut};

const OWNER: &str = "whose it is: the driver's account, whose export this is";
const FOLDED: &str = "a form of another column, for comparisons";
const SECRET: &str = "a secret, or the digest of one";
const DIGEST: &str = "the digest of what is in the archive";
const WORKING: &str = "by which the hub works through its queue";
const PROSE: &str = "told by what is shown";
const STAFF: &str = "a member of staff, who is nobody's business but their employer's";
const VOCABULARY: &str = "a vocabulary";
const OPERATOR: &str = "the operator's own, of no driver";
const PARTNERS: &str = "of a training centre's or the card factory's system, and of no driver";
const OF_STAFF: &str = "of staff alone";

/// Every table there is.
#[rustfmt::skip]
pub const INVENTORY: &[(&str, Holding)] = &[
    ("accounts", Exported {
        to: "account",
        shown: &["id", "version", "stage", "email", "licence_country", "licence_number", "licence_neph", "decision_reason",
                 "created_at", "updated_at", "wrong_birth_dates"],
        left_out: &[("password_hash", SECRET)],
    }),
    ("profiles", Exported {
        to: "account",
        shown: &["account_id", "language", "phone", "surname", "first_names", "birth_date", "birth_date_precision",
                 "birth_place", "birth_country", "address", "licence_categories", "licence_category_expiries",
                 "licence_issued_on", "licence_expires_on", "usage_name"],
        left_out: &[("surname_folded", FOLDED), ("usage_name_folded", FOLDED), ("birth_date_latest", FOLDED)],
    }),
    ("consents", Exported {
        to: "consents",
        shown: &["consent", "document_version", "given_at"],
        left_out: &[("account_id", OWNER)],
    }),
    ("known_numbers", Exported {
        to: "licence-numbers",
        shown: &["country", "number"],
        left_out: &[("account_id", OWNER)],
    }),
    ("aliases", Exported {
        to: "aliases",
        shown: &["id", "surname", "usage_name", "first_names", "birth_date", "birth_date_precision", "licence_country",
                 "licence_number", "neph", "created_at"],
        left_out: &[("account_id", OWNER), ("surname_folded", FOLDED), ("usage_name_folded", FOLDED)],
    }),
    ("sessions", Exported {
        to: "sessions",
        shown: &["id", "user_agent", "created_at", "rotated_at", "expires_at", "ended_at", "means", "frontend_id",
                 "frontend_name", "scopes"],
        left_out: &[
            ("account_id", OWNER), ("staff_id", STAFF), ("generation", "counts the tokens, which are secrets"),
            ("proven_by_provider", "of staff alone"), ("passkey_id", "of staff alone"),
        ],
    }),
    ("known_networks", Exported {
        to: "known-networks",
        shown: &["last_seen_at"],
        left_out: &[("account_id", OWNER), ("staff_id", STAFF), ("digest", "tells nobody which network or program it is")],
    }),
    ("account_exports", Exported {
        to: "exports",
        shown: &["id", "stage", "size", "requested_at", "ready_at", "expires_at"],
        left_out: &[("account_id", OWNER), ("sha256", "told with each download")],
    }),
    ("shares", Exported {
        to: "shares",
        shown: &["id", "name", "items", "created_at", "valid_until", "ended_at", "looks", "last_looked_at"],
        left_out: &[("account_id", OWNER), ("token_hash", SECRET), ("code_hash", SECRET)],
    }),
    ("share_looks", Exported {
        to: "share-looks",
        shown: &["id", "share_id", "way", "looked_at"],
        left_out: &[("account_id", OWNER)],
    }),
    ("attestations", Exported {
        to: "attestations",
        shown: &["id", "version", "stage", "centre_id", "external_reference", "training_type", "sector", "hours",
                 "started_on", "ended_on", "delivered_on", "place", "surname", "usage_name", "first_names", "birth_date",
                 "birth_date_precision", "licence_country", "licence_number", "neph", "previous_expires_on", "counted_in",
                 "decision_reason", "created_at", "updated_at"],
        left_out: &[
            ("account_id", OWNER), ("surname_folded", FOLDED), ("content_hash", DIGEST),
            ("candidate_id", "of attestations that are nobody's yet: whether they are this driver's is not known"),
            ("mismatch", "of attestations that are nobody's yet"),
            ("overlap_decision", "tells which of two attestations counts, which `entitlements` shows"),
            ("awaits_agent", WORKING),
        ],
    }),
    ("known_qualifications", Exported {
        to: "known-qualifications",
        shown: &["id", "version", "account_id", "sector", "expires_on", "source", "card_number", "attestation_id",
                 "created_at", "updated_at"],
        left_out: &[],
    }),
    ("entitlements", Exported {
        to: "rights",
        shown: &["id", "version", "stage", "attestation_id", "case_id", "sector", "training_ended_on", "expires_on",
                 "created_at", "updated_at"],
        left_out: &[("account_id", OWNER)],
    }),
    ("certificates", Exported {
        to: "certificates",
        shown: &["id", "version", "attestation_id", "code", "sector", "sectors", "training_type", "training_ended_on",
                 "centre_name", "surname", "first_names", "birth_date", "birth_date_precision", "valid_from",
                 "valid_until", "issued_at", "revoked_at", "revocation_reason"],
        left_out: &[("account_id", OWNER)],
    }),
    ("cases", Exported {
        to: "cases",
        shown: &["id", "version", "kind", "stage", "reference", "subject_card_id", "produced_card_id", "holder",
                 "delivery_address", "billing_address", "declaration", "sectors", "answer_before", "requested_at",
                 "decision_reason", "tracking_number", "submitted_at", "decided_at", "shipped_at", "created_at",
                 "updated_at", "amount_due", "previous_expiry"],
        left_out: &[
            ("account_id", OWNER), ("assignee_id", STAFF),
            ("warning", "calls an agent to look again, at what `history` tells"),
        ],
    }),
    ("case_items", Exported {
        to: "information-requests",
        shown: &["id", "case_id", "target", "reason", "changed", "comment", "created_at", "settled_at"],
        left_out: &[("account_id", OWNER)],
    }),
    ("cards", Exported {
        to: "cards",
        shown: &["id", "version", "stage", "number", "code", "holder", "sectors", "issuer", "issued_on", "expires_on",
                 "delivery_address", "photo_id", "signature_id", "tracking_number", "revocation_reason", "revocation_note",
                 "activated_at", "created_at", "updated_at"],
        left_out: &[
            ("account_id", OWNER), ("stage_before", "told by `history`"),
            ("lineage_id", "the first card of a line of replacements, which `cases` tell"),
        ],
    }),
    ("production_orders", Exported {
        to: "production-orders",
        shown: &["id", "version", "stage", "order_type", "card_id", "case_id", "delivery_address", "failure_reason",
                 "tracking_number", "shipped_at", "created_at", "updated_at"],
        left_out: &[("account_id", OWNER)],
    }),
    ("term_reprints", Exported {
        to: "term-reprints",
        shown: &["attestation_id", "sector", "account_id", "printed", "due"],
        left_out: &[],
    }),
    ("payments", Exported {
        to: "payments",
        shown: &["id", "stage", "case_id", "fee", "amount", "currency", "provider", "provider_reference", "return_url",
                 "failure", "captured_at", "refunded_at", "created_at", "updated_at"],
        left_out: &[
            ("account_id", OWNER), ("version", WORKING), ("next_action", SECRET),
            ("captured_amount", "the amount again, as the provider reported it: another one is refunded"),
            ("captured_currency", "as the captured amount"),
            ("alert", "calls an operator to look at the provider"),
        ],
    }),
    ("invoices", Exported {
        to: "invoices",
        shown: &["id", "kind", "number", "case_id", "payment_id", "cancels_id", "total", "currency", "mentions",
                 "issued_at"],
        left_out: &[("account_id", OWNER)],
    }),
    ("notices", Exported {
        to: "notices",
        shown: &["id", "kind", "subject", "subject_id", "created_at", "read_at"],
        left_out: &[("account_id", OWNER)],
    }),
    ("outbox", Exported {
        to: "messages",
        shown: &["id", "kind", "account_id", "payload", "created_at", "attempts", "settled_at", "failed_at"],
        left_out: &[
            ("ordering_key", WORKING), ("available_at", WORKING), ("lease_until", WORKING), ("claim_token", WORKING),
            ("last_error", "what another system said, for agents"), ("traceparent", WORKING), ("lane", WORKING),
        ],
    }),
    ("links", Exported {
        to: "links",
        shown: &["purpose", "email", "created_at", "expires_at", "used_at"],
        left_out: &[("account_id", OWNER), ("staff_id", STAFF), ("token_hash", SECRET)],
    }),
    ("identity_links", Exported {
        to: "identity-links",
        shown: &["id", "issuer", "subject", "created_at", "last_used_at"],
        left_out: &[("audience", PROSE), ("account_id", OWNER), ("staff_id", STAFF)],
    }),
    ("transitions", Exported {
        to: "history",
        shown: &["subject", "subject_id", "action", "to_stage", "actor_role", "reason", "at"],
        left_out: &[("id", WORKING), ("from_stage", PROSE), ("actor_id", STAFF)],
    }),
    ("audit_events", Exported {
        to: "audit-events",
        shown: &["id", "at", "actor_role", "actor_id", "action", "subject", "subject_id", "request_id", "details",
                 "client_address"],
        left_out: &[],
    }),
    ("documents", Exported {
        to: "documents/",
        shown: &["id", "case_id", "document_type", "media_type", "file_name", "size", "sha256", "width", "height",
                 "created_at", "scan"],
        left_out: &[("account_id", OWNER), ("card_id", "the card that bears it is that of its case")],
    }),
    ("papers", Exported {
        to: "papers/",
        shown: &["id", "kind", "subject_id", "file_name", "facts", "made_at"],
        left_out: &[
            ("account_id", OWNER), ("signed_with", "the hub's key"), ("sha256", DIGEST), ("size", PROSE),
            ("created_at", WORKING),
        ],
    }),

    ("document_forms", LeftOut("made of documents that are in the archive, for printing")),
    ("dismissals", LeftOut("says of an attestation that it is somebody else's")),
    ("oidc_flows", LeftOut("journeys to an identity provider, for minutes, and secret")),
    ("authorizations", LeftOut("codes on their way to a frontend, for minutes, and secret; `sessions` tells what came of them")),
    ("oidc_sessions", LeftOut("what was secret between the provider and a session, which `sessions` tells")),
    ("client_assertions", LeftOut("digests of what machines have signed, of nobody in particular")),
    ("logout_tokens", LeftOut("digests of what providers have said, of nobody in particular")),
    ("rate_limits", LeftOut("how much was asked for lately, under hashes that name nobody without the operator's secret")),
    ("download_links", LeftOut("for a minute, and secret")),
    ("refresh_tokens", LeftOut(SECRET)),
    ("timers", LeftOut("when the hub does by itself what `history` tells of once it is done")),
    ("idempotency_records", LeftOut("answers kept for a day in case a request is repeated; found by their key alone")),
    ("payment_events", LeftOut("what providers reported of payments, which `payments` tells")),
    ("mailbox", LeftOut("the sandbox's: what would have been mailed; empty in production")),
    ("sandbox_payments", LeftOut("the sandbox's; empty in production")),

    ("audit_seals", LeftOut("digests of lines of the audit trail, which are in the archive as far as they are about the driver")),

    ("staff", LeftOut(OF_STAFF)),
    ("second_factors", LeftOut(OF_STAFF)),
    ("recovery_codes", LeftOut(OF_STAFF)),
    ("passkeys", LeftOut(OF_STAFF)),
    ("passkey_ceremonies", LeftOut(OF_STAFF)),
    ("hub_state", LeftOut(OPERATOR)),
    ("signing_keys", LeftOut(OPERATOR)),
    ("storage_keys", LeftOut(OPERATOR)),
    ("training_centres", LeftOut(OPERATOR)),
    ("accreditations", LeftOut(OPERATOR)),
    ("machine_clients", LeftOut(OPERATOR)),
    ("frontends", LeftOut(OPERATOR)),
    ("webhook_endpoints", LeftOut(PARTNERS)),
    ("webhook_secrets", LeftOut(PARTNERS)),
    ("webhook_events", LeftOut("says under an id, to whoever has it already, what `history` tells; for thirty days")),
    ("webhook_deliveries", LeftOut(PARTNERS)),
    ("webhook_attempts", LeftOut(PARTNERS)),
    ("fees", LeftOut(OPERATOR)),
    ("invoice_counters", LeftOut(OPERATOR)),
    ("account_stages", LeftOut(VOCABULARY)),
    ("account_export_stages", LeftOut(VOCABULARY)),
    ("entitlement_stages", LeftOut(VOCABULARY)),
    ("case_stages", LeftOut(VOCABULARY)),
    ("card_stages", LeftOut(VOCABULARY)),
    ("production_order_stages", LeftOut(VOCABULARY)),
    ("attestation_stages", LeftOut(VOCABULARY)),
    ("payment_stages", LeftOut(VOCABULARY)),
];
