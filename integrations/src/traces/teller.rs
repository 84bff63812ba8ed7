//! Tells the log when traces can be sent no more, and when they can again: once each, however often it is tried.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use opentelemetry_otlp::SpanExporter as Otlp;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};

/// What sends, and whether it failed the last time.
#[derive(Debug)]
pub(super) struct Teller {
    exporter: Otlp,
    has_failed: AtomicBool,
}

impl Teller {
    pub(super) fn of(exporter: Otlp) -> Self {
        Self {
            exporter,
            has_failed: AtomicBool::new(false),
        }
    }
}

impl SpanExporter for Teller {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let sent = self.exporter.export(batch).await;
        match (&sent, self.has_failed.swap(sent.is_err(), Ordering::Relaxed)) {
            (Err(error), false) => tracing::warn!(%error, "traces cannot be sent, and are lost until they can again"),
            (Ok(()), true) => tracing::info!("traces are sent again"),
            _ => {}
        }
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn shutdown(&self) -> OTelSdkResult {
        self.exporter.shutdown()
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}
