//! Keys out of `CQC_HUB_SECRET`, by HKDF-SHA-256: one for each purpose, none of which tells anything of another.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};

/// A key of so many bytes.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// The key of a secret for one purpose.
pub fn derived<const N: usize>(secret: &str, purpose: &str) -> Result<[u8; N], Unspecified> {
    let mut key = [0; N];
    Salt::new(HKDF_SHA256, b"cqc-hub")
        .extract(secret.as_bytes())
        .expand(&[purpose.as_bytes()], Length(N))?
        .fill(&mut key)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_secret_and_each_purpose_has_a_key_of_its_own() {
        let key = |secret: &str, purpose: &str| derived::<16>(secret, purpose).expect("a key");
        assert_eq!(key("a", "one"), key("a", "one"));
        assert_ne!(key("a", "one"), key("a", "two"));
        assert_ne!(key("a", "one"), key("b", "one"));
    }
}
