//! `POST /v1/cases`

use actix_web::post;
use actix_web::web::Data;
use domain::case::Kind;
use domain::ids::CardId;
use domain::words::Word;
use persistence::cases;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::case_view::CaseView;
use crate::auth::Driver;
use crate::http::{Body, Fault, InLanguage, InputFault, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// The case that a driver opens.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "cqc"}))]
pub struct CaseBody {
    /// Kind of the case: what it is about.
    pub kind: Kind,
    /// Identifier of the card that the case is about. Required for every kind but `cqc`, which is about none.
    pub card_id: Option<CardId>,
}

/// The kind, if it is one that can be opened.
fn openable(kind: Kind) -> Result<Kind, Problem> {
    if Kind::OPEN.contains(&kind) {
        return Ok(kind);
    }
    let open: Vec<_> = Kind::OPEN.iter().map(|kind| kind.name()).collect();
    let fault = Fault::at("/kind", InputFault::UnknownValue).with("expected", &open.join(", "));
    Err(Problem::invalid([fault]))
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
    security(("driver" = [])),
    responses((status = 201, body = CaseView, description = "The case, as a draft to be completed."))
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
    let (kind, card) = (openable(new.kind)?, new.card_id);
    hub.write_once(&once, author, move |tx| {
        let record = cases::open(tx, driver, kind, card)?;
        let version = record.version;
        let location = format!("/v1/cases/{}", record.id);
        let case = CaseView::of(cases::whole(tx, record)?, language);
        Ok(Reply::created(location, &case).version(version))
    })
    .await
}
