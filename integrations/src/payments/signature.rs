//! How reports are signed: `t=1700000000,v1=5257a8…,v1=…`, where each `v1` is the HMAC-SHA-256, in hexadecimal, of the
//! time, a full stop and the body [Stripe, «Verify webhook signatures manually»]. There are several while a secret is
//! being changed.

use aws_lc_rs::hmac::{self, HMAC_SHA256, Key};
use chrono::{DateTime, TimeDelta, Utc};

/// How far a report's time may be from ours: what was overheard is of no use later.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Why a report is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unverified {
    /// No signature of the provider's is on it.
    #[error("it is not signed by the provider")]
    Signature,
    /// It was signed too long ago, or ahead of time.
    #[error("it was not signed just now")]
    Time,
    /// It is signed and cannot be read: the provider speaks another version of its language.
    #[error("it cannot be read")]
    Body,
}

/// Checks a signature, in a time that tells nothing of the right one.
pub(super) fn verify(secret: &[u8], signature: &str, body: &[u8], now: DateTime<Utc>) -> Result<(), Unverified> {
    let parts = || signature.split(',').filter_map(|part| part.trim().split_once('='));
    let time = parts().find(|(name, _)| *name == "t").map(|(_, value)| value);
    let time = time.ok_or(Unverified::Signature)?;
    let key = Key::new(HMAC_SHA256, secret);
    let signed = signed(time, body);
    let is_signed = parts()
        .filter(|(name, _)| *name == "v1")
        .filter_map(|(_, value)| from_hex(value))
        .any(|candidate| hmac::verify(&key, &signed, &candidate).is_ok());
    if !is_signed {
        return Err(Unverified::Signature);
    }
    let at = time
        .parse()
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let at = at.ok_or(Unverified::Signature)?;
    if (now - at).abs() > TOLERANCE {
        return Err(Unverified::Time);
    }
    Ok(())
}

/// Signs a report.
pub(super) fn sign(secret: &[u8], body: &[u8], now: DateTime<Utc>) -> String {
    let time = now.timestamp().to_string();
    let tag = hmac::sign(&Key::new(HMAC_SHA256, secret), &signed(&time, body));
    format!("t={time},v1={}", to_hex(tag.as_ref()))
}

fn signed(time: &str, body: &[u8]) -> Vec<u8> {
    [time.as_bytes(), b".", body].concat()
}

fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"whsec_test";
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).expect("an instant")
    }

    fn verified(signature: &str, body: &[u8], now: DateTime<Utc>) -> Result<(), Unverified> {
        verify(SECRET, signature, body, now)
    }

    /// `printf '1700000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test`
    #[test]
    fn a_signature_is_the_one_that_others_make() {
        let known = "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";
        assert_eq!(sign(SECRET, BODY, at(0)), known);
        assert_eq!(verified(known, BODY, at(0)), Ok(()));
    }

    #[test]
    fn nothing_else_is_believed() {
        let good = sign(SECRET, BODY, at(0));
        let tag = good.split_once("v1=").expect("a signature").1;
        let other_secret = sign(b"whsec_other", BODY, at(0));
        for signature in [
            "",
            "nonsense",
            "t=1700000000",
            &format!("v1={tag}"),
            &format!("t=1700000001,v1={tag}"),
            &format!("t=1700000000,v0={tag}"),
            &format!("t=1700000000,v1={}", &tag[..62]),
            &format!("t=1700000000,v1={}zz", &tag[..62]),
            &other_secret,
        ] {
            assert_eq!(
                verified(signature, BODY, at(0)),
                Err(Unverified::Signature),
                "{signature}"
            );
        }
        assert_eq!(verified(&good, br#"{"id":"evt_2"}"#, at(0)), Err(Unverified::Signature));
    }

    #[test]
    fn one_of_several_signatures_is_enough_while_the_secret_changes() {
        let good = sign(SECRET, BODY, at(0));
        let tag = good.split_once("v1=").expect("a signature").1;
        let both = format!("t=1700000000, v1={}, v1={tag}, v0=aa", "0".repeat(64));
        assert_eq!(verified(&both, BODY, at(0)), Ok(()));
    }

    #[test]
    fn what_was_signed_long_ago_or_ahead_of_time_is_not_taken() {
        let good = sign(SECRET, BODY, at(0));
        for (seconds, outcome) in [
            (300, Ok(())),
            (-300, Ok(())),
            (301, Err(Unverified::Time)),
            (-301, Err(Unverified::Time)),
        ] {
            assert_eq!(verified(&good, BODY, at(seconds)), outcome, "{seconds}");
        }
    }
}
