//! What a dispatcher has done, for `/metrics`.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::words::Word;
use persistence::outbox::Kind;

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Carried out.
    Settled,
    /// To be attempted again.
    Postponed,
    /// Given up.
    Failed,
    /// Carried out or not, the claim was lost meanwhile: it will be, or was, attempted again.
    Lost,
}

impl Word for Count {
    const ALL: &'static [Self] = &[Self::Settled, Self::Postponed, Self::Failed, Self::Lost];

    fn name(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Postponed => "postponed",
            Self::Failed => "failed",
            Self::Lost => "lost",
        }
    }
}

/// Attempts by kind of message and by what they came to, since the process began.
#[derive(Debug, Default)]
pub struct Counters {
    attempts: [[AtomicU64; Count::ALL.len()]; Kind::ALL.len()],
}

impl Counters {
    pub(super) fn add(&self, kind: Kind, count: Count) {
        self.cell(kind, count).fetch_add(1, Ordering::Relaxed);
    }

    /// How many attempts at messages of this kind came to this.
    pub fn get(&self, kind: Kind, count: Count) -> u64 {
        self.cell(kind, count).load(Ordering::Relaxed)
    }

    fn cell(&self, kind: Kind, count: Count) -> &AtomicU64 {
        &self.attempts[kind as usize][count as usize]
    }
}
