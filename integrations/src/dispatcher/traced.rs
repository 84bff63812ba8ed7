//! An attempt at a message as a span, for traces: of which kind it is, which attempt, and what it came to. It belongs to
//! the trace of whatever decided the message, however much later it is.

use domain::words::Word as _;
use persistence::outbox::Claimed;
use persistence::traces::TARGET;
use tracing::field::Empty;
use tracing::{Level, Span};

use super::counters::Count;
use crate::traces;

/// Begins the span of an attempt.
pub(super) fn begin(message: &Claimed) -> Span {
    if !tracing::span_enabled!(target: TARGET, Level::INFO) {
        return Span::none();
    }
    let kind = message.kind.name();
    traces::span(message.traceparent, || {
        tracing::info_span!(
            target: TARGET,
            "message",
            otel.name = format!("message {kind}"),
            otel.kind = "consumer",
            otel.status_code = Empty,
            cqc_hub.message.kind = kind,
            cqc_hub.message.attempt = i64::from(message.attempt),
            cqc_hub.message.outcome = Empty
        )
    })
}

/// Notes what it came to.
pub(super) fn end(span: &Span, count: Count) {
    span.record("cqc_hub.message.outcome", count.name());
    if count != Count::Settled {
        span.record("otel.status_code", "error");
    }
}
