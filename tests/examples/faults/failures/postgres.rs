//! The database server restarts under load, or is gone for good and its standby takes its place.

use std::time::{Duration, Instant};

use tests::postgres::Server;

use super::crowd::{Crowd, someone_registers};
use super::{CAREFUL, held};
use crate::Scale;
use crate::mail::MailServer;
use crate::process::Process;
use crate::tally::Tally;
use crate::wire;

/// Restarts at once, as after a crash: every connection is cut.
pub async fn restarts(scale: Scale) -> Result<String, String> {
    let server = Server::start(CAREFUL)?;
    let database = server.database();
    let mut hub = Process::start(&[("DATABASE_URL", database.url())]).await;
    let url = format!("{}/v1/accounts", hub.base);
    let load = tokio::spawn(async move {
        Tally::of(3_000, 8, |number| {
            wire::send(wire::http().post(&url).json(&crate::attacks::registration(number)))
        })
        .await
    });
    for _ in 0..scale.of(3, 1) {
        tokio::time::sleep(Duration::from_secs(2)).await;
        server.restart()?;
    }
    let tally = load.await.map_err(|error| error.to_string())?;
    held(tally.faults().is_empty(), || format!("{:?}", tally.faults()))?;
    held(hub.lives(), || "the process ended".to_owned())?;
    hub.until_ready().await;
    Ok(tally.to_string())
}

/// The power of its machine goes, and a synchronous standby is promoted: the hub, which knows both, finds it, and what it
/// answered is there.
pub async fn fails_over(scale: Scale) -> Result<String, String> {
    let server = Server::start(CAREFUL)?;
    let database = server.database();
    let standby = server.synchronous_standby(CAREFUL)?;
    let mails = MailServer::start().await;
    let (both, mail) = (standby.or_here(&database), mails.url());
    let settings = [("DATABASE_URL", both.as_str()), ("MAIL", mail.as_str())];
    let mut hub = Process::start(&settings).await;
    let crowd = Crowd::at(&hub);
    let work = Duration::from_secs(if scale.short { 2 } else { 15 });
    tokio::time::sleep(work).await;
    server.crash()?;
    let from = Instant::now();
    standby.promote()?;
    let promoted = from.elapsed();
    someone_registers(&hub).await;
    let back = from.elapsed();
    tokio::time::sleep(work).await;
    let registered = crowd.registered().await;
    held(hub.lives(), || "the process ended".to_owned())?;
    registered.are_kept_by(&hub).await?;
    let again = registered.were_mailed_once(&hub, &mails, 1).await?;
    Ok(format!(
        "promoted after {:.1} s, served after {:.1} s; {}\n{} answers, every one kept; {again} mails came again, under their ids",
        promoted.as_secs_f64(),
        back.as_secs_f64(),
        registered.tally,
        registered.count()
    ))
}
