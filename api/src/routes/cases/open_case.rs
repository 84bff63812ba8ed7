//! `POST /v1/cases`

use actix_web::post;
use actix_web::web::Data;
use domain::case::Kind;
use domain::ids::CardId;
use domain::words;
use persistence::cases;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::case_view::CaseView;
use crate::auth::Driver;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, InLanguage, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// The case that a driver opens.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "cqc"}))]
pub struct CaseBody {
    /// Kind of the case: what it is about.
    pub kind: OpenKind,
    /// Identifier of the card that the case is about. Required for every kind but `cqc`, which is about none.
    pub card_id: Option<CardId>,
}

words! {
    /// What a driver can open a case about.
    pub enum OpenKind {
        /// The card, or its renewal, after a training.
        Cqc => "cqc",
        /// A card that the driver lost: another one is made, for a fee.
        Loss => "loss",
        /// A card that was stolen: another one is made, for a fee.
        Theft => "theft",
        /// A card with a fault: it is sent back, and another one is made.
        Quality => "quality",
        /// A card that was posted and never arrived: another one is made, free of charge.
        NonDelivery => "non_delivery",
    }
}

impl From<OpenKind> for Kind {
    fn from(kind: OpenKind) -> Self {
        match kind {
            OpenKind::Cqc => Self::Cqc,
            OpenKind::Loss => Self::Loss,
            OpenKind::Theft => Self::Theft,
            OpenKind::Quality => Self::Quality,
            OpenKind::NonDelivery => Self::NonDelivery,
        }
    }
}

/// Open a case
///
/// A draft, with the holder filled in. A cqc case reserves every sector in which the driver has the right to a card;
/// without any the refusal (`no_entitlement`) says what is missing. A loss, theft or quality case is about a card of
/// the driver's. One cqc case at a time, and one case per card: another one that is not yet posted stands in the way
/// (`case_in_the_way`). Undelivered mail is recorded by the back office.
#[utoipa::path(
    tag = "cases",
    operation_id = "openCase",
    params(IdempotencyKeyParameter),
    request_body = CaseBody,
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 201, body = CaseView, description = "The case, as a draft to be completed."),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "There is no such card, or it is somebody else's (`not_found`).")
    )
)]
#[post("/v1/cases")]
pub async fn open_case(
    driver: Driver,
    hub: Data<Hub>,
    once: Idempotency,
    InLanguage(language): InLanguage,
    Body(new): Body<CaseBody>,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    let (kind, card) = (new.kind.into(), new.card_id);
    hub.write_once(&once, author, move |tx| {
        let record = cases::open(tx, driver, kind, card)?;
        let version = record.version;
        let location = format!("/v1/cases/{}", record.id);
        let case = CaseView::of(cases::whole(tx, record)?, language);
        Ok(Reply::created(location, &case).version(version))
    })
    .await
}

#[cfg(test)]
mod tests {
    use domain::words::Word as _;

    use super::*;

    #[test]
    fn what_can_be_opened_is_what_the_domain_says() {
        let kinds: Vec<Kind> = OpenKind::ALL.iter().map(|kind| (*kind).into()).collect();
        assert_eq!(kinds, Kind::OPEN);
        let alike = |(own, known): (&OpenKind, &Kind)| own.name() == known.name();
        assert!(OpenKind::ALL.iter().zip(Kind::OPEN).all(alike));
    }
}
