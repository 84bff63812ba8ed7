//! `cqc-hub audit …`

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use domain::access::KeyPurpose;
use domain::rules::retention::{self, Retained};
use domain::time::start_of;
use integrations::audit_seals::SealReader;
use persistence::audit::verification::{self, Question, Verdict};
use persistence::keys::{self, Seal};

use super::beside;
use crate::auth::secret;
use crate::config::Sources;

/// The audit trail.
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Look whether the audit trail is what the hub wrote.
    Verify(Verify),
}

impl Audit {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        match self {
            Self::Verify(verify) => verify.run(sources).await,
        }
    }
}

/// Holds each line of the audit trail against its seal, and the seals against each other and the keys that this hub made.
/// Names the first line that was changed, removed or added, and ends with 1 then. May run beside a hub.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The statement of a seal that was published, or written to the log, and kept elsewhere: it must be in the chain. Without
    /// one, a trail whose end was cut off passes.
    #[arg(long, value_name = "STATEMENT")]
    published: Option<String>,
}

impl Verify {
    async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let settings = super::settings(&sources)?;
        let secret = secret::of(&settings)?;
        let store = beside::open(&settings).await?;
        let published = self.published.map(|statement| statement.trim().to_owned());
        let verdict = store.read(move |db| {
            let seal = Seal::of(&secret).map_err(|_| persistence::Error::Corrupt("no cryptography".to_owned()))?;
            let reader = SealReader::new(&keys::made_here(db, &seal, KeyPurpose::AuditTrail)?);
            let kept = retention::earliest_kept(Retained::AuditTrail, db.today(), settings.audit_trail);
            let question = Question {
                read: &|statement| reader.read(statement),
                kept_since: kept.map(start_of).unwrap_or_default(),
                published: published.as_deref(),
            };
            verification::verify(db, &question)
        });
        let verdict = verdict.await;
        store.close().await;
        tell(&verdict.context("the audit trail cannot be read")?)
    }
}

fn tell(verdict: &Verdict) -> anyhow::Result<()> {
    let Verdict {
        seals,
        lines,
        waiting,
        finding,
    } = verdict;
    println!("{lines} lines are as they were sealed, by {seals} seals; {waiting} wait for the next one.");
    match finding {
        None => Ok(()),
        Some(finding) => bail!("{finding}"),
    }
}
