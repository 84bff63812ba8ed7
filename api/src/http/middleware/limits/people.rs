//! Limits by person, whose email somebody else may name just as well: strict on each place from which it is named, so
//! that whoever names it keeps the owner out of nothing.

use std::net::IpAddr;

use domain::ids::AccountId;
use domain::people::Licence;

use super::Limits;
use super::counter::Counter;
use crate::http::ClientAddress;
use crate::http::problem::Problem;

/// An attempt to sign in. It counts as a wrong password until it is told apart: so many at once are not guessed before
/// the first one is known to be wrong.
#[derive(Debug)]
#[must_use = "an attempt that turns out right does not count"]
pub struct Attempt<'l> {
    here: (&'l Counter, (String, IpAddr)),
    /// Where the owner never signed in before.
    strange: Option<(&'l Counter, String)>,
}

impl Attempt<'_> {
    /// The password was right, or nobody has looked at it.
    pub fn does_not_count(self) {
        let (counter, key) = &self.here;
        counter.uncount(key);
        if let Some((counter, key)) = &self.strange {
            counter.uncount(key);
        }
    }
}

impl Limits {
    /// Somebody is about to show a password for an email. Wrong ones slow down whoever shows them; a network that the
    /// owner is known in (`known`) is slowed down by its own alone, every other by all that strange networks showed.
    pub fn sign_in_as(&self, email: &str, from: ClientAddress, known: bool) -> Result<Attempt<'_>, Problem> {
        let here = (email.to_owned(), from.network());
        self.wrong_passwords.count(&here).map_err(Problem::rate_limited)?;
        let here = (&self.wrong_passwords, here);
        if known {
            return Ok(Attempt { here, strange: None });
        }
        let strange = (&self.strange_passwords, email.to_owned());
        match self.strange_passwords.count(&strange.1) {
            Ok(_) => Ok(Attempt {
                here,
                strange: Some(strange),
            }),
            Err(wait) => {
                here.0.uncount(&here.1);
                Err(Problem::rate_limited(wait))
            }
        }
    }

    /// Somebody tries to sign in on a page of the hub's: counted with those who try by the contract's operations.
    pub fn sign_in_on_page(&self, from: ClientAddress) -> Result<(), Problem> {
        let counted = self.sign_in.count(&from.network());
        counted.map(drop).map_err(Problem::rate_limited)
    }

    /// Somebody asks for a link on a page of the hub's: counted with those who ask by the contract's operations.
    pub fn ask_on_page(&self, from: ClientAddress) -> Result<(), Problem> {
        let counted = self.links.count(&from.network());
        counted.map(drop).map_err(Problem::rate_limited)
    }

    /// Somebody asks for a link to be sent to an email.
    pub fn ask_for_link(&self, email: &str, from: ClientAddress) -> Result<(), Problem> {
        let key = (mailbox(email), from.network());
        self.links_email.count(&key).map(drop).map_err(Problem::rate_limited)
    }

    /// Whether one more link may be mailed there, whoever asks: so that no mailbox is flooded. Those that lie in it
    /// already go on working, so that their owner lacks none.
    pub fn may_mail_link(&self, email: &str) -> bool {
        self.links_mailed.count(&mailbox(email)).is_ok()
    }

    /// Somebody registers with this email and licence.
    pub fn register_as(&self, email: &str, licence: &Licence, from: ClientAddress) -> Result<(), Problem> {
        let email = ("", mailbox(email), from.network());
        let licence = (licence.country.as_str(), licence.number.clone(), from.network());
        for key in [email, licence] {
            self.registration_email.count(&key).map_err(Problem::rate_limited)?;
        }
        Ok(())
    }

    /// Whether the owner of an email is told once more that somebody registers with it.
    pub fn may_tell_of_registration(&self, email: &str) -> bool {
        self.registrations_mailed.count(&mailbox(email)).is_ok()
    }

    /// A driver has everything held about them put together.
    pub fn ask_for_export(&self, driver: AccountId) -> Result<(), Problem> {
        let counted = self.exports.count(&driver);
        counted.map(drop).map_err(Problem::rate_limited)
    }

    /// Somebody opened a link that does not work. Those who hold a good one are never counted.
    pub(super) fn guess_link(&self, from: ClientAddress) -> Result<(), Problem> {
        let counted = self.guesses.count(&from.network());
        counted.map(drop).map_err(Problem::rate_limited)
    }
}

/// The mailbox that an email leads to: most servers deliver `camille+anything@…` to `camille@…`.
fn mailbox(email: &str) -> String {
    let email = email.trim().to_lowercase();
    let Some((local, domain)) = email.rsplit_once('@') else {
        return email;
    };
    let local = local.split('+').next().unwrap_or(local);
    format!("{local}@{domain}")
}
