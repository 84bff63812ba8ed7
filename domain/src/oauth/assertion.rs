//! What a machine client signs to say who it is (RFC 7523, 3; RFC 7521, 4.2).

use chrono::{DateTime, TimeDelta, Utc};

/// The one type of assertion there is.
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How far ahead an assertion may end: it is made for one request.
pub const LONGEST_TIME: TimeDelta = TimeDelta::minutes(5);
/// By how much the client's clock may differ.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(30);
/// Characters of an id.
const LONGEST_ID: usize = 255;

/// What an assertion says, once its signature is good.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// Who signed.
    pub issuer: String,
    /// About whom.
    pub subject: String,
    /// For whom.
    pub audiences: Vec<String>,
    /// When it ends, in seconds.
    pub expires_at: i64,
    /// From when it counts, and when it was made, in seconds.
    pub since: Vec<i64>,
    /// What tells it from every other.
    pub id: String,
}

/// Until when an assertion has to be remembered that is good: by this client about itself, for one of these audiences, now.
pub fn good_until(claims: &Claims, client_id: &str, audiences: &[&str], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let instant = |seconds| DateTime::from_timestamp(seconds, 0);
    let is_own = claims.issuer == client_id && claims.subject == client_id;
    let is_for_us = claims.audiences.iter().any(|one| audiences.contains(&one.as_str()));
    let has_id = (1..=LONGEST_ID).contains(&claims.id.len());
    let has_begun = claims
        .since
        .iter()
        .all(|since| instant(*since).is_some_and(|since| since <= now + CLOCK_SKEW));
    let until = instant(claims.expires_at).filter(|until| *until > now && *until <= now + LONGEST_TIME + CLOCK_SKEW);
    until.filter(|_| is_own && is_for_us && has_id && has_begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "https://hub.example.org/oauth/token";

    fn good(change: impl FnOnce(&mut Claims)) -> bool {
        let now = DateTime::from_timestamp(1_796_000_000, 0).expect("an instant");
        let mut claims = Claims {
            issuer: "lyon".to_owned(),
            subject: "lyon".to_owned(),
            audiences: vec![TOKEN.to_owned()],
            expires_at: now.timestamp() + 60,
            since: vec![now.timestamp()],
            id: "1".to_owned(),
        };
        change(&mut claims);
        good_until(&claims, "lyon", &["https://hub.example.org", TOKEN], now).is_some()
    }

    #[test]
    fn an_assertion_is_the_clients_own_for_the_hub_and_for_minutes() {
        assert!(good(|_| ()));
        assert!(good(
            |claims| claims.audiences = vec!["https://hub.example.org".to_owned()]
        ));
        assert!(!good(
            |claims| claims.audiences = vec!["https://other.example.org".to_owned()]
        ));
        assert!(!good(|claims| claims.audiences.clear()));
        assert!(!good(|claims| claims.issuer = "brest".to_owned()));
        assert!(!good(|claims| claims.subject = "brest".to_owned()));
        assert!(!good(|claims| claims.id.clear()));
        assert!(!good(|claims| claims.expires_at -= 60));
        assert!(good(|claims| claims.expires_at += 240));
        assert!(!good(|claims| claims.expires_at += 600));
        assert!(!good(|claims| claims.expires_at = i64::MAX));
        assert!(!good(|claims| claims.since.push(claims.expires_at)));
    }
}
