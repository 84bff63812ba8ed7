//! Passwords: hashed with Argon2id, as slowly as is bearable, never more at once than there are cores.

use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_web::web;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use domain::rules::Fault;
use domain::rules::password::{self, Owner};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::http::Problem;

/// How long somebody waits for a core before being told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes and checks password hashes. Clones share the cores.
#[derive(Clone)]
pub struct Passwords {
    cores: Arc<Semaphore>,
    /// The hash of a password nobody has, for emails nobody has: checking takes as long as for the others.
    decoy: Arc<str>,
}

/// Whose password is chosen; what it may not contain.
#[derive(Debug, Clone)]
pub struct Chooser {
    /// Surname; for staff, the whole name.
    pub surname: String,
    /// First names.
    pub first_names: String,
    /// Email.
    pub email: String,
}

impl Passwords {
    /// Ready to work.
    pub fn new() -> anyhow::Result<Self> {
        let decoy = hash("nobody's password").map_err(|error| anyhow::anyhow!("Argon2: {error}"))?;
        Ok(Self {
            cores: Arc::new(Semaphore::new(available_parallelism().map_or(1, usize::from))),
            decoy: decoy.into(),
        })
    }

    /// Whether the password is the one that was hashed. Takes as long where there is no hash, and answers no.
    pub async fn verify(&self, given: &str, hash: Option<&str>) -> Result<bool, Problem> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.decoy).to_owned();
        let given = password::normalize(given);
        let fits = self.at_work(move || {
            let hash = PasswordHash::new(&hash).map_err(Problem::internal)?;
            Ok(Argon2::default().verify_password(given.as_bytes(), &hash).is_ok())
        });
        Ok(fits.await? && known)
    }

    /// The hash of a password that was chosen, or what is wrong with it.
    pub async fn choose(
        &self,
        chosen: &str,
        confirmation: &str,
        chooser: Chooser,
    ) -> Result<Result<String, Vec<Fault>>, Problem> {
        let chosen = password::normalize(chosen);
        let confirmation = password::normalize(confirmation);
        self.at_work(move || {
            let owner = Owner {
                surname: &chooser.surname,
                first_names: &chooser.first_names,
                email: &chooser.email,
            };
            let faults = password::check(&chosen, &confirmation, &owner);
            if faults.is_empty() {
                hash(&chosen).map(Ok).map_err(Problem::internal)
            } else {
                Ok(Err(faults))
            }
        })
        .await
    }

    /// Hashes without judging: for the sandbox's known passwords.
    pub async fn hash(&self, given: &str) -> Result<String, Problem> {
        let given = password::normalize(given);
        self.at_work(move || hash(&given).map_err(Problem::internal)).await
    }

    /// Runs slow work off the threads that answer, on a core of its own.
    async fn at_work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let core = timeout(PATIENCE, self.cores.clone().acquire_owned()).await;
        let core = core.map_err(|_| Problem::unavailable())?.map_err(Problem::internal)?;
        web::block(move || {
            let done = work();
            drop(core);
            done
        })
        .await
        .map_err(Problem::internal)?
    }
}

fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}
