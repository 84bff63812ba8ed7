//! What the store says, as its caller may hear it.

use std::time::Duration;

use persistence::Error;

use super::{Code, Fault, Problem};

/// When to come back to a database without room.
const PUT_RIGHT_IN: Duration = Duration::from_secs(30);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => (*refusal).into(),
            Error::Invalid(faults) => Self::invalid(faults.into_iter().map(Fault::from)),
            Error::NotFound => Self::not_found(),
            Error::Stale { .. } => Self::new(Code::Stale),
            // The handler that can tell which thing exists already says so itself.
            Error::Collision { constraint } => {
                tracing::warn!(constraint, "a collision that no handler explains");
                Self::new(Code::Conflict)
            }
            Error::StillRunning => Self::new(Code::IdempotencyInProgress).retry_after(Duration::from_secs(2)),
            Error::Busy | Error::Contended(_) => Self::unavailable(),
            // Whoever runs the hub has to put it right, which takes longer than a moment.
            Error::Unavailable { .. } | Error::Unreachable(_) => {
                tracing::error!(%error, "the database cannot do its work");
                Self::new(Code::Unavailable).retry_after(PUT_RIGHT_IN)
            }
            Error::OutcomeUnknown => {
                tracing::error!("the connection was lost during a commit");
                Self::new(Code::OutcomeUnknown).retry_after(Duration::from_secs(2))
            }
            Error::Database(_) | Error::Corrupt(_) | Error::Panicked(_) | Error::InUse { .. } => internal(&error),
        }
    }
}

/// The whole chain of causes for the log: the store's own words are one line that says nothing.
fn internal(error: &Error) -> Problem {
    Problem::internal(format_args!("{error}: {:?}", std::error::Error::source(error)))
}
