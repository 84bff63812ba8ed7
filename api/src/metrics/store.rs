//! How busy the database's door is.

use persistence::store::Activity;
use prometheus::{
    IntCounter, IntGauge, IntGaugeVec, Registry, register_int_counter_with_registry,
    register_int_gauge_vec_with_registry, register_int_gauge_with_registry,
};

/// What waits at the store, and what it has done. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct StoreMetrics {
    connections: IntGaugeVec,
    awaiting_connection: IntGauge,
    awaiting_writer: IntGauge,
    commits: IntCounter,
    committed_writes: IntCounter,
}

impl StoreMetrics {
    pub(super) fn register(registry: &Registry) -> prometheus::Result<Self> {
        Ok(Self {
            connections: register_int_gauge_vec_with_registry!(
                "cqc_hub_database_connections",
                "Connections of the pool: somebody works with them (`used`), or nobody does (`idle`).",
                &["state"],
                registry
            )?,
            awaiting_connection: register_int_gauge_with_registry!(
                "cqc_hub_database_waiting",
                "Requests and messages that wait for a connection.",
                registry
            )?,
            awaiting_writer: register_int_gauge_with_registry!(
                "cqc_hub_writes_waiting",
                "Writes that wait for SQLite's one writer, or are with it.",
                registry
            )?,
            commits: register_int_counter_with_registry!(
                "cqc_hub_commits_total",
                "Transactions that SQLite's writer committed.",
                registry
            )?,
            committed_writes: register_int_counter_with_registry!(
                "cqc_hub_committed_writes_total",
                "Writes in these: those that came together share one commit.",
                registry
            )?,
        })
    }

    pub(super) fn set(&self, activity: &Activity) {
        let used = activity.connections.saturating_sub(activity.idle);
        self.connections.with_label_values(&["used"]).set(used.into());
        self.connections.with_label_values(&["idle"]).set(activity.idle.into());
        self.awaiting_connection.set(signed(activity.awaiting_connection));
        self.awaiting_writer.set(signed(activity.awaiting_writer));
        catch_up(&self.commits, activity.commits);
        catch_up(&self.committed_writes, activity.committed_writes);
    }
}

/// Raises a counter to what somebody else has counted.
pub(super) fn catch_up(counter: &IntCounter, total: u64) {
    counter.inc_by(total.saturating_sub(counter.get()));
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
