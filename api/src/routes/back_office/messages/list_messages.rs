//! `GET /v1/back-office/messages`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::MessageId;
use persistence::outbox;
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use super::message_view::{MessageStatus, OutgoingMessage};
use crate::auth::Agent;
use crate::http::output::{Listing, Page, PageParameters};
use crate::http::{Problem, Reply};
use crate::hub::Hub;

/// Which messages.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OutgoingFilter {
    /// Only the messages of which this became.
    #[param(nullable = false)]
    pub status: Option<MessageStatus>,
}

/// Outgoing messages
///
/// Outgoing messages, newest first: what waits, what was sent, what was given up and why.
#[utoipa::path(
    tag = "back-office",
    operation_id = "listOutgoingMessages",
    params(OutgoingFilter, PageParameters),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = Page<OutgoingMessage>, description = "A page of outgoing messages, newest first."))
)]
#[get("/v1/back-office/messages")]
pub async fn list_outgoing_messages(
    _: Agent,
    hub: Data<Hub>,
    list: Listing<OutgoingFilter, MessageId>,
) -> Result<Reply, Problem> {
    let (status, after, fetch) = (list.filter.status.map(Into::into), list.after, list.fetch());
    let messages = hub.read(move |db| Ok(outbox::list(db, status, after, fetch)?));
    Ok(list.answer(messages.await?, |message| message.id, OutgoingMessage::of))
}
