//! The scanner of viruses, as handlers and operators see it.

use std::time::Duration;

use domain::ids::{AccountId, CaseId};
use persistence::documents::scan;
use persistence::outbox::{self, Kind, Lane};
use tokio::time::{Instant, sleep};

use super::Hub;
use crate::http::Problem;

/// How long whoever sends a case waits for the scanner, which most often has answered already.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long between two looks.
const PAUSE: Duration = Duration::from_millis(50);

impl Hub {
    /// Waits a moment for the scanner, where documents of a driver's own case are being scanned: a program that sends a case right
    /// after its last upload is not to be refused for that. What is scanned still is the domain's to judge.
    pub async fn await_scans(&self, driver: AccountId, case: CaseId) -> Result<(), Problem> {
        if self.scanner.is_none() {
            return Ok(());
        }
        let deadline = Instant::now() + PATIENCE;
        let is_awaited = || self.glance(move |db| Ok(scan::is_awaited(db, driver, case)?));
        while is_awaited().await? && Instant::now() < deadline {
            sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Whether the scanner answers, where there is one.
    pub(super) async fn scanner_answers(&self) -> Option<bool> {
        let scanner = self.scanner.as_ref()?;
        let answered = scanner.ping().await;
        if let Err(error) = &answered {
            tracing::error!(%error, "the virus scanner does not answer: uploads wait");
        }
        Some(answered.is_ok())
    }

    /// Tells whoever runs the hub whether uploads are scanned.
    pub(crate) async fn tell_of_scans(&self) {
        if let Some(address) = &self.settings.clamd {
            return tracing::info!(clamd = %address, "uploads are scanned for viruses");
        }
        if !self.settings.is_sandbox() {
            tracing::warn!("uploads are not scanned for viruses: CQC_HUB_CLAMD is not set");
        }
        let waiting = self
            .store
            .search(|db| outbox::is_due(db, Lane::Scans, &[Kind::ScanDocument]))
            .await;
        if waiting.is_ok_and(|waiting| waiting) {
            tracing::warn!("documents wait to be scanned for viruses, and nobody does: set CQC_HUB_CLAMD again");
        }
    }
}
