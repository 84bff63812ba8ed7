//! The process is killed in the middle of its work, again and again: whatever it answered is there afterwards.

use std::time::Duration;

use tests::postgres::Server;

use super::crowd::{Crowd, Registered};
use super::{CAREFUL, held};
use crate::Scale;
use crate::mail::MailServer;
use crate::process::Process;

/// How long it works until it is killed.
const WORK: Duration = Duration::from_millis(700);

/// With the embedded database.
pub async fn on_sqlite(scale: Scale) -> Result<String, String> {
    kills(scale, &[]).await
}

/// With a database server, which lives on.
pub async fn on_postgres(scale: Scale) -> Result<String, String> {
    let server = Server::start(CAREFUL)?;
    let database = server.database();
    kills(scale, &[("DATABASE_URL", database.url())]).await
}

async fn kills(scale: Scale, settings: &[(&str, &str)]) -> Result<String, String> {
    let mut hub = Process::start(settings).await;
    let mut registered = Registered::default();
    let kills = scale.of(20, 3);
    for _ in 0..kills {
        let crowd = Crowd::at(&hub);
        tokio::time::sleep(WORK).await;
        hub.kill();
        registered.add(crowd.registered().await);
        hub.set_off().await;
        registered.are_kept_by(&hub).await?;
    }
    Ok(format!("{kills} kills, {} answers, every one kept", registered.count()))
}

/// One of two processes on one database, while the other one serves: nobody who asks that one notices, and every mail is
/// sent by one of both.
pub async fn of_one_of_two(scale: Scale) -> Result<String, String> {
    let server = Server::start(CAREFUL)?;
    let database = server.database();
    let mails = MailServer::start().await;
    let mail = mails.url();
    let settings = [("DATABASE_URL", database.url()), ("MAIL", mail.as_str())];
    let mut hub = Process::start(&settings).await;
    let mut killed = Process::start_beside(&hub).await;
    let (unharmed, struck) = (Crowd::at(&hub), Crowd::at(&killed));
    let kills = scale.of(15, 3);
    for _ in 0..kills {
        tokio::time::sleep(WORK).await;
        killed.kill_and_start().await;
    }
    let mut registered = unharmed.registered().await;
    let unanswered = registered.tally.unanswered();
    held(unanswered == 0 && hub.lives(), || {
        format!("the process that lives on left {unanswered} unanswered")
    })?;
    registered.add(struck.registered().await);
    registered.are_kept_by(&hub).await?;
    let again = registered.were_mailed_once(&hub, &mails, kills).await?;
    Ok(format!(
        "{kills} kills, {} answers, every one kept; {again} mails came again, under their ids",
        registered.count()
    ))
}
