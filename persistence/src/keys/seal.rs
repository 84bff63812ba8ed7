//! Keeping secrets from whoever reads the database alone: AES-256-GCM under a key derived from `CQC_HUB_SECRET`, or under
//! one that is itself kept so.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::error::Unspecified;

use super::derived;

/// Seals and opens.
pub struct Seal {
    key: RandomizedNonceKey,
}

impl Seal {
    /// The seal of a secret.
    pub fn of(secret: &str) -> Result<Self, Unspecified> {
        Self::under(&derived::<32>(secret, "seal")?)
    }

    /// The seal of a key of AES-256: 32 random bytes.
    pub fn under(key: &[u8]) -> Result<Self, Unspecified> {
        Ok(Self {
            key: RandomizedNonceKey::new(&AES_256_GCM, key)?,
        })
    }

    /// Seals: nonce, ciphertext, tag. It opens with the same `context` only.
    pub fn close(&self, context: &str, secret: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let mut body = secret.to_vec();
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::from(context.as_bytes()), &mut body)?;
        Ok([nonce.as_ref().as_slice(), &body].concat())
    }

    /// Opens what was sealed; `None` where the secret or the context is another, or a byte was changed.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = body.to_vec();
        let opened = self
            .key
            .open_in_place(nonce, Aad::from(context.as_bytes()), &mut body)
            .ok()?;
        Some(opened.to_vec())
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_secret_and_context_only() {
        let seal = Seal::of("a secret of the operator's").expect("a seal");
        let sealed = seal.close("one", b"private").expect("sealed");
        assert_ne!(sealed, seal.close("one", b"private").expect("sealed"));
        assert_eq!(seal.open("one", &sealed).as_deref(), Some(b"private".as_slice()));
        assert_eq!(seal.open("two", &sealed), None);
        assert_eq!(Seal::of("another").expect("a seal").open("one", &sealed), None);
        let mut bent = sealed;
        bent[14] ^= 1;
        assert_eq!(seal.open("one", &bent), None);
        assert_eq!(seal.open("one", b"short"), None);
    }
}
