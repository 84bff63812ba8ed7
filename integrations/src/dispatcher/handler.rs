//! What carries out one kind of message.

use crate::Failure;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use persistence::Tx;
use persistence::outbox::{Claimed, Kind, Lane};

/// What a handler adds to the transaction that settles its message: more messages, or a note of what came of it. It
/// may run more than once, like every write.
pub type FollowUp = Box<dyn Fn(&mut Tx<'_>) -> persistence::Result<()> + Send + Sync>;

/// It is done; or it is to be attempted again, and there is something to note of this attempt.
#[derive(Default)]
pub struct Done {
    pub(super) follow_up: Option<FollowUp>,
    pub(super) again: Option<Again>,
}

/// When a message is attempted again, where its handler says so itself.
#[derive(Debug)]
pub(super) struct Again {
    pub(super) pause: Duration,
    pub(super) why: String,
}

impl Done {
    /// Nothing more to do.
    pub fn plainly() -> Self {
        Self::default()
    }

    /// To be settled together with this.
    pub fn and(follow_up: impl Fn(&mut Tx<'_>) -> persistence::Result<()> + Send + Sync + 'static) -> Self {
        Self {
            follow_up: Some(Box::new(follow_up)),
            again: None,
        }
    }

    /// To be attempted again after a pause, which its handler knows better than the dispatcher.
    pub fn again_in(pause: Duration, why: &str) -> Self {
        Self {
            follow_up: None,
            again: Some(Again {
                pause,
                why: why.to_owned(),
            }),
        }
    }

    /// The same, recorded together with this.
    #[must_use]
    pub fn with(self, follow_up: impl Fn(&mut Tx<'_>) -> persistence::Result<()> + Send + Sync + 'static) -> Self {
        Self {
            follow_up: Some(Box::new(follow_up)),
            ..self
        }
    }
}

impl std::fmt::Debug for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Done")
            .field("follow_up", &self.follow_up.is_some())
            .field("again", &self.again)
            .finish()
    }
}

/// Carries out one kind of message. It is called outside of any transaction, possibly more than once for one message,
/// with the same id each time.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Carries it out.
    async fn handle(&self, message: &Claimed) -> Result<Done, Failure>;
}

/// Which handler carries out which kind. Messages of a kind without a handler wait.
#[derive(Clone, Default)]
pub struct Handlers {
    by_kind: HashMap<Kind, Arc<dyn Handler>>,
}

impl Handlers {
    /// With a handler for a kind.
    #[must_use]
    pub fn with(mut self, kind: Kind, handler: impl Handler + 'static) -> Self {
        self.by_kind.insert(kind, Arc::new(handler));
        self
    }

    /// Those of the kinds that wait in a lane.
    pub(super) fn of_lane(&self, lane: Lane) -> Self {
        let kinds = self.by_kind.iter().filter(|(kind, _)| kind.lane() == lane);
        Self {
            by_kind: kinds.map(|(kind, handler)| (*kind, handler.clone())).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }

    pub(super) fn kinds(&self) -> Vec<Kind> {
        self.by_kind.keys().copied().collect()
    }

    pub(super) fn of(&self, kind: Kind) -> Option<Arc<dyn Handler>> {
        self.by_kind.get(&kind).cloned()
    }
}

impl std::fmt::Debug for Handlers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Handlers").field(&self.kinds()).finish()
    }
}
