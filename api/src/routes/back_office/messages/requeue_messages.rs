//! `POST /v1/back-office/messages/requeue`

use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use persistence::audit;
use persistence::outbox::{self, GivenUp, Kind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use crate::auth::Agent;
use crate::http::{Body, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

/// How many messages are put back at once: more would hold up what else is written.
const AT_ONCE: usize = 1_000;

domain::words! {
    /// Kind of an outgoing message: what the hub has to do outside itself.
    pub enum MessageKind {
        /// A mail to send to a driver.
        Email => "email",
        /// A text message to send to a driver.
        Sms => "sms",
        /// A document to print as a PDF.
        Paper => "paper",
        /// A file to delete from the storage.
        DeleteObject => "delete_object",
        /// A payment provider's report to apply to its payment.
        PaymentEvent => "payment_event",
        /// A payment to cancel at its provider.
        CancelPayment => "cancel_payment",
        /// A payment to have given back by its provider.
        RefundPayment => "refund_payment",
        /// An archive to make of everything held about a driver.
        AccountExport => "account_export",
    }
}

impl From<MessageKind> for Kind {
    fn from(kind: MessageKind) -> Self {
        match kind {
            MessageKind::Email => Self::Email,
            MessageKind::Sms => Self::Sms,
            MessageKind::Paper => Self::Paper,
            MessageKind::DeleteObject => Self::DeleteObject,
            MessageKind::PaymentEvent => Self::PaymentEvent,
            MessageKind::CancelPayment => Self::CancelPayment,
            MessageKind::RefundPayment => Self::RefundPayment,
            MessageKind::AccountExport => Self::AccountExport,
        }
    }
}

/// Which of the failed messages to send again. Nothing given: all of them.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "email", "failed_since": "2026-11-22T09:00:00Z"}))]
pub struct FailedMessages {
    /// Only the failed messages of this kind.
    kind: Option<MessageKind>,
    /// Only the messages that were given up at this instant or later.
    failed_since: Option<DateTime<Utc>>,
    /// Only the messages that were given up before this instant.
    failed_before: Option<DateTime<Utc>>,
}

/// How many failed messages were put back into the queue.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"requeued": 412, "more": false}))]
pub struct RequeuedMessages {
    /// Number of messages that wait again.
    requeued: usize,
    /// Whether more of the same are still failed: repeat the operation then.
    more: bool,
}

/// Send failed messages again
///
/// Once whatever they failed on is put right. They are attempted afresh, at once: the oldest first, at most 1,000 in one
/// operation.
#[utoipa::path(
    tag = "back-office",
    operation_id = "requeueMessages",
    params(IdempotencyKeyParameter),
    request_body = FailedMessages,
    security(("back_office" = ["agent"])),
    responses((status = 200, body = RequeuedMessages, description = "How many messages were put back, and whether more are left."))
)]
#[post("/v1/back-office/messages/requeue")]
pub async fn requeue_messages(
    agent: Agent,
    hub: Data<Hub>,
    once: Idempotency,
    Body(wanted): Body<FailedMessages>,
) -> Result<Reply, Problem> {
    let which = GivenUp {
        kind: wanted.kind.map(Into::into),
        since: wanted.failed_since,
        before: wanted.failed_before,
    };
    hub.write_once(&once, agent.author, move |tx| {
        let put_back = outbox::requeue_many(tx, which, AT_ONCE)?;
        let details = json!({
            "kind": wanted.kind, "failed_since": wanted.failed_since, "failed_before": wanted.failed_before,
            "requeued": put_back.requeued,
        });
        audit::note(tx, "requeue", "message", None, Some(details))?;
        Ok(Reply::ok(&RequeuedMessages {
            requeued: put_back.requeued,
            more: put_back.more,
        }))
    })
    .await
}
