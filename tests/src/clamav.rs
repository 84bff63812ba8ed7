//! The real scanner: `clamd` of Debian's package `clamav-daemon`, on a socket in a folder of its own, with a database of
//! signatures of which one is enough: that of the test file of EICAR.
//!
//! Where it is not installed, the tests that need it say loudly that they were skipped; `CI=true` makes that a failure.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Where Debian has it, which is not in everybody's path.
const PROGRAM: &str = "/usr/sbin/clamd";

/// Starts it, says so once it listens, and ends it as soon as its standard input is closed: which it is when the tests'
/// process ends, in whatever way it ends.
const KEEPER: &str = r#"
set -eu
"$1" --config-file "$2/clamd.conf" >"$2/log" 2>&1 &
clamd=$!
for _ in $(seq 300); do
  [ -S "$2/clamd.ctl" ] && break
  kill -0 $clamd 2>/dev/null || { cat "$2/log" >&2; exit 1; }
  sleep 0.1
done
echo started
cat >/dev/null || true
kill $clamd
wait $clamd || true
"#;

/// A daemon that runs until it is dropped.
#[derive(Debug)]
pub struct Clamd {
    keeper: Child,
    folder: TempDir,
}

impl Clamd {
    /// Starts one that takes files of up to so many bytes, written as it wants: `25M`. None where it is not installed.
    pub fn start(stream_max_length: &str) -> Option<Self> {
        if !Path::new(PROGRAM).exists() {
            mourn();
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().display();
        let database = folder.path().join("signatures");
        std::fs::create_dir(&database).expect("a folder");
        std::fs::write(database.join("eicar.ndb"), signature()).expect("a signature");
        let settings = format!(
            "Foreground yes\nLocalSocket {path}/clamd.ctl\nDatabaseDirectory {path}/signatures\n\
             TemporaryDirectory {path}\nStreamMaxLength {stream_max_length}\nMaxThreads 4\n"
        );
        std::fs::write(folder.path().join("clamd.conf"), settings).expect("settings");
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper", PROGRAM])
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut said = String::new();
        let stdout = keeper.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut said).expect("a line");
        assert_eq!(said, "started\n", "clamd did not start; see above");
        Some(Self { keeper, folder })
    }

    /// Where it listens, as the setting says it.
    pub fn address(&self) -> String {
        format!("unix://{}/clamd.ctl", self.folder.path().display())
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Says that it is missing so that nobody overlooks it, past the test runner's capturing.
fn mourn() {
    let _ = writeln!(
        std::io::stderr(),
        "\n*** NO CLAMD ({PROGRAM}, of clamav-daemon): the tests with the real scanner are SKIPPED ***\n"
    );
    assert!(std::env::var("CI").as_deref() != Ok("true"), "CI wants clamd");
}

/// The test file of EICAR, which every scanner takes for a virus and which does nothing. In two parts: this file is none.
pub fn eicar() -> Vec<u8> {
    let (first, second) = (
        r"X5O!P%@AP[4\PZX54(P^)7CC)7}",
        "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    );
    [first, second].concat().into_bytes()
}

/// A signature by which it is found in whatever file, wherever it stands.
fn signature() -> String {
    let mut line = "Eicar-Test-Signature:0:*:".to_owned();
    for byte in eicar() {
        write!(line, "{byte:02x}").expect("room in memory");
    }
    line + "\n"
}
