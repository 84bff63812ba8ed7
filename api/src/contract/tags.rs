//! The contract's chapters, in reading order. An operation belongs to exactly one of them (a test holds that).

use std::collections::BTreeSet;

use utoipa::openapi::OpenApi;
use utoipa::openapi::tag::TagBuilder;

use crate::http::middleware::operations;

const CHAPTERS: &[(&str, &str)] = &[
    (
        "sign-in",
        "Signing in and out, passwords, tokens for frontends and machines.",
    ),
    ("accounts", "Opening an account, correcting it, one's own profile."),
    (
        "reference",
        "What anybody may look up: kinds, stages, labels, licence numbers.",
    ),
    ("trainings", "A driver's training recaps and the rights they give."),
    ("certificates", "A driver's certificates of qualification."),
    ("cases", "A driver's cases: from draft to card."),
    ("cards", "A driver's cards: as printed, on their way, in use."),
    (
        "shares",
        "Proof of qualification for an employer: what a driver shows, and until when.",
    ),
    ("invoices", "A driver's invoices and credit notes."),
    ("downloads", "Links to documents that work for a minute, for browsers."),
    ("notices", "What the hub has to tell a driver."),
    (
        "attestations",
        "For training centres' systems: what they post about trainings.",
    ),
    (
        "production",
        "For the card factory's system: what to print and to post.",
    ),
    (
        "webhooks",
        "For partners' systems: what they are told of, where, and what became of it.",
    ),
    ("webhook-events", "What the hub sends to partners' systems."),
    ("back-office", "For agents and supervisors."),
    ("verification", "For roadside checks: is this certificate or card good?"),
    ("payments", "Where payment providers report."),
    ("service", "The hub itself: health, contract, explanations."),
    (
        "sandbox",
        "The sandbox only: caught messages, the movable clock, payments' outcomes. Absent in production.",
    ),
];

/// Describes the chapters that are in use.
pub(super) fn describe(contract: &mut OpenApi) {
    let used: BTreeSet<&str> = contract
        .paths
        .paths
        .values()
        .chain(contract.webhooks.iter().flat_map(|webhooks| webhooks.paths.values()))
        .flat_map(operations::methods_of)
        .flat_map(|(_, operation)| operation.tags.iter().flatten().map(String::as_str))
        .collect();
    let chapters = CHAPTERS.iter().filter(|(name, _)| used.contains(name));
    let tags = chapters
        .map(|(name, text)| TagBuilder::new().name(*name).description(Some(*text)).build())
        .collect();
    contract.tags = Some(tags);
}
