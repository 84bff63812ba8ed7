//! Each read and write as a span, for traces (see [`crate::traces`]): on which kind of database, and how long it waited
//! for its turn. Nobody asks for it where what it is done for is not traced: it then costs next to nothing.

use std::time::Instant;

use tracing::Span;
use tracing::field::Empty;

use super::Target;
use crate::traces::WITHIN;

/// A read or a write that was asked for, as traces see it: over when this is dropped.
pub(super) struct Traced {
    span: Span,
    /// When it was asked for, where anybody wants to know.
    asked_at: Option<Instant>,
}

/// A span by its name, which is a part of the call and no argument.
macro_rules! span {
    ($name:literal, $target:expr) => {
        tracing::info_span!(
            target: WITHIN,
            $name,
            otel.kind = "client",
            db.system.name = system($target),
            cqc_hub.queued_us = Empty
        )
    };
}

impl Traced {
    /// Something that reads.
    pub(super) fn read(target: &Target) -> Self {
        Self::asked(span!("read", target))
    }

    /// Something that writes.
    pub(super) fn write(target: &Target) -> Self {
        Self::asked(span!("write", target))
    }

    fn asked(span: Span) -> Self {
        let asked_at = (!span.is_disabled()).then(Instant::now);
        Self { span, asked_at }
    }

    /// Its turn has come. Of a write that runs again the last turn counts.
    pub(super) fn begins(&self) {
        if let Some(asked_at) = self.asked_at {
            let queued = i64::try_from(asked_at.elapsed().as_micros()).unwrap_or(i64::MAX);
            self.span.record("cqc_hub.queued_us", queued);
        }
    }
}

/// The database's name, as OpenTelemetry writes it.
fn system(target: &Target) -> &'static str {
    if target.is_sqlite() { "sqlite" } else { "postgresql" }
}
