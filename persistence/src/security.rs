//! Tells the log, under a target of its own, what may mean that somebody tries to get at what is not theirs. Nothing
//! personal: who and what by id, and the request by whose id the audit trail has the address.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::actor::{Actor, Role};
use domain::security_event::{SecurityEvent, Urgency};
use domain::words::Word as _;
use uuid::Uuid;

use crate::store::Author;

/// How often this process has told of each event, in the order of the vocabulary.
static TOLD: [AtomicU64; SecurityEvent::ALL.len()] = [const { AtomicU64::new(0) }; SecurityEvent::ALL.len()];

/// How often this process has told of each event since it began.
pub fn told() -> impl Iterator<Item = (SecurityEvent, u64)> {
    let counts = TOLD.iter().map(|count| count.load(Ordering::Relaxed));
    SecurityEvent::ALL.iter().copied().zip(counts)
}

fn count(event: SecurityEvent) {
    let counts = SecurityEvent::ALL.iter().zip(&TOLD);
    for (_, count) in counts.filter(|(known, _)| **known == event) {
        count.fetch_add(1, Ordering::Relaxed);
    }
}

/// What happened, as the log tells it.
#[derive(Debug, Clone)]
pub struct SecurityNote {
    /// What happened.
    pub event: SecurityEvent,
    /// In which role somebody did it.
    pub actor_role: Role,
    /// Who, by id, where that is known.
    pub actor_id: Option<String>,
    /// What kind of thing it was about.
    pub subject: Option<String>,
    /// Which one.
    pub subject_id: Option<Uuid>,
    /// In which request.
    pub request_id: Option<String>,
}

impl SecurityNote {
    /// By somebody who is not known, in a request.
    pub fn of_request(event: SecurityEvent, request_id: Option<String>) -> Self {
        let author = Author {
            request_id,
            ..Author::of(Actor::Anonymous)
        };
        Self::by(event, &author)
    }

    /// By the author of a transaction.
    pub fn by(event: SecurityEvent, author: &Author) -> Self {
        Self {
            event,
            actor_role: author.actor.role(),
            actor_id: author.actor.id(),
            subject: None,
            subject_id: None,
            request_id: author.request_id.clone(),
        }
    }

    /// Writes the line, and counts it.
    pub fn log(&self) {
        count(self.event);
        /// A level is part of a call of `tracing`, and no argument.
        macro_rules! at {
            ($level:ident) => {
                tracing::$level!(
                    target: "security",
                    event = self.event.name(),
                    actor_role = self.actor_role.name(),
                    actor_id = self.actor_id,
                    subject = self.subject,
                    subject_id = self.subject_id.map(tracing::field::display),
                    request_id = self.request_id,
                )
            };
        }
        match self.event.urgency() {
            Urgency::Notice => at!(info),
            Urgency::Warning => at!(warn),
            Urgency::Alarm => at!(error),
        }
    }
}
