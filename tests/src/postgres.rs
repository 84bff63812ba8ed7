//! A PostgreSQL server for the tests of one program: a private cluster made of the binaries installed on the machine,
//! or the server that `CQC_HUB_TEST_DATABASE_URL` names. Every test gets a fresh database of it.
//!
//! Where there is neither, the tests that need it say loudly that they were skipped; `CI=true` makes that a failure.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::prelude::*;
use persistence::migrate;
use persistence::store::Target;

mod standby;

pub use standby::Standby;

/// Makes a cluster in a folder of its own, says where it is, and removes everything as soon as its standard input is
/// closed: which it is when the tests' process ends, in whatever way it ends.
const CLUSTER: &str = r#"
set -eu
cd /
dir=$(mktemp -d /tmp/cqc-hub-postgres.XXXXXX)
clean() {
  for data in "$dir/data" "$dir/standby/data"; do "$1/pg_ctl" -D "$data" -m immediate stop >/dev/null 2>&1 || true; done
  rm -rf "$dir"
}
trap : INT TERM HUP
"$1/initdb" -D "$dir/data" -U hub -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; rm -rf "$dir"; exit 1; }
"$1/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-k $dir $2" start >/dev/null 2>&1 \
  || { cat "$dir/log" >&2; clean "$1"; exit 1; }
echo "$dir"
cat >/dev/null || true
clean "$1"
"#;

/// Settings of every cluster: a socket is all it listens at.
const USUAL: &str = "-c listen_addresses= -c max_connections=300 -c deadlock_timeout=100ms";

/// Settings of a cluster that may lose everything when the machine stops.
const CARELESS: &str = "-c fsync=off -c full_page_writes=off -c shared_buffers=64MB";

/// A server that takes new databases.
pub struct Server {
    /// The address of a database that is always there.
    url: String,
    made: AtomicU32,
    /// A database with every migration applied, of which others are copies.
    template: OnceLock<String>,
    /// Whoever removes the cluster once we are gone.
    _keeper: Option<Child>,
}

/// The server of this program's tests, if there can be one.
pub fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            let server = match std::env::var("CQC_HUB_TEST_DATABASE_URL") {
                Ok(url) => Ok(Server::at(url, None)),
                Err(_) => Server::start(CARELESS),
            };
            server.map_err(|reason| mourn(&reason)).ok()
        })
        .as_ref()
}

/// Says that PostgreSQL is missing so that nobody overlooks it, past the test runner's capturing.
fn mourn(reason: &str) {
    let _ = writeln!(
        std::io::stderr(),
        "\n*** NO POSTGRESQL: its tests are SKIPPED ***\n*** {reason} ***\n"
    );
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "CI wants PostgreSQL: {reason}"
    );
}

impl Server {
    fn at(url: String, keeper: Option<Child>) -> Self {
        Self {
            url,
            made: AtomicU32::new(0),
            template: OnceLock::new(),
            _keeper: keeper,
        }
    }

    /// Starts a private cluster, with `settings` for its command line.
    pub fn start(settings: &str) -> Result<Self, String> {
        let binaries = binaries().ok_or("neither CQC_HUB_TEST_DATABASE_URL nor PostgreSQL's server binaries found")?;
        let mut keeper = unprivileged()
            .args(["sh", "-c", CLUSTER, "cluster"])
            .arg(&binaries)
            .arg(format!("{USUAL} {settings}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start a cluster: {error}"))?;
        let mut folder = String::new();
        let line = keeper
            .stdout
            .take()
            .map(|line| BufReader::new(line).read_line(&mut folder));
        match (line, folder.trim()) {
            (Some(Ok(_)), folder) if !folder.is_empty() => Ok(Self::at(
                format!("postgres://hub@/postgres?host={folder}"),
                Some(keeper),
            )),
            _ => Err("the cluster did not start; see above".to_owned()),
        }
    }

    /// Ends the server as a crash does, every connection with it, and starts it again.
    pub fn restart(&self) -> Result<(), String> {
        let data = format!("{}/data", self.folder()?);
        let mut restart = unprivileged();
        restart.arg(tool("pg_ctl")?);
        run(restart.args(["-D", &data, "-m", "immediate", "-w", "restart"]))
    }

    /// The folder in which a cluster of our own lies, and its socket.
    fn folder(&self) -> Result<&str, String> {
        let (_, folder) = self.url.split_once("host=").ok_or("not a cluster of our own")?;
        Ok(folder)
    }

    /// A fresh database with every migration applied.
    pub fn database(&self) -> Database<'_> {
        let template = self.template.get_or_init(|| {
            let template = self.create("");
            let target = Target::parse(&named(&self.url, &template)).expect("a database URL");
            migrate::run_on(&target).expect("migrations");
            template
        });
        self.named(self.create(&format!("TEMPLATE {template}")))
    }

    /// A fresh database in which nothing is yet.
    pub fn empty_database(&self) -> Database<'_> {
        self.named(self.create(""))
    }

    fn named(&self, name: String) -> Database<'_> {
        Database {
            url: named(&self.url, &name),
            name,
            server: self,
        }
    }

    fn create(&self, options: &str) -> String {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let name = format!("cqc_hub_test_{}_{number}", std::process::id());
        self.execute(&format!("CREATE DATABASE {name} {options}"))
            .expect("a new database");
        name
    }

    fn execute(&self, statement: &str) -> Result<(), String> {
        let mut connection = PgConnection::establish(&self.url).map_err(|error| error.to_string())?;
        let executed = diesel::sql_query(statement).execute(&mut connection);
        executed.map(drop).map_err(|error| error.to_string())
    }
}

/// One test's database. It goes when this is dropped.
pub struct Database<'server> {
    url: String,
    name: String,
    server: &'server Server,
}

impl Database<'_> {
    /// Its address.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        // Whatever is left goes with the cluster.
        let _ = self
            .server
            .execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// The same server's address, with another database's name.
fn named(url: &str, name: &str) -> String {
    let (address, settings) = url
        .split_once('?')
        .map_or((url, ""), |(address, settings)| (address, settings));
    let server = match address.match_indices('/').nth(2) {
        Some((slash, _)) => &address[..slash],
        None => address,
    };
    let mark = if settings.is_empty() { "" } else { "?" };
    format!("{server}/{name}{mark}{settings}")
}

/// PostgreSQL refuses to run as root.
fn unprivileged() -> Command {
    let is_root = Path::new("/proc/self").metadata().is_ok_and(|process| {
        use std::os::unix::fs::MetadataExt as _;
        process.uid() == 0
    });
    if !is_root {
        return Command::new("env");
    }
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let user = if passwd.contains("\npostgres:") {
        "postgres"
    } else {
        "nobody"
    };
    let mut command = Command::new("setpriv");
    command.args([&format!("--reuid={user}"), "--regid=65534", "--clear-groups"]);
    command
}

/// One of the programs that come with the server, of the same version.
pub fn tool(name: &str) -> Result<PathBuf, String> {
    // On the path there may be links to some of them only.
    let server = binaries().and_then(|folder| folder.join("postgres").canonicalize().ok());
    let tool = server.map(|server| server.with_file_name(name));
    tool.filter(|tool| tool.is_file())
        .ok_or_else(|| format!("{name} is not among PostgreSQL's programs on this machine"))
}

/// Runs a program to its end, which is to be a good one.
fn run(program: &mut Command) -> Result<(), String> {
    let status = program.stdout(Stdio::null()).status();
    match status.map_err(|error| error.to_string())? {
        status if status.success() => Ok(()),
        status => Err(format!("{status}: {program:?}")),
    }
}

/// Where the server's binaries are: on the path, or where Debian keeps them, the newest first.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    versions.sort_unstable();
    folders.extend(versions.into_iter().rev());
    folders.into_iter().find(|folder| {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|binary| folder.join(binary).is_file())
    })
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_database_is_named_in_any_address() {
        assert_eq!(
            named("postgres://hub@/postgres?host=/tmp/x", "a"),
            "postgres://hub@/a?host=/tmp/x"
        );
        assert_eq!(
            named("postgres://hub:pw@db:5432/postgres", "a"),
            "postgres://hub:pw@db:5432/a"
        );
        assert_eq!(named("postgres://db", "a"), "postgres://db/a");
    }
}
