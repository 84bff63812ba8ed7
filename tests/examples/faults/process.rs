//! A hub in a process of its own, as an operator runs it: it can be killed, and what it takes can be read.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tests::{Client, process};

use crate::wire;

/// How long a start may take.
const START: Duration = Duration::from_mins(1);

/// How long readiness may go on saying what was found out before: it holds for a second, and a probe may take some.
const NOTICED: Duration = Duration::from_secs(10);

/// A hub, most often one that runs, and the folder it lives in.
pub struct Process {
    child: Option<Child>,
    settings: Vec<(String, String)>,
    folder: Arc<TempDir>,
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
        let mut hub = Self::at(&free_address(), Arc::new(folder), settings);
        hub.set_off().await;
        hub
    }

    /// A hub that is live and, for want of something outside, perhaps not ready.
    pub async fn start_without_waiting(settings: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let mut hub = Self::at(&free_address(), Arc::new(folder), settings);
        hub.child = Some(hub.spawn());
        hub.until("/health/live").await;
        hub
    }

    /// Another process of the same hub: the same settings, the same folder.
    pub async fn start_beside(other: &Self) -> Self {
        let address = free_address();
        let mut hub = Self {
            child: None,
            settings: other.settings.clone(),
            folder: Arc::clone(&other.folder),
            base: format!("http://{address}"),
        };
        hub.set("LISTEN", &address);
        hub.set_off().await;
        hub
    }

    /// A hub that is to take this one's place, in another folder, with these settings changed: it does not run yet.
    pub fn successor(&self, settings: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let mut hub = Self {
            child: None,
            settings: self.settings.clone(),
            base: self.base.clone(),
            folder: Arc::new(folder),
        };
        let place = hub.folder().display().to_string();
        hub.set("DATA_DIR", place.as_str());
        for (name, value) in settings {
            hub.set(name, value);
        }
        hub
    }

    fn at(address: &str, folder: Arc<TempDir>, settings: &[(&str, &str)]) -> Self {
        let place = folder.path().display().to_string();
        let own = [("LISTEN", address), ("DATA_DIR", place.as_str()), ("LOG", "error")];
        let settings = own.iter().chain(settings);
        Self {
            child: None,
            settings: settings
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            base: format!("http://{address}"),
            folder,
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Starts it on what there is.
    pub async fn set_off(&mut self) {
        self.child = Some(self.spawn());
        self.until_ready().await;
    }

    /// Ends it as a power cut does, and starts it again on what is left.
    pub async fn kill_and_start(&mut self) {
        self.kill();
        self.set_off().await;
    }

    /// Ends it as a power cut does.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // Gone already is as good.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Ends it as an operator does, by SIGTERM, and starts it again.
    pub async fn stop_and_start(&mut self) {
        let told = Command::new("kill").arg(self.pid().to_string()).status();
        assert!(told.is_ok_and(|told| told.success()), "it cannot be told to stop");
        let deadline = Instant::now() + START;
        while self.lives() {
            assert!(Instant::now() < deadline, "the hub does not stop");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.set_off().await;
    }

    /// Runs one of its commands, `cqc-hub …`: what that printed, as an error where it ended so.
    pub fn command(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.binary().args(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(|error| error.to_string())?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(printed);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("cqc-hub {}: {printed}{said}", arguments.join(" ")))
    }

    /// The folder it lives in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn spawn(&self) -> Child {
        let mut serve = self.binary();
        serve.arg("serve").stdin(Stdio::null()).stdout(Stdio::null());
        serve.stderr(Stdio::null()).spawn().expect("a process")
    }

    fn binary(&self) -> Command {
        let settings = self.settings.iter();
        let mut command = Command::new(binary());
        command.envs(settings.map(|(name, value)| (format!("CQC_HUB_{name}"), value)));
        command
    }

    fn pid(&self) -> u32 {
        self.child.as_ref().map(Child::id).unwrap_or_default()
    }

    /// Whether it still runs.
    pub fn lives(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Somebody who has not signed in.
    pub fn anyone(&self) -> Client {
        Client::anonymous(&self.base)
    }

    /// The host and port.
    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// Megabytes of anonymous memory now.
    pub fn memory(&self) -> u64 {
        process::anonymous_memory(self.pid())
    }

    /// Megabytes of anonymous memory at the highest since [`Self::forget_peak`].
    pub fn peak(&self) -> u64 {
        process::anonymous_peak(self.pid())
    }

    /// Lets the highest be measured from now on.
    pub fn forget_peak(&self) {
        // Where the system does not let us, the peak is that since the start, which is no smaller.
        let _ = std::fs::write(format!("/proc/{}/clear_refs", self.pid()), "5");
    }

    /// Processor time so far.
    pub fn cpu(&self) -> Duration {
        process::cpu(self.pid())
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

fn free_address() -> String {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    port.expect("a free port").to_string()
}
