//! The disk is full: nothing half done, and it goes on once there is room again.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::held;
use crate::Scale;
use crate::process::Process;
use crate::tally::Tally;
use crate::wire;

/// A file system of this size, as a mount of its own.
const SIZE: &str = "size=24m";

/// A small file system that goes when it is dropped.
struct Small(TempDir);

impl Small {
    fn mounted() -> Option<Self> {
        let folder = TempDir::new().expect("a folder");
        let mounted = mount(&["-t", "tmpfs", "-o", SIZE, "tmpfs"], folder.path());
        mounted.then_some(Self(folder))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // What cannot be unmounted now goes with the machine.
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

fn mount(options: &[&str], folder: &Path) -> bool {
    let status = Command::new("mount").args(options).arg(folder).status();
    status.is_ok_and(|status| status.success())
}

/// Registrations until there is no room, then room, then more of them.
pub async fn full(scale: Scale) -> Result<String, String> {
    let Some(small) = Small::mounted() else {
        return Ok("SKIPPED: no file system can be mounted here".to_owned());
    };
    let inside = TempDir::new_in(small.0.path()).expect("a folder");
    let mut hub = Process::start_in(inside, &[]).await;
    let filling = small.0.path().join("filling");
    fill(&filling);
    let tally = registrations(&hub, 0, scale.of(400, 100)).await;
    held(tally.faults().is_empty(), || format!("full: {:?}", tally.faults()))?;
    held(tally.with_status(503) > 0, || {
        format!("the disk never was full: {tally}")
    })?;
    let said_so = hub.says_it_is_not_ready().await;
    held(said_so, || "a full disk is ready".to_owned())?;
    std::fs::remove_file(&filling).map_err(|error| error.to_string())?;
    hub.until_ready().await;
    let again = registrations(&hub, 10_000, 20).await;
    held(again.with_status(202) == 20, || format!("room again, and {again}"))?;
    held(hub.lives(), || "the process ended".to_owned())?;
    Ok(format!("{tally}; with room again {again}"))
}

/// Leaves not a byte.
fn fill(path: &Path) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path).expect("a file");
    for size in [1 << 20, 1 << 12, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

async fn registrations(hub: &Process, from: usize, count: usize) -> Tally {
    let url = format!("{}/v1/accounts", hub.base);
    Tally::of(count, 8, |number| {
        wire::send(
            wire::http()
                .post(&url)
                .json(&crate::attacks::registration(from + number)),
        )
    })
    .await
}
