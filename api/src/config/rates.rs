//! How much one client may ask for, by group of routes.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use super::Profile;
use super::reader::Reader;

/// So many requests in so many seconds, written `20/60`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: NonZeroU32,
    /// In how many seconds.
    pub seconds: NonZeroU32,
}

impl Rate {
    /// One a minute: how often the log tells of what comes in floods.
    pub const ONCE_A_MINUTE: Self = Self::new(1, 60);

    const fn new(count: u32, seconds: u32) -> Self {
        match (NonZeroU32::new(count), NonZeroU32::new(seconds)) {
            (Some(count), Some(seconds)) => Self { count, seconds },
            _ => panic!("a rate has no zero in it"),
        }
    }

    /// The window.
    pub fn window(self) -> Duration {
        Duration::from_secs(u64::from(self.seconds.get()))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.count, self.seconds)
    }
}

impl FromStr for Rate {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (count, seconds) = text.split_once('/').ok_or(())?;
        let read = |text: &str| text.trim().parse().map_err(drop);
        Ok(Self {
            count: read(count)?,
            seconds: read(seconds)?,
        })
    }
}

/// Every limit. Wide by address, for a class or an office shares one; strict by person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// `rate_general`: everything that has no limit of its own, from one address.
    pub general: Rate,
    /// `rate_sign_in`: sign-in attempts from one address.
    pub sign_in: Rate,
    /// `rate_sign_in_email`: wrong passwords for one email from one address.
    pub sign_in_email: Rate,
    /// `rate_sign_in_strange`: wrong passwords for one email from all addresses where its owner never signed in.
    pub sign_in_strange: Rate,
    /// `rate_registration`: registrations from one address.
    pub registration: Rate,
    /// `rate_registration_email`: registrations with one email, or one licence, from one address.
    pub registration_email: Rate,
    /// `rate_registrations_mailed`: mails to one email of attempts to register with it, from wherever.
    pub registrations_mailed: Rate,
    /// `rate_links`: links asked for from one address.
    pub links: Rate,
    /// `rate_links_email`: links asked for one email from one address.
    pub links_email: Rate,
    /// `rate_links_mailed`: links mailed to one email, wherever they are asked for.
    pub links_mailed: Rate,
    /// `rate_guesses`: links that do not work, opened from one address.
    pub guesses: Rate,
    /// `rate_tokens`: tokens for machines and refreshed tokens, from one address.
    pub tokens: Rate,
    /// `rate_verification`: verifications by code from one address.
    pub verification: Rate,
    /// `rate_exports`: archives of everything held about them that one driver has made.
    pub exports: Rate,
}

impl Rates {
    /// What holds where nothing is set (assumed). In the sandbox, wide enough for test suites.
    pub fn usual(profile: Profile) -> Self {
        if profile == Profile::Sandbox {
            return Self::all(Rate::new(1_000_000, 60));
        }
        Self {
            general: Rate::new(1200, 60),
            sign_in: Rate::new(60, 60),
            sign_in_email: Rate::new(10, 900),
            sign_in_strange: Rate::new(100, 3600),
            registration: Rate::new(60, 3600),
            registration_email: Rate::new(5, 3600),
            registrations_mailed: Rate::new(3, 86400),
            links: Rate::new(60, 3600),
            links_email: Rate::new(3, 3600),
            links_mailed: Rate::new(10, 3600),
            guesses: Rate::new(30, 3600),
            tokens: Rate::new(120, 60),
            verification: Rate::new(60, 60),
            exports: Rate::new(3, 86400),
        }
    }

    const fn all(rate: Rate) -> Self {
        Self {
            general: rate,
            sign_in: rate,
            sign_in_email: rate,
            sign_in_strange: rate,
            registration: rate,
            registration_email: rate,
            registrations_mailed: rate,
            links: rate,
            links_email: rate,
            links_mailed: rate,
            guesses: rate,
            tokens: rate,
            verification: rate,
            exports: rate,
        }
    }

    pub(super) fn read(reader: &mut Reader, profile: Profile) -> Self {
        let usual = Self::usual(profile);
        let mut read = |name: &str, usual: Rate| {
            reader
                .parsed(name, "a rate such as 20/60 (20 in 60 seconds)")
                .unwrap_or(usual)
        };
        Self {
            general: read("rate_general", usual.general),
            sign_in: read("rate_sign_in", usual.sign_in),
            sign_in_email: read("rate_sign_in_email", usual.sign_in_email),
            sign_in_strange: read("rate_sign_in_strange", usual.sign_in_strange),
            registration: read("rate_registration", usual.registration),
            registration_email: read("rate_registration_email", usual.registration_email),
            registrations_mailed: read("rate_registrations_mailed", usual.registrations_mailed),
            links: read("rate_links", usual.links),
            links_email: read("rate_links_email", usual.links_email),
            links_mailed: read("rate_links_mailed", usual.links_mailed),
            guesses: read("rate_guesses", usual.guesses),
            tokens: read("rate_tokens", usual.tokens),
            verification: read("rate_verification", usual.verification),
            exports: read("rate_exports", usual.exports),
        }
    }
}
