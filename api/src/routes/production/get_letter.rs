//! `GET /v1/production-orders/{id}/letter.pdf`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::ProductionOrderId;
use domain::paper::PaperKind;
use domain::production_order::Stage;
use persistence::{Db, production_orders};

use crate::auth::Production;
use crate::http::output::{PaperResponses, RangeParameter};
use crate::http::{ByteRange, Code, PathOf, Problem, QueryOf, Reply};
use crate::hub::{Abort, Hub, Read};
use crate::routes::papers::serving::{Allowed, Disposition, serve};

/// The letter that carries the card, as a PDF
///
/// To be printed and put into the envelope with the card: it bears the delivery address where the window of a DL
/// envelope is, what is on the card, and how to activate it. There is one until the order is posted. Scope `production`.
#[utoipa::path(
    tag = "production",
    operation_id = "getProductionOrderLetter",
    params(("id" = ProductionOrderId, Path, description = "Identifier (`id`) of the production order."), Disposition, RangeParameter),
    security(("machine" = ["production"])),
    responses(
        PaperResponses,
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "The order is posted already: there is no letter any more (`not_possible_in_stage`).")
    )
)]
#[get("/v1/production-orders/{id}/letter.pdf")]
pub async fn get_letter(
    production: Production,
    hub: Data<Hub>,
    PathOf(id): PathOf<ProductionOrderId>,
    QueryOf(disposition): QueryOf<Disposition>,
    range: ByteRange,
) -> Result<Reply, Problem> {
    let require = move |db: &mut Db<'_>| letter_of(db, id);
    let serving = serve(&hub, production.author.clone(), require, &disposition, &range);
    let read = Read::of("production_order", id).part("letter");
    hub.noted(production.author, read, serving).await
}

fn letter_of(db: &mut Db<'_>, id: ProductionOrderId) -> Result<Allowed, Abort> {
    let order = production_orders::find(db, id)?;
    if order.stage == Stage::Shipped {
        let problem = Problem::new(Code::NotPossibleInStage).member("stage", order.stage);
        return Err(problem.member("possible_actions", [""; 0]).into());
    }
    Ok(Allowed {
        kind: PaperKind::CardLetter,
        subject: order.id.into(),
        account: order.account_id,
    })
}
