//! What the dispatcher of this process has done: mails, papers, payments, refunds.

use domain::words::Word as _;
use integrations::dispatcher::{Count, Counters};
use persistence::outbox::Kind;
use prometheus::{IntCounterVec, Registry, register_int_counter_vec_with_registry};

use super::store::catch_up;

/// Attempts at messages of the outbox. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct Messages(IntCounterVec);

impl Messages {
    pub(super) fn register(registry: &Registry) -> prometheus::Result<Self> {
        Ok(Self(register_int_counter_vec_with_registry!(
            "cqc_hub_message_attempts_total",
            "Attempts at messages of the outbox, by what they came to: `settled` (done), `postponed` (tried again later), \
             `failed` (given up) or `lost` (taken over by another process).",
            &["kind", "outcome"],
            registry
        )?))
    }

    pub(super) fn set(&self, counters: &Counters) {
        for &kind in Kind::ALL {
            for &count in Count::ALL {
                let counter = self.0.with_label_values(&[kind.name(), count.name()]);
                catch_up(&counter, counters.get(kind, count));
            }
        }
    }
}
