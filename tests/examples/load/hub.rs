//! The hub that is measured: a process of its own, or one that runs already.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tests::Client;

/// How long a start may take.
const START: Duration = Duration::from_mins(2);

/// Limits that nobody meets.
const RATES: &[&str] = &["GENERAL", "SIGN_IN", "SIGN_IN_EMAIL", "TOKENS"];

/// A server that is measured.
#[derive(Debug, Clone)]
pub struct Server {
    /// Host and port.
    pub address: String,
    /// Its process, where what it takes can be read.
    pub pid: Option<u32>,
}

/// A hub that runs until it is dropped.
pub struct Hub {
    child: Child,
    address: String,
}

impl Hub {
    /// Starts a sandbox on a database, with its files in a folder.
    pub async fn start(database: &str, folder: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a free port");
        let others = std::env::vars().filter(|(name, _)| !name.starts_with("CQC_HUB"));
        let rates = RATES.iter().map(|name| (format!("CQC_HUB_RATE_{name}"), "1000000/1"));
        let child = Command::new(binary())
            .arg("serve")
            .env_clear()
            .envs(others)
            .env("CQC_HUB_LISTEN", port.to_string())
            .env("CQC_HUB_DATA_DIR", folder)
            .env("CQC_HUB_DATABASE_URL", database)
            .env("CQC_HUB_LOG", "error")
            .envs(rates)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("a process");
        let hub = Self {
            child,
            address: port.to_string(),
        };
        hub.until_ready().await;
        hub
    }

    /// Where it is, and which process.
    pub fn server(&self) -> Server {
        Server {
            address: self.address.clone(),
            pid: Some(self.child.id()),
        }
    }

    async fn until_ready(&self) {
        let deadline = Instant::now() + START;
        while tokio::net::TcpStream::connect(&self.address).await.is_err() {
            assert!(Instant::now() < deadline, "the hub does not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Client::anonymous(&format!("http://{}", self.address))
            .get("/health/ready")
            .await
            .ok();
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The binary that is named, or the one beside this program.
fn binary() -> PathBuf {
    let beside = || {
        let here = std::env::current_exe().expect("this program");
        let built = here.parent().and_then(Path::parent).expect("the folder of builds");
        built.join("cqc-hub")
    };
    let binary = std::env::var_os("CQC_HUB").map_or_else(beside, PathBuf::from);
    assert!(binary.exists(), "{} is missing: build it first", binary.display());
    binary
}
