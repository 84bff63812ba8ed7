//! `POST /v1/back-office/messages/{id}/requeue`

use actix_web::post;
use actix_web::web::Data;
use domain::ids::MessageId;
use domain::words::Word;
use persistence::audit;
use persistence::outbox::{self, Fate};

use super::message_view::OutgoingMessage;
use crate::auth::Agent;
use crate::http::output::IfMatchParameter;
use crate::http::{Code, EmptyBody, IfMatch, PathOf, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// Send a failed message again
///
/// The failed message is attempted afresh, at once.
#[utoipa::path(
    tag = "back-office",
    operation_id = "requeueMessage",
    params(("id" = MessageId, Path, description = "Identifier (`id`) of the message."), IfMatchParameter, IdempotencyKeyParameter),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = OutgoingMessage, description = "The outgoing message, which waits to be sent again."))
)]
#[post("/v1/back-office/messages/{id}/requeue")]
pub async fn requeue_message(
    agent: Agent,
    hub: Data<Hub>,
    PathOf(id): PathOf<MessageId>,
    seen: IfMatch,
    once: Idempotency,
    _: EmptyBody,
) -> Result<Reply, Problem> {
    hub.write_once(&once, agent.author, move |tx| {
        let message = outbox::find(tx, id)?;
        seen.require(message.attempts)?;
        if message.fate() != Fate::Failed {
            let problem = Problem::new(Code::NotPossibleInStage).member("stage", message.fate().name());
            return Err(problem.into());
        }
        outbox::requeue(tx, id)?;
        audit::note(tx, "requeue", "message", Some(id.into()), None)?;
        Ok(OutgoingMessage::of(outbox::find(tx, id)?).answer())
    })
    .await
}
