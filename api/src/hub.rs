//! What handlers need: `hub: web::Data<Hub>`.

use std::sync::Arc;

use crate::config::Settings;

/// The hub's parts, shared by all its workers. Clones are the same hub.
#[derive(Debug, Clone)]
pub struct Hub {
    /// The settings.
    pub settings: Arc<Settings>,
}

impl Hub {
    /// Puts the parts together.
    pub fn open(settings: Settings) -> anyhow::Result<Self> {
        Ok(Self {
            settings: Arc::new(settings),
        })
    }
}
