//! Passwords: hashed with Argon2id, as slowly as is bearable, never more at once than there are cores.

use actix_web::web;
use domain::rules::Fault;
use domain::rules::password::{self, Owner};

use self::hashing::Hashing;
use super::queue::{Queue, Standing};
use crate::http::Problem;

mod hashing;

/// The hash of a password nobody has, for emails nobody has: checking it takes as long as checking any other.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$RiA3nn8uYWF/TBru/iKnSQ$QK8n7wFwby8+Pefs39OZkEGXLM6XXCYnPQoWa4AFYfE";

/// Makes and checks password hashes. Clones share the cores.
#[derive(Clone)]
pub struct Passwords {
    queue: Queue,
    hashing: Hashing,
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

impl Default for Passwords {
    fn default() -> Self {
        Self {
            queue: Queue::new(),
            hashing: Hashing::default(),
        }
    }
}

impl Passwords {
    /// Ready to work.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the password is the one that was hashed. Takes as long where there is no hash, and answers no.
    pub async fn verify(&self, given: &str, hash: Option<&str>, standing: Standing) -> Result<bool, Problem> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(DECOY).to_owned();
        let given = password::normalize(given);
        let hashing = self.hashing.clone();
        let fits = self.at_work(standing, move || {
            hashing.verify(&given, &hash).map_err(Problem::internal)
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
        let hashing = self.hashing.clone();
        self.at_work(Standing::Known, move || {
            let owner = Owner {
                surname: &chooser.surname,
                first_names: &chooser.first_names,
                email: &chooser.email,
            };
            let faults = password::check(&chosen, &confirmation, &owner);
            if faults.is_empty() {
                hashing.hash(&chosen).map(Ok).map_err(Problem::internal)
            } else {
                Ok(Err(faults))
            }
        })
        .await
    }

    /// Runs slow work off the threads that answer, on a core of its own.
    async fn at_work<T: Send + 'static>(
        &self,
        standing: Standing,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = self.queue.turn(standing).await?;
        web::block(move || {
            let done = work();
            drop(turn);
            done
        })
        .await
        .map_err(Problem::internal)?
    }
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chooser() -> Chooser {
        Chooser {
            surname: "Martin".to_owned(),
            first_names: "Camille".to_owned(),
            email: "camille.martin@example.org".to_owned(),
        }
    }

    #[actix_web::test]
    async fn a_chosen_password_fits_however_its_accents_are_composed() {
        let passwords = Passwords::new();
        let chosen = "Une été à vélo, sept fois sur la route";
        let hash = passwords
            .choose(chosen, chosen, chooser())
            .await
            .expect("done")
            .expect("a good password");
        let decomposed = "Une e\u{301}te\u{301} a\u{300} ve\u{301}lo, sept fois sur la route";
        assert!(
            passwords
                .verify(decomposed, Some(&hash), Standing::Stranger)
                .await
                .expect("done")
        );
        assert!(
            !passwords
                .verify("another", Some(&hash), Standing::Stranger)
                .await
                .expect("done")
        );
    }

    #[actix_web::test]
    async fn a_poor_choice_is_told_what_is_wrong() {
        let faults = Passwords::new()
            .choose("azerty", "qwerty", chooser())
            .await
            .expect("done");
        assert_eq!(faults.expect_err("refused").len(), 2);
    }

    #[actix_web::test]
    async fn nobody_has_the_decoy() {
        let passwords = Passwords::new();
        assert!(
            !passwords
                .verify("nobody's password", None, Standing::Stranger)
                .await
                .expect("done")
        );
        // As slow as ours: the decoy was hashed with the same parameters.
        let ours = Hashing::default().hash("x").expect("a hash");
        let parameters = |hash: &str| hash.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(parameters(DECOY), parameters(&ours));
    }
}
