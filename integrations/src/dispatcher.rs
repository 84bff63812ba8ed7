//! The dispatcher: takes what transactions decided out of the outbox and carries it out, in every process that runs
//! one.
//!
//! At least once: a message that was sent and not settled, because the process was killed in between, is sent again
//! under the same id once its lease is over. Leases are short, so that this is soon, and renewed while the work goes
//! on, so that slow work is not done twice; a process that has the database to itself takes back at its start what the
//! one before it had in hand. No transaction stays open while something is sent. Messages of one
//! ordering key go out one after the other, different keys side by side.

use std::sync::Arc;
use std::time::Duration;

use domain::words::Word as _;
use persistence::Store;
use persistence::outbox::Lane;
use tokio::sync::watch;
use tokio::task::JoinSet;

mod attempt;
mod counters;
mod handler;
mod handlers;
mod in_hand;
mod outbox_loop;
mod pauses;
mod traced;

pub use counters::{Count, Counters};
pub use handler::{Done, FollowUp, Handler, Handlers};
pub use handlers::{
    ApplyReports, CancelPayments, DeleteObjects, DeliverWebhooks, MakeExports, MakePapers, PressOnDemand, Printer,
    RefundPayments, ReplayWebhooks, ScanDocuments, SendEmails, SendTexts,
};

pub(crate) use attempt::system;

use crate::audit_seals::{self, Sealer};
use crate::files::Files;
use crate::reconciliation::{self, Reconciliation};
use crate::{sweep, timers};

/// How long a delivery to an endpoint pauses at most where it is the hub that could not attempt it. How long it pauses
/// because of its endpoint says its handler.
const LONGEST_WEBHOOK_PAUSE: Duration = Duration::from_mins(1);

/// How long a document pauses after a first attempt to scan it.
const FIRST_SCAN_PAUSE: Duration = Duration::from_secs(1);

/// How a dispatcher works.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many messages are carried out side by side.
    pub at_once: usize,
    /// How many papers are, beside them: they wait for one another, and mails are not to wait behind them.
    pub papers_at_once: usize,
    /// How many exports are made, beside both: one that is large keeps nobody else waiting.
    pub exports_at_once: usize,
    /// How many documents are scanned, likewise: a scanner that hangs must not hold mails back.
    pub scans_at_once: usize,
    /// How many endpoints of partners are called, likewise: they are slow, and somebody else's.
    pub webhooks_at_once: usize,
    /// How long it rests when there is nothing to do and nobody rings: what other processes commit, and what has
    /// paused long enough, is found after this long.
    pub rest: Duration,
    /// How long a claim keeps other dispatchers away from a message once nobody renews it any more.
    pub lease: Duration,
    /// How long one attempt may take.
    pub timeout: Duration,
    /// How long an attempt at an export may take, which carries every file of a driver.
    pub export_timeout: Duration,
    /// How long a message pauses after its first attempt; after each further one, three times as long.
    pub first_pause: Duration,
    /// How long it pauses at most. Twelve attempts then outlast a mail server that is down for most of a day, while a
    /// stumble is made good within seconds.
    pub longest_pause: Duration,
    /// How long a document pauses at most that could not be scanned: its driver cannot send the case meanwhile.
    pub longest_scan_pause: Duration,
    /// How long a shutdown waits for what is being carried out.
    pub drain: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            at_once: 16,
            papers_at_once: 4,
            exports_at_once: 1,
            scans_at_once: 4,
            webhooks_at_once: 64,
            rest: Duration::from_secs(1),
            lease: Duration::from_secs(10),
            timeout: Duration::from_mins(1),
            export_timeout: Duration::from_mins(30),
            first_pause: Duration::from_secs(10),
            longest_pause: Duration::from_hours(4),
            longest_scan_pause: Duration::from_secs(30),
            drain: Duration::from_secs(20),
        }
    }
}

impl Options {
    /// How it works on one lane.
    fn of(self, lane: Lane) -> Self {
        match lane {
            Lane::Papers => Self {
                at_once: self.papers_at_once,
                ..self
            },
            Lane::Exports => Self {
                at_once: self.exports_at_once,
                timeout: self.export_timeout,
                ..self
            },
            Lane::Scans => Self {
                at_once: self.scans_at_once,
                first_pause: self.first_pause.min(FIRST_SCAN_PAUSE),
                longest_pause: self.longest_scan_pause,
                ..self
            },
            Lane::Webhooks => Self {
                at_once: self.webhooks_at_once,
                longest_pause: self.longest_pause.min(LONGEST_WEBHOOK_PAUSE),
                ..self
            },
            Lane::Others => self,
        }
    }
}

/// A dispatcher that runs until it is stopped.
#[derive(Debug)]
pub struct Dispatcher {
    stop: watch::Sender<bool>,
    stopped: watch::Receiver<bool>,
    loops: JoinSet<()>,
    counters: Arc<Counters>,
}

impl Dispatcher {
    /// Starts the dispatcher's loops on the current runtime: one over each lane of the outbox, and one over what is due by
    /// itself.
    pub fn start(store: Store, handlers: &Handlers, options: Options) -> Self {
        let (stop, stopped) = watch::channel(false);
        let counters = Arc::new(Counters::default());
        let mut loops = JoinSet::new();
        for &lane in Lane::ALL {
            let handlers = handlers.of_lane(lane);
            if !handlers.is_empty() {
                let (store, counters) = (store.clone(), counters.clone());
                let options = options.of(lane);
                loops.spawn(outbox_loop::run(
                    store,
                    lane,
                    handlers,
                    options,
                    counters,
                    stopped.clone(),
                ));
            }
        }
        loops.spawn(timers::run(store, options.rest, stopped.clone()));
        Self {
            stop,
            stopped,
            loops,
            counters,
        }
    }

    /// Also asks providers about payments of which nothing was heard for too long.
    #[must_use]
    pub fn reconciling(mut self, reconciliation: Reconciliation) -> Self {
        self.loops
            .spawn(reconciliation::run(reconciliation, self.stopped.clone()));
        self
    }

    /// Also removes, once a day, the objects that no row knows.
    #[must_use]
    pub fn sweeping(mut self, store: Store, files: Files) -> Self {
        self.loops.spawn(sweep::run(store, files, self.stopped.clone()));
        self
    }

    /// Also seals the audit trail.
    #[must_use]
    pub fn sealing(mut self, store: Store, sealer: watch::Receiver<Arc<Sealer>>) -> Self {
        self.loops.spawn(audit_seals::run(store, sealer, self.stopped.clone()));
        self
    }

    /// What it has done so far.
    pub fn counters(&self) -> Arc<Counters> {
        self.counters.clone()
    }

    /// Takes no more, waits for what is being carried out, and ends. What is cut off is carried out again, here or
    /// elsewhere, once its lease is over.
    pub async fn stop(mut self) {
        // Nobody listens any more where the loops have ended by themselves.
        let _ = self.stop.send(true);
        while let Some(ended) = self.loops.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a loop of the dispatcher broke");
            }
        }
    }
}
