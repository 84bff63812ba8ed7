//! `GET /v1/back-office/messages/{id}`

use actix_web::get;
use actix_web::web::Data;
use domain::ids::MessageId;
use persistence::outbox;

use super::message_view::OutgoingMessage;
use crate::auth::Agent;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// One outgoing message
///
/// What an outgoing message is about and what became of it; not what it says.
#[utoipa::path(
    tag = "back-office",
    operation_id = "getOutgoingMessage",
    params(("id" = MessageId, Path, description = "Identifier (`id`) of the message.")),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = OutgoingMessage, description = "The outgoing message, with what became of it."))
)]
#[get("/v1/back-office/messages/{id}")]
pub async fn get_outgoing_message(_: Agent, hub: Data<Hub>, PathOf(id): PathOf<MessageId>) -> Result<Reply, Problem> {
    let message = hub.read(move |db| Ok(outbox::find(db, id)?));
    Ok(OutgoingMessage::of(message.await?).answer())
}
