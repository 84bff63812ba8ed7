//! The disk that the data folder is on.

use std::path::Path;

use prometheus::{IntGauge, Registry, register_int_gauge_with_registry};

/// Room on the disk. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct Disk {
    free: IntGauge,
    size: IntGauge,
}

impl Disk {
    pub(super) fn register(registry: &Registry) -> prometheus::Result<Self> {
        Ok(Self {
            free: register_int_gauge_with_registry!(
                "cqc_hub_disk_free_bytes",
                "Bytes that the hub may still write where its data folder is.",
                registry
            )?,
            size: register_int_gauge_with_registry!(
                "cqc_hub_disk_size_bytes",
                "Bytes that fit where its data folder is.",
                registry
            )?,
        })
    }

    /// Asks the file system, which answers from memory.
    pub(super) fn set(&self, folder: &Path) {
        match rustix::fs::statvfs(folder) {
            Ok(disk) => {
                self.free.set(bytes(disk.f_bavail, disk.f_frsize));
                self.size.set(bytes(disk.f_blocks, disk.f_frsize));
            }
            Err(error) => tracing::warn!(%error, "the disk could not be asked how full it is"),
        }
    }
}

fn bytes(blocks: u64, each: u64) -> i64 {
    i64::try_from(blocks.saturating_mul(each)).unwrap_or(i64::MAX)
}
