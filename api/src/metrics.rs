//! What can be measured of a hub that runs, for Prometheus: on an address of its own, which is not the clients'.
//!
//! Nothing in it is of a person: routes are patterns, and everything else is a number.

mod disk;
mod listener;
mod messages;
mod requests;
mod security;
mod store;

use std::path::PathBuf;
use std::sync::Arc;

use integrations::dispatcher::Counters;
use persistence::Store;
use persistence::promises::{self, Owed};
use prometheus::{
    Gauge, IntGauge, IntGaugeVec, Registry, TextEncoder, opts, register_gauge_with_registry,
    register_int_gauge_vec_with_registry, register_int_gauge_with_registry,
};

use disk::Disk;
pub use listener::Listener;
use messages::Messages;
pub use requests::Requests;
use security::SecurityEvents;
use store::StoreMetrics;

/// What is looked at whenever somebody asks.
#[derive(Debug, Clone)]
pub struct Watched {
    /// The store.
    pub store: Store,
    /// What the dispatcher of this process has done, where it has one.
    pub dispatched: Option<Arc<Counters>>,
    /// The folder whose disk may become full.
    pub data_dir: PathBuf,
}

/// Everything that is measured. Clones are the same.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    /// What was asked, and how long that took.
    pub requests: Requests,
    owed: Waiting,
    store: StoreMetrics,
    messages: Messages,
    security: SecurityEvents,
    disk: Disk,
}

/// What is not done yet, as it was when somebody looked last.
#[derive(Debug, Clone)]
struct Waiting {
    messages: IntGaugeVec,
    oldest_message: Gauge,
    oldest_account: Gauge,
    oldest_case: Gauge,
    /// Whether the database answered.
    database: IntGauge,
}

impl Metrics {
    /// Nothing is counted yet.
    pub fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let version = opts!("cqc_hub_build_info", "The version that runs; always 1.")
            .const_label("version", env!("CARGO_PKG_VERSION"));
        register_int_gauge_with_registry!(version, registry)?.set(1);
        #[cfg(target_os = "linux")]
        registry.register(Box::new(prometheus::process_collector::ProcessCollector::for_self()))?;
        Ok(Self {
            requests: Requests::register(&registry)?,
            owed: Waiting::register(&registry)?,
            store: StoreMetrics::register(&registry)?,
            messages: Messages::register(&registry)?,
            security: SecurityEvents::register(&registry)?,
            disk: Disk::register(&registry)?,
            registry: Arc::new(registry),
        })
    }

    /// Everything, in Prometheus' text format; what the database knows as it is now.
    pub async fn text(&self, watched: &Watched) -> prometheus::Result<String> {
        self.store.set(&watched.store.activity());
        if let Some(dispatched) = &watched.dispatched {
            self.messages.set(dispatched);
        }
        self.security.set();
        self.disk.set(&watched.data_dir);
        match watched.store.read(promises::owed).await {
            Ok(owed) => self.owed.set(&owed),
            Err(error) => {
                tracing::warn!(%error, "the database could not be asked for its metrics");
                self.owed.database.set(0);
            }
        }
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

impl Waiting {
    fn register(registry: &Registry) -> prometheus::Result<Self> {
        Ok(Self {
            messages: register_int_gauge_vec_with_registry!(
                "cqc_hub_outbox_messages",
                "Messages, papers and refunds that wait to be made or sent (`waiting`), or were given up (`failed`).",
                &["state"],
                registry
            )?,
            oldest_message: register_gauge_with_registry!(
                "cqc_hub_outbox_oldest_seconds",
                "How long the oldest message has waited that was neither sent nor given up.",
                registry
            )?,
            oldest_account: register_gauge_with_registry!(
                "cqc_hub_account_review_oldest_seconds",
                "How long the account has waited that waits longest for its analysis; 24 hours are promised.",
                registry
            )?,
            oldest_case: register_gauge_with_registry!(
                "cqc_hub_case_answer_oldest_seconds",
                "How long the case has waited that waits longest for an agent; 24 hours are promised.",
                registry
            )?,
            database: register_int_gauge_with_registry!(
                "cqc_hub_database_up",
                "Whether the database answered when it was asked for these: 1 or 0.",
                registry
            )?,
        })
    }

    fn set(&self, owed: &Owed) {
        self.database.set(1);
        self.messages.with_label_values(&["waiting"]).set(owed.messages.waiting);
        self.messages.with_label_values(&["failed"]).set(owed.messages.failed);
        self.oldest_message.set(owed.oldest_message.as_seconds_f64());
        self.oldest_account.set(owed.oldest_account.as_seconds_f64());
        self.oldest_case.set(owed.oldest_case.as_seconds_f64());
    }
}
