//! `GET /v1/account/closure-preview`

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::card;
use domain::case;
use domain::ids::{CardId, CaseId};
use domain::labels::Label;
use domain::people::Language;
use domain::sector::Sector;
use persistence::accounts::closing::{self, Losses};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Driver;
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// What closing the account would cost its driver, and what stands in the way of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "can_be_closed": true, "trainings": 2, "certificates": 1,
    "unused_rights": [{"sector": "goods", "sector_label": "Marchandises", "expires_on": "2031-11-20"}],
    "cards": [{"id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "number": "FR261234567A", "stage": "active", "stage_label": "Active"}],
    "open_cases": [], "money_under_way": false,
    "notes": ["Vous ne pourrez plus déclarer la perte ou le vol de votre carte."]
}))]
pub struct ClosurePreview {
    /// Whether the account can be closed now: no case is open, and no money is on its way.
    can_be_closed: bool,
    /// Number of trainings whose recaps could be read no more.
    trainings: usize,
    /// Number of certificates that are valid today and could be downloaded no more.
    certificates: usize,
    /// Rights to a card that would be left unused.
    unused_rights: Vec<UnusedRight>,
    /// Cards that would have no owner here: nobody could declare them lost or stolen.
    cards: Vec<OwnedCard>,
    /// Cases that are not over yet: while there are any, the account cannot be closed.
    open_cases: Vec<OpenCase>,
    /// Whether a payment or a refund is under way: while one is, the account cannot be closed.
    money_under_way: bool,
    /// Sentences that say all of this, and how to find it again later, in the language of the request, to show to
    /// people.
    notes: Vec<&'static str>,
}

/// A right to a card that is not used yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnusedRight {
    /// The sector in which a card could be asked for.
    sector: Sector,
    /// Label of `sector`, in the language of the request, to show to people.
    sector_label: &'static str,
    /// The last day of the qualification that the right rests on.
    expires_on: NaiveDate,
}

/// A card in use, on its way, or to be sent again.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnedCard {
    /// Unique identifier of the card.
    id: CardId,
    /// Number of the card, as printed on it (field 5b).
    number: String,
    /// Stage of the card: where it is, and whether it is good.
    stage: card::Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    stage_label: &'static str,
}

/// A case that is not over, and stands in the way of closing the account.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenCase {
    /// Unique identifier of the case.
    id: CaseId,
    /// Reference of the case, for people: printed on papers and searchable.
    reference: String,
    /// Kind of the case: what it is about.
    kind: case::Kind,
    /// Label of `kind`, in the language of the request, to show to people.
    kind_label: &'static str,
    /// Stage of the case: what it waits for.
    stage: case::Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    stage_label: &'static str,
}

/// What closing my account costs
///
/// To be shown before the account is closed: what its driver loses sight of, and what stands in the way. Whoever registers
/// again with the same licence number, birth date and surname finds trainings, rights and cards again, once an agent has
/// approved that account.
#[utoipa::path(
    tag = "accounts",
    operation_id = "getClosurePreview",
    security(("driver" = [])),
    responses((status = 200, body = ClosurePreview, description = "What closing the account would cost as things are now."))
)]
#[get("/v1/account/closure-preview")]
pub async fn get_closure_preview(
    me: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let losses = hub.read(move |db| Ok(closing::losses(db, me.id)?)).await?;
    Ok(Reply::ok(&ClosurePreview::of(losses, language)))
}

impl ClosurePreview {
    fn of(losses: Losses, language: Language) -> Self {
        Self {
            can_be_closed: losses.nothing_stands_in_the_way(),
            notes: notes(&losses, language),
            trainings: losses.trainings.len(),
            certificates: losses.certificates.len(),
            unused_rights: losses
                .rights
                .into_iter()
                .map(|right| UnusedRight {
                    sector: right.sector,
                    sector_label: right.sector.label(language),
                    expires_on: right.expires_on,
                })
                .collect(),
            cards: losses
                .cards
                .into_iter()
                .map(|card| OwnedCard {
                    id: card.id,
                    number: card.number,
                    stage: card.stage,
                    stage_label: card.stage.label(language),
                })
                .collect(),
            open_cases: losses
                .cases
                .into_iter()
                .map(|case| OpenCase {
                    id: case.id,
                    reference: case.reference,
                    kind: case.kind,
                    kind_label: case.kind.label(language),
                    stage: case.stage,
                    stage_label: case.stage.label(language),
                })
                .collect(),
            money_under_way: losses.money_under_way,
        }
    }
}

fn notes(losses: &Losses, language: Language) -> Vec<&'static str> {
    let all: [(bool, &str, &str); 4] = [
        (
            !losses.nothing_stands_in_the_way(),
            "Une demande ou un paiement est en cours : terminez-le d’abord.",
            "A case or a payment is under way: end it first.",
        ),
        (
            !losses.rights.is_empty(),
            "Vous avez droit à une carte que vous n’avez pas encore demandée.",
            "You have a right to a card that you have not asked for yet.",
        ),
        (
            !losses.cards.is_empty(),
            "Votre carte reste ce qu’elle est, mais vous ne pourrez plus l’activer, ni déclarer sa perte ou son vol.",
            "Your card stays what it is, but you will no longer be able to activate it, or to report it lost or stolen.",
        ),
        (
            true,
            "Si vous revenez avec le même numéro de permis, la même date de naissance et le même nom, vous retrouverez vos \
             formations, vos droits et vos cartes.",
            "If you come back with the same licence number, birth date and surname, you will find your trainings, rights \
             and cards again.",
        ),
    ];
    all.into_iter()
        .filter(|(applies, ..)| *applies)
        .map(|(_, fr, en)| match language {
            Language::French => fr,
            Language::English => en,
        })
        .collect()
}
