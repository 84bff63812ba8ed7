//! `PUT /v1/notices/{id}/read`

use actix_web::put;
use actix_web::web::Data;
use domain::ids::NoticeId;
use persistence::notify;

use super::notice_view::NoticeView;
use crate::auth::Driver;
use crate::http::{EmptyBody, InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// Mark a notice as read
///
/// Once read, a notice stays so; marking it again changes nothing.
#[utoipa::path(
    tag = "notices",
    operation_id = "readNotice",
    params(("id" = NoticeId, Path, description = "Identifier (`id`) of the notice.")),
    security(("driver" = []), ("frontend" = ["notices"])),
    responses((status = 200, body = NoticeView, description = "The notice, which is read from now on."))
)]
#[put("/v1/notices/{id}/read")]
pub async fn read_notice(
    driver: Driver,
    hub: Data<Hub>,
    PathOf(id): PathOf<NoticeId>,
    InLanguage(language): InLanguage,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    let Driver { id: driver, author } = driver;
    hub.write(author, move |tx| {
        let notice = notify::read(tx, driver, id)?;
        Ok(Reply::ok(&NoticeView::of(&notice, language)?))
    })
    .await
}
