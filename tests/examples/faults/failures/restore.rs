//! The machine is gone, and what there is of the hub is a backup, made while drivers went on: by the steps of
//! `docs/operating.md`, «Backup», each of which is a function of [`backup`]. What was answered before it began is there in
//! the copy, and the journey goes on.

mod answered;
mod backup;
mod checks;
mod drivers;
mod people;

use std::time::Duration;

use tests::postgres::Server;

use super::{CAREFUL, held};
use crate::Scale;
use crate::mail::MailServer;
use crate::process::Process;
use backup::{Backup, Kept};
use drivers::Drivers;
use people::{People, Waiting};

/// What seals the keys, which is kept beside the backup.
const SECRET: (&str, &str) = ("SECRET", "a secret that is kept in another place than the backup");

/// With the embedded database.
pub async fn on_sqlite(scale: Scale) -> Result<String, String> {
    restored(scale, Kept::Sqlite).await
}

/// With a database server.
pub async fn on_postgres(scale: Scale) -> Result<String, String> {
    let server = Server::start(CAREFUL)?;
    let (database, empty) = (server.database(), server.empty_database());
    let kept = Kept::Postgres {
        database: database.url(),
        empty: empty.url(),
    };
    restored(scale, kept).await
}

async fn restored(scale: Scale, kept: Kept<'_>) -> Result<String, String> {
    let mails = MailServer::start().await;
    let mail = mails.url();
    let settings = [SECRET, ("MAIL", mail.as_str()), ("SHUTDOWN_SECONDS", "1")];
    let mut hub = Process::start(&kept.settings(&settings)).await;
    let people = People::of(&hub, &mails).await;
    let waiting = Waiting::for_the_card(&people).await;
    // Whoever stops seals the audit trail; whoever goes on does so each minute.
    hub.stop_and_start().await;
    let mut drivers = Drivers::at_work(&people);
    drivers.until_answered(scale.of(1_500, 80)).await?;
    let published = checks::published_seal(&hub).await;
    // Some mails are on their way in the copy, and have come when it is restored.
    mails.hold(true);
    let backup = Backup::made(&hub, kept)?;
    mails.hold(false);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let answered = drivers.answered().await?;
    hub.kill();

    let mut copy = hub.successor(&kept.settings_of_copy());
    let unpacked = backup.restore(&copy)?;
    copy.set_off().await;
    let found = answered.are_there(&backup).await?;
    let missing = checks::storage(&copy, &answered.given_up_during(&backup))?;
    let lines = checks::audit_trail(&copy, &published)?;
    let again = checks::mails(&copy, &mails, &backup).await?;
    waiting.goes_on(&people).await;
    held(copy.lives(), || "the process ended".to_owned())?;
    Ok([
        backup.to_string(),
        format!("restored in {:.1} s; {found}", unpacked.as_secs_f64()),
        format!("{missing}; {lines}"),
        format!("{again} mails came again, under their ids; the journey went on to the card"),
    ]
    .join("\n"))
}
