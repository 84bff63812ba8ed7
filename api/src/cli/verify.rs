//! `cqc-hub verify`

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap::Args;
use domain::labels::Label;
use domain::people::Language;
use domain::time::legal_date;
use integrations::statements::{self, Statement};
use jsonwebtoken::jwk::JwkSet;
use persistence::time::SystemClock;

use crate::config::{Settings, Sources};

/// Checks a certificate by the text of its QR code, with published keys and nothing else: who signed it, and what it
/// says. Whether it was revoked since it was printed, only the hub can tell, at the address that is printed.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// What the QR code holds: an address, `#`, and a signed statement; or the statement alone.
    text: String,
    /// The keys of those whose papers you believe: a file, or an address. By default, what the hub of these settings
    /// publishes at `/.well-known/jwks.json`; never what the QR code itself names.
    #[arg(long, value_name = "FILE|URL")]
    keys: Option<String>,
}

impl Verify {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let keys = match self.keys {
            Some(keys) => keys,
            None => format!("{}/.well-known/jwks.json", Settings::load(&sources)?.public_base()),
        };
        let keys = read(&keys).await.with_context(|| format!("the keys in {keys}"))?;
        let statement = statements::check(&self.text, &keys).context("NOT PROVEN")?;
        let today = legal_date(SystemClock::new().now());
        print!("{}", description(&statement, today));
        if today > statement.valid_until || today < statement.valid_from {
            bail!("the signature is good, but the certificate is not valid today");
        }
        Ok(())
    }
}

/// Keys as the hub publishes them.
async fn read(place: &str) -> anyhow::Result<JwkSet> {
    let text = if place.starts_with("http://") || place.starts_with("https://") {
        let answer = integrations::http::client()?.get(place).send().await?;
        answer.error_for_status()?.bytes().await?.to_vec()
    } else {
        std::fs::read(place)?
    };
    Ok(serde_json::from_slice(&text)?)
}

fn description(statement: &Statement, today: NaiveDate) -> String {
    let sectors: Vec<_> = statement
        .sectors
        .iter()
        .map(|sector| sector.label(Language::English))
        .collect();
    let period = if today > statement.valid_until {
        "OVER"
    } else if today < statement.valid_from {
        "NOT BEGUN"
    } else {
        "running today"
    };
    format!(
        "Signature    good: {issuer} printed this, and nothing was changed\n\
         Paper        certificate of qualification\n\
         Surname      {surname}\n\
         First names  {first_names}\n\
         Born         {birth_date}\n\
         Sectors      {sectors}\n\
         Valid        {valid_from} to {valid_until}, {period}\n\
         Compare these with the paper and with the driver's identity document.\n\
         Checked without the hub: a certificate revoked since it was printed passes as well. With a network, see\n\
         {url}\n",
        issuer = statement.iss,
        surname = statement.surname,
        first_names = statement.first_names,
        birth_date = statement.birth_date,
        sectors = sectors.join(", "),
        valid_from = statement.valid_from,
        valid_until = statement.valid_until,
        url = statement.verification_url(),
    )
}
