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

/// A limit for each group of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// `rate_general`: everything that has no limit of its own, for one address.
    pub general: Rate,
    /// `rate_sign_in`: sign-in attempts from one address.
    pub sign_in: Rate,
    /// `rate_sign_in_email`: sign-in attempts for one email address.
    pub sign_in_email: Rate,
    /// `rate_registration`: registrations from one address.
    pub registration: Rate,
    /// `rate_links`: asking for links, and opening them, from one address.
    pub links: Rate,
    /// `rate_links_email`: links sent to one email address.
    pub links_email: Rate,
    /// `rate_tokens`: tokens for machines and refreshed tokens, from one address.
    pub tokens: Rate,
    /// `rate_verification`: verifications by code from one address.
    pub verification: Rate,
}

impl Rates {
    /// What holds where nothing is set (assumed). In the sandbox, wide enough for test suites.
    pub fn usual(profile: Profile) -> Self {
        if profile == Profile::Sandbox {
            let wide = Rate::new(1_000_000, 60);
            return Self {
                general: wide,
                sign_in: wide,
                sign_in_email: wide,
                registration: wide,
                links: wide,
                links_email: wide,
                tokens: wide,
                verification: wide,
            };
        }
        Self {
            general: Rate::new(600, 60),
            sign_in: Rate::new(20, 60),
            sign_in_email: Rate::new(10, 900),
            registration: Rate::new(10, 3600),
            links: Rate::new(20, 3600),
            links_email: Rate::new(3, 3600),
            tokens: Rate::new(60, 60),
            verification: Rate::new(30, 60),
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
            registration: read("rate_registration", usual.registration),
            links: read("rate_links", usual.links),
            links_email: read("rate_links_email", usual.links_email),
            tokens: read("rate_tokens", usual.tokens),
            verification: read("rate_verification", usual.verification),
        }
    }
}
