//! What is asked of a copy beside what drivers see in it.

use std::time::Duration;

use tests::Reading as _;

use super::backup::Backup;
use crate::failures::crowd::nothing_waits;
use crate::failures::held;
use crate::mail::MailServer;
use crate::process::Process;

/// A mail that was on its way when the backup began may not have been known to be sent.
const ON_ITS_WAY: Duration = Duration::from_secs(2);

/// The newest seal of the audit trail, as somebody keeps it elsewhere.
pub async fn published_seal(hub: &Process) -> String {
    let published = hub.anyone().get("/.well-known/audit-trail").await.ok();
    published.text("/statement")
}

/// `cqc-hub storage verify`: nothing is missing and nothing was changed, but for what its owner removed while the files were
/// copied.
pub fn storage(copy: &Process, given_up: &[String]) -> Result<String, String> {
    let verified = copy.command(&["storage", "verify"]);
    let printed = match verified {
        Ok(printed) => return Ok(format!("storage: {}", printed.trim())),
        Err(printed) => printed,
    };
    let (missing, others): (Vec<_>, Vec<_>) = printed
        .lines()
        .filter(|line| line.len() > 36 && line.is_char_boundary(36) && line[36..].starts_with(' '))
        .partition(|line| {
            line.ends_with(" document: missing") && given_up.iter().any(|path| path.contains(&line[..36]))
        });
    held(others.is_empty() && !missing.is_empty(), || printed.clone())?;
    Ok(format!(
        "storage: {} documents missing, removed meanwhile",
        missing.len()
    ))
}

/// `cqc-hub audit verify`: every line is as it was written, and the seal that was kept elsewhere is in the chain.
pub fn audit_trail(copy: &Process, published: &str) -> Result<String, String> {
    let verified = copy.command(&["audit", "verify", "--published", published])?;
    Ok(format!("audit trail: {}", verified.trim()))
}

/// The copy sends what waited when the backup was made, as one more mail of the same id: nothing else comes twice. Answers
/// how many did.
pub async fn mails(copy: &Process, mails: &MailServer, backup: &Backup<'_>) -> Result<usize, String> {
    nothing_waits(copy).await?;
    let taken = mails.taken();
    let twice: Vec<_> = taken.iter().filter(|(_, times)| times.len() > 1).collect();
    let wrong = twice.iter().find(|(_, times)| {
        let first = times.iter().map(|mail| mail.at).min();
        times.len() > 2 || first.is_none_or(|first| first + ON_ITS_WAY < backup.began)
    });
    match wrong {
        Some((id, times)) => Err(format!(
            "{id} was sent before the backup, and came {} times",
            times.len()
        )),
        None => Ok(twice.len()),
    }
}
