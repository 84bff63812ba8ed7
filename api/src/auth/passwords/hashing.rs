//! Argon2id in memory that is used again: each hash takes 19 MiB, which the allocator would keep after a flood of
//! sign-ins, in as many arenas as there were threads.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{Error, Result};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// Memory blocks of hashes that are done, for those to come. Clones share it. There are never more than there were
/// hashes at once.
#[derive(Clone, Default)]
pub(super) struct Hashing {
    free: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Hashing {
    /// The hash of a password, with a salt of its own.
    pub(super) fn hash(&self, password: &str) -> Result<String> {
        let salt = Salt::generate();
        let params = Params::default();
        let output_len = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let phc = PasswordHash {
            algorithm: Algorithm::default().ident(),
            version: Some(Version::default().into()),
            params: ParamsString::try_from(&params)?,
            hash: Some(self.compute(&Argon2::default(), password, &salt, output_len)?),
            salt: Some(salt),
        };
        Ok(phc.to_string())
    }

    /// Whether the password is the one that was hashed, with the parameters of then.
    pub(super) fn verify(&self, password: &str, phc: &str) -> Result<bool> {
        let known = PasswordHash::new(phc)?;
        let (Some(salt), Some(hash)) = (&known.salt, &known.hash) else {
            return Err(Error::EncodingInvalid);
        };
        let version = known.version.map(Version::try_from).transpose()?;
        let argon2 = Argon2::new(
            Algorithm::try_from(known.algorithm.as_str())?,
            version.unwrap_or_default(),
            Params::try_from(&known)?,
        );
        // Compared in constant time.
        Ok(self.compute(&argon2, password, salt, hash.len())? == *hash)
    }

    fn compute(&self, argon2: &Argon2<'_>, password: &str, salt: &Salt, output_len: usize) -> Result<Output> {
        let mut memory = self.free().pop().unwrap_or_default();
        memory.resize(argon2.params().block_count(), Block::default());
        let mut output = vec![0; output_len];
        let hashed = argon2.hash_password_into_with_memory(
            password.as_bytes(),
            salt.as_ref(),
            &mut output,
            memory.as_mut_slice(),
        );
        self.free().push(memory);
        hashed?;
        Ok(Output::new(&output)?)
    }

    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Block>>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher as _, PasswordVerifier as _};

    use super::*;

    #[test]
    fn memory_is_used_again() {
        let hashing = Hashing::default();
        let hash = hashing.hash("one").expect("a hash");
        let first = hashing.free()[0].as_ptr();
        assert!(hashing.verify("one", &hash).expect("checked"));
        assert!(!hashing.verify("another", &hash).expect("checked"));
        assert_eq!(hashing.free().len(), 1);
        assert_eq!(hashing.free()[0].as_ptr(), first);
    }

    #[test]
    fn hashes_are_those_that_anybody_makes() {
        let hashing = Hashing::default();
        let ours = hashing.hash("one").expect("a hash");
        assert!(Argon2::default().verify_password(b"one", ours.as_str()).is_ok());
        let theirs = Argon2::default().hash_password(b"one").expect("a hash").to_string();
        assert!(hashing.verify("one", &theirs).expect("checked"));
    }

    #[test]
    fn a_hash_of_other_parameters_is_checked_by_them() {
        let cheaper = Params::new(64, 3, 2, Some(16)).expect("parameters");
        let cheaper = Argon2::new(Algorithm::Argon2i, Version::V0x10, cheaper);
        let hash = cheaper.hash_password(b"one").expect("a hash").to_string();
        let hashing = Hashing::default();
        assert!(hashing.verify("one", &hash).expect("checked"));
        assert!(!hashing.verify("two", &hash).expect("checked"));
        assert!(hashing.verify("one", "$argon2id$v=19$m=64,t=1,p=1").is_err());
    }
}
