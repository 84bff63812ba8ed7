//! How often somebody may have tried to get at what is not theirs.

use domain::words::Word as _;
use persistence::security::told;
use prometheus::{IntCounterVec, Registry, register_int_counter_vec_with_registry};

use super::store::catch_up;

/// Security events that this process told of. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct SecurityEvents(IntCounterVec);

impl SecurityEvents {
    pub(super) fn register(registry: &Registry) -> prometheus::Result<Self> {
        Ok(Self(register_int_counter_vec_with_registry!(
            "cqc_hub_security_events_total",
            "Security events that the log was told of, by the vocabulary of its target `security`.",
            &["event"],
            registry
        )?))
    }

    pub(super) fn set(&self) {
        for (event, times) in told() {
            catch_up(&self.0.with_label_values(&[event.name()]), times);
        }
    }
}
