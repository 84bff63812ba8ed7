//! `GET /v1/sandbox/messages`

use actix_web::get;
use actix_web::web::Data;
use persistence::mailbox;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;
use validator::Validate;

use super::message_view::MessageView;
use crate::http::output::{Listing, Page, PageParameters};
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// Which messages.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MessageFilter {
    /// Only the messages to this email address or phone number.
    #[param(nullable = false, example = "camille.martin@example.org")]
    pub to: Option<String>,
}

/// What was mailed and texted
///
/// Mails and text messages that the sandbox caught, newest first. They arrive a moment after what caused them.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "listSandboxMessages",
    params(MessageFilter, PageParameters),
    responses((status = 200, body = Page<MessageView>, description = "A page of caught messages, newest first."))
)]
#[get("/v1/sandbox/messages")]
pub async fn list_messages(hub: Data<Hub>, list: Listing<MessageFilter, Uuid>) -> Result<Reply, Problem> {
    let to = list.filter.to.as_ref().map(|to| to.trim().to_lowercase());
    let (after, fetch) = (list.after, list.fetch());
    let messages = hub
        .read(move |db| Ok(mailbox::list(db, to.as_deref(), after, fetch)?))
        .await?;
    let page = list.answer(messages, |message| message.id, MessageView::of);
    Ok(page.never_stored())
}
