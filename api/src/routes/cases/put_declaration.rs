//! `PUT /v1/cases/{id}/declaration`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::CaseId;
use persistence::cases;

use super::case_view::CaseView;
use super::declaration_body::DeclarationBody;
use super::lock_own;
use crate::auth::Driver;
use crate::http::output::IfMatchParameter;
use crate::http::problem::ProblemDocument;
use crate::http::{Body, IfMatch, InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Declare a card lost, stolen or faulty
///
/// Possible in a draft about a card. A loss or a theft says when (`lost_on`) and, if there is something to tell, how; a
/// faulty card says what is wrong with it (`defects`). Each comes with the commitment to give the card back.
#[utoipa::path(
    tag = "cases",
    operation_id = "putCaseDeclaration",
    params(("id" = CaseId, Path, description = "Identifier (`id`) of the case."), IfMatchParameter),
    request_body = DeclarationBody,
    security(("driver" = []), ("frontend" = ["cases"])),
    responses(
        (status = 200, body = CaseView, description = "The case with its declaration."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "A declaration is not asked for by this kind of case (`not_asked_for`), or not at this stage (`not_possible_in_stage`).")
    )
)]
#[put("/v1/cases/{id}/declaration")]
pub async fn put_declaration(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<CaseId>,
    seen: IfMatch,
    InLanguage(language): InLanguage,
    Body(body): Body<DeclarationBody>,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    hub.write(author, move |tx| {
        let record = lock_own(tx, driver, id, &seen)?;
        let declaration = body.clone().about(record.kind)?;
        let whole = cases::put_declaration(tx, record, &declaration)?;
        Ok(CaseView::answer(whole, language))
    })
    .await
}
