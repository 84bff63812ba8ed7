//! The ways from one page of the desk to another.

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use domain::labels::Label;
use domain::people::Language;
use persistence::accounts::Listed;
use persistence::cards::CardRecord;
use persistence::cases::CaseRecord;
use persistence::production_orders::OrderRecord;

use super::facts::age;
use crate::routes::pages::page::say;
use crate::routes::pages::section::Link;

/// Back to the desk.
pub(super) fn to_desk(language: Language) -> Link {
    Link::new(say(language, "Retour au bureau", "Back to the desk"), "/sandbox/desk")
}

/// Further back.
pub(super) fn to_sandbox(language: Language) -> Link {
    Link::new(
        say(language, "Retour au bac à sable", "Back to the sandbox"),
        "/sandbox",
    )
}

/// An account out of several.
pub(super) fn to_listed(listed: Listed, now: DateTime<Utc>, language: Language) -> Link {
    let id = listed.account.id;
    let name = listed
        .profile
        .map(|person| format!("{} {}", person.first_names, person.surname));
    let mut note = age(*listed.account.created_at, now, language);
    if listed.resembles_another {
        note = format!("{note}, {}", say(language, "doublon possible", "possible duplicate"));
    }
    Link::new(
        name.unwrap_or_else(|| id.to_string()),
        format!("/sandbox/desk/accounts/{id}"),
    )
    .noting(note)
}

/// Somebody's account.
pub(super) fn to_account(id: AccountId, language: Language) -> Link {
    Link::new(
        say(language, "Son compte", "Their account"),
        format!("/sandbox/desk/accounts/{id}"),
    )
}

/// A card.
pub(super) fn to_card(card: &CardRecord, language: Language) -> Link {
    let label = format!(
        "{} {} ({})",
        say(language, "Carte", "Card"),
        card.number,
        card.stage.label(language)
    );
    Link::new(label, format!("/sandbox/desk/cards/{}", card.id))
}

/// A case.
pub(super) fn to_case(case: &CaseRecord, language: Language) -> Link {
    let label = format!("{}, {}", case.reference, case.kind.label(language));
    Link::new(label, format!("/sandbox/desk/cases/{}", case.id))
}

/// A production order.
pub(super) fn to_order(order: &OrderRecord, language: Language) -> Link {
    let label = format!("{} ({})", order.order_type.label(language), order.stage.label(language));
    Link::new(label, format!("/sandbox/factory/{}", order.id))
}
