//! `GET /v1/notices`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::NoticeId;
use persistence::notify;
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::notice_view::NoticeView;
use crate::auth::Driver;
use crate::http::output::{Listing, Page, PageParameters};
use crate::http::{InLanguage, Problem, Reply};
use crate::hub::Hub;

/// Which notices.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoticeFilter {
    /// Only the notices that were read (`true`), or only those that were not (`false`).
    #[param(nullable = false)]
    pub read: Option<bool>,
}

/// My notices
///
/// The driver's notices, newest first, each with a link to what it is about.
#[utoipa::path(
    tag = "notices",
    operation_id = "listNotices",
    params(NoticeFilter, PageParameters),
    security(("driver" = []), ("frontend" = ["notices"])),
    responses((status = 200, body = Page<NoticeView>, description = "A page of the driver's notices, newest first."))
)]
#[get("/v1/notices")]
pub async fn list_notices(
    driver: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    list: Listing<NoticeFilter, NoticeId>,
) -> Result<Reply, Problem> {
    let (read, after, fetch) = (list.filter.read, list.after, list.fetch());
    let notices = hub.ask(move |db| Ok(notify::notices(db, driver.id, read, after, fetch)?));
    let views: Result<Vec<_>, _> = notices
        .await?
        .iter()
        .map(|notice| NoticeView::of(notice, language))
        .collect();
    Ok(list.answer(views?, |notice| notice.id, |notice| notice))
}
