//! `GET /v1/sandbox/messages/{id}`

use actix_web::get;
use actix_web::web::Data;
use persistence::mailbox;
use uuid::Uuid;

use super::message_view::MessageView;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// One caught message
///
/// The mail or text message, as it would have arrived.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "getSandboxMessage",
    params(("id" = Uuid, Path, description = "Identifier (`id`) of the message.")),
    responses((status = 200, body = MessageView, description = "The message, as it would have arrived."))
)]
#[get("/v1/sandbox/messages/{id}")]
pub async fn get_message(hub: Data<Hub>, PathOf(id): PathOf<Uuid>) -> Result<Reply, Problem> {
    let message = hub.read(move |db| Ok(mailbox::find(db, id)?)).await?;
    Ok(Reply::ok(&MessageView::of(message)).version(1).never_stored())
}
