//! A hub in a process of its own, as an operator runs it: it can be killed, and what it takes can be read.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tests::{Client, process};

use crate::wire;

/// How long a start may take.
const START: Duration = Duration::from_mins(1);

/// How long readiness may go on saying what was found out before: it holds for a second, and a probe may take some.
const NOTICED: Duration = Duration::from_secs(10);

/// A hub that runs, and the folder it lives in.
pub struct Process {
    child: Child,
    settings: Vec<(String, String)>,
    _folder: TempDir,
    /// Where it answers.
    pub base: String,
}

impl Process {
    /// Starts a hub on an empty folder, with other settings: names without `CQC_HUB_`, and values.
    pub async fn start(settings: &[(&str, &str)]) -> Self {
        Self::start_in(TempDir::new().expect("a folder"), settings).await
    }

    /// The same in this folder.
    pub async fn start_in(folder: TempDir, settings: &[(&str, &str)]) -> Self {
        let hub = Self::spawn_in(folder, settings);
        hub.until("/health/ready").await;
        hub
    }

    /// A hub that is live and, for want of something outside, perhaps not ready.
    pub async fn start_without_waiting(settings: &[(&str, &str)]) -> Self {
        let hub = Self::spawn_in(TempDir::new().expect("a folder"), settings);
        hub.until("/health/live").await;
        hub
    }

    fn spawn_in(folder: TempDir, settings: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a free port");
        let own = [
            ("LISTEN".to_owned(), port.to_string()),
            ("DATA_DIR".to_owned(), folder.path().display().to_string()),
            ("LOG".to_owned(), "error".to_owned()),
        ];
        let others = settings
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let settings: Vec<_> = own.into_iter().chain(others).collect();
        Self {
            child: spawn(&settings),
            settings,
            _folder: folder,
            base: format!("http://{port}"),
        }
    }

    /// Ends it as a power cut does, and starts it again on what is left.
    pub async fn kill_and_start(&mut self) {
        self.kill();
        self.child = spawn(&self.settings);
        self.until_ready().await;
    }

    /// Ends it as a power cut does.
    pub fn kill(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Whether it still runs.
    pub fn lives(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Somebody who has not signed in.
    pub fn anyone(&self) -> Client {
        Client::anonymous(&self.base)
    }

    /// The host and port.
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// Megabytes of memory now.
    pub fn memory(&self) -> u64 {
        process::memory(self.child.id())
    }

    /// Megabytes of memory at the highest since [`Self::forget_peak`].
    pub fn peak(&self) -> u64 {
        process::peak(self.child.id())
    }

    /// Lets the highest be measured from now on.
    pub fn forget_peak(&self) {
        // Where the system does not let us, the peak is that since the start, which is no smaller.
        let _ = std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5");
    }

    /// Processor time so far.
    pub fn cpu(&self) -> Duration {
        process::cpu(self.child.id())
    }

    /// Waits until it is ready to serve.
    pub async fn until_ready(&self) {
        self.until("/health/ready").await;
    }

    /// Whether it says, within [`NOTICED`], that it is not ready.
    pub async fn says_it_is_not_ready(&self) -> bool {
        let url = format!("{}/health/ready", self.base);
        let deadline = Instant::now() + NOTICED;
        while Instant::now() < deadline {
            let answered = wire::send(wire::http().get(&url)).await;
            if answered.is_some_and(|(status, _)| status == 503) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    async fn until(&self, path: &str) {
        let deadline = Instant::now() + START;
        while !is_good(&format!("{}{path}", self.base)).await {
            assert!(Instant::now() < deadline, "the hub does not get there: {path}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn is_good(url: &str) -> bool {
    let answer = wire::http().get(url).send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}

/// The binary beside this program.
fn binary() -> PathBuf {
    let here = std::env::current_exe().expect("this program");
    let built = here.parent().and_then(Path::parent).expect("the folder of builds");
    let binary = built.join("cqc-hub");
    assert!(binary.exists(), "{} is missing: build it first", binary.display());
    binary
}

fn spawn(settings: &[(String, String)]) -> Child {
    let settings = settings.iter().map(|(name, value)| (format!("CQC_HUB_{name}"), value));
    Command::new(binary())
        .arg("serve")
        .envs(settings)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process")
}
