//! `cqc-hub rotate-keys`

use chrono::TimeDelta;
use clap::Args;
use domain::access::KeyPurpose;
use domain::words::Word as _;
use persistence::keys::{self, PUBLISHED_AHEAD, Seal};

use super::beside;
use crate::auth::{ACCESS_SECONDS, secret};
use crate::config::Sources;

/// Makes new signing keys. They are published at once and sign ten minutes later, so that nobody meets a signature by a
/// key they do not know; hubs that run need no restart. What the old keys signed stays good: tokens for their ten
/// minutes, papers until the last of them is over.
#[derive(Debug, Args)]
pub(super) struct RotateKeys {
    /// Which keys: `access_tokens`, `papers` or `audit_trail`; all of them when not given.
    #[arg(long)]
    purpose: Option<KeyPurpose>,
}

impl RotateKeys {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let settings = super::settings(&sources)?;
        let store = beside::open(&settings).await?;
        let secret = secret::of(&settings)?;
        let purposes = self.purpose.map_or(KeyPurpose::ALL.to_vec(), |purpose| vec![purpose]);
        let rotated = store.write(beside::operator(), move |tx| {
            let seal = Seal::of(&secret).map_err(|_| persistence::Error::Corrupt("no cryptography".to_owned()))?;
            let rotate =
                |purpose: &KeyPurpose| Ok((*purpose, keys::rotate(tx, &seal, *purpose, met_for(*purpose))?.kid));
            purposes.iter().map(rotate).collect::<persistence::Result<Vec<_>>>()
        });
        let rotated = rotated.await;
        store.close().await;
        for (purpose, kid) in rotated? {
            println!(
                "{}: {kid} is published, and signs in {} minutes.",
                purpose.name(),
                PUBLISHED_AHEAD.num_minutes()
            );
        }
        Ok(())
    }
}

/// How long what a key signed may be met once it signs no more.
fn met_for(purpose: KeyPurpose) -> TimeDelta {
    match purpose {
        // A process that reads the keys once a minute may sign with the old one a little longer.
        KeyPurpose::AccessTokens | KeyPurpose::Papers => TimeDelta::seconds(ACCESS_SECONDS) + TimeDelta::minutes(5),
        // The longest that the trail is kept (CNIL 2021-122).
        KeyPurpose::AuditTrail => TimeDelta::days(3 * 366),
    }
}
