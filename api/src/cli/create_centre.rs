//! `cqc-hub create-centre`

use chrono::NaiveDate;
use clap::Args;
use domain::rules::accreditation::{Accreditation, Centre, CentreKind};
use persistence::{Error, centres};

use super::beside;
use crate::config::Sources;
use crate::routes::back_office::centres::add_credentials::issue;
use crate::routes::back_office::centres::centre_view::well_formed;

/// Enters a training centre, and prints what its system signs in by. The secret is shown this once.
#[derive(Debug, Args)]
pub(super) struct CreateCentre {
    /// Its name, printed on recaps and certificates.
    #[arg(long)]
    name: String,
    /// What kind it is: `accredited`, or `school`, which needs no accreditation and posts `initial_long` only.
    #[arg(long, default_value_t)]
    kind: CentreKind,
    /// The number of its accreditation (numéro d'agrément), which no other centre has. A school may have none.
    #[arg(long, default_value = "")]
    accreditation_number: String,
    /// First day of its accreditation, YYYY-MM-DD; left out for a school.
    #[arg(long, value_name = "DATE", required_if_eq("kind", "accredited"))]
    valid_from: Option<NaiveDate>,
    /// Last day of its accreditation; left out while no end is known.
    #[arg(long, value_name = "DATE")]
    valid_until: Option<NaiveDate>,
}

impl CreateCentre {
    pub(super) async fn run(self, sources: Sources) -> anyhow::Result<()> {
        let period = |valid_from| Accreditation {
            valid_from,
            valid_until: self.valid_until,
        };
        let centre = Centre {
            name: self.name,
            kind: self.kind,
            accreditation_number: self.accreditation_number,
            contact_email: None,
            active: true,
            accreditations: self.valid_from.map(period).into_iter().collect(),
        };
        let centre = well_formed(centre).map_err(|problem| beside::as_error(&problem))?;
        let settings = super::settings(&sources)?;
        let store = beside::open(&settings).await?;
        let entered = store.write(beside::operator(), move |tx| {
            let record = centres::insert(tx, &centre)?;
            issue(tx, record.id)
        });
        let entered = entered.await;
        store.close().await;
        let credentials = entered.map_err(|error| match error {
            Error::Collision { .. } => anyhow::anyhow!("another centre has this accreditation number already"),
            error => error.into(),
        })?;
        println!("client_id:     {}", credentials.client_id);
        println!("client_secret: {}", credentials.client_secret);
        println!("Keep the secret now: nobody can read it again. Tokens: POST /oauth/token.");
        Ok(())
    }
}
