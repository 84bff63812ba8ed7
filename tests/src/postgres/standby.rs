//! A second server that follows a first: what the first has committed, the second has on disk too.

use std::time::{Duration, Instant};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Database, Server, USUAL, run, tool, unprivileged};

/// Copies a running server and starts the copy as its standby.
const FOLLOW: &str = r#"
set -eu
cd /
mkdir "$1/standby"
"$2" -d "host=$1 user=hub application_name=standby" -D "$1/standby/data" -X stream -c fast -R
"$3" -D "$1/standby/data" -w -l "$1/standby/log" -o "-k $1/standby $4" start
"#;

/// Ends every process of a server at once: none of them does anything more.
const CRASH: &str = r#"
pid=$(head -n 1 "$1/data/postmaster.pid")
kill -STOP "$pid"
kill -KILL $(cat "/proc/$pid/task/$pid/children") "$pid"
"#;

/// How long the standby may take to follow.
const SOON: Duration = Duration::from_secs(30);

/// A server that follows another one, until it is promoted.
#[derive(Debug)]
pub struct Standby {
    folder: String,
}

impl Server {
    /// Starts a synchronous standby: from now on a commit is answered once it is on both disks.
    pub fn synchronous_standby(&self, settings: &str) -> Result<Standby, String> {
        let folder = self.folder()?.to_owned();
        let mut follow = unprivileged();
        follow.args(["sh", "-c", FOLLOW, "follow", &folder]);
        follow.arg(tool("pg_basebackup")?).arg(tool("pg_ctl")?);
        run(follow.arg(format!("{USUAL} {settings}")))?;
        self.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")?;
        self.execute("SELECT pg_reload_conf()")?;
        self.until_followed()?;
        Ok(Standby { folder })
    }

    fn until_followed(&self) -> Result<(), String> {
        let follows = "EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')";
        let mut connection = PgConnection::establish(&self.url).map_err(|error| error.to_string())?;
        let deadline = Instant::now() + SOON;
        while Instant::now() < deadline {
            let asked = diesel::select(sql::<Bool>(follows)).get_result(&mut connection);
            if asked.map_err(|error| error.to_string())? {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err("the standby does not follow".to_owned())
    }

    /// Ends the server for good, as a power cut does.
    pub fn crash(&self) -> Result<(), String> {
        run(unprivileged().args(["sh", "-c", CRASH, "crash", self.folder()?]))
    }
}

impl Standby {
    /// Takes the place of the server that it followed.
    pub fn promote(&self) -> Result<(), String> {
        let data = format!("{}/standby/data", self.folder);
        run(unprivileged().arg(tool("pg_ctl")?).args(["-D", &data, "-w", "promote"]))
    }

    /// The address of a database, wherever it can be written: here or where it was made.
    pub fn or_here(&self, database: &Database<'_>) -> String {
        let folder = &self.folder;
        let both = format!("host={folder},{folder}/standby&target_session_attrs=read-write");
        database.url().replace(&format!("host={folder}"), &both)
    }
}
