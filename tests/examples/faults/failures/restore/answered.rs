//! What drivers were answered, and where each of it is to be found again.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tests::{Client, Reply};

use super::backup::Backup;
use crate::failures::held;

/// Everything that was answered.
#[derive(Debug, Clone, Default)]
pub struct Answers(Arc<Mutex<Vec<Answer>>>);

/// Something that was answered.
#[derive(Debug, Clone)]
struct Answer {
    /// Who can see it.
    who: Client,
    /// Where it is.
    path: String,
    /// What has to be there.
    what: What,
    /// When it was answered.
    at: Instant,
    /// When its owner gave it up, if they did: asked for that.
    given_up: Option<Instant>,
}

#[derive(Debug, Clone)]
enum What {
    /// These words stand in it.
    Words(String),
    /// It has this hash.
    Hash(String),
}

/// How much of what was answered is there.
pub struct Found {
    before: usize,
    papers: usize,
    during: usize,
}

impl Answers {
    /// Words that stand there from now on.
    pub fn words(&self, who: &Client, path: &str, words: &str) {
        self.note(who, path, What::Words(words.to_owned()));
    }

    /// A file or a paper that is there from now on, by its hash as [`Reply::sha256`] writes it.
    pub fn file(&self, who: &Client, path: &str, sha256: String) {
        self.note(who, path, What::Hash(sha256));
    }

    /// What is there is about to be given up by its owner.
    pub fn give_up(&self, path: &str) {
        for answer in self.0.lock().expect("nobody panicked").iter_mut() {
            if answer.path == path {
                answer.given_up = Some(Instant::now());
            }
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.lock().expect("nobody panicked").len()
    }

    fn note(&self, who: &Client, path: &str, what: What) {
        self.0.lock().expect("nobody panicked").push(Answer {
            who: who.clone(),
            path: path.to_owned(),
            what,
            at: Instant::now(),
            given_up: None,
        });
    }

    /// Whether all is there, in the copy, that had been answered when the backup began.
    pub async fn are_there(&self, backup: &Backup<'_>) -> Result<Found, String> {
        let all = self.0.lock().expect("nobody panicked").clone();
        let (before, after): (Vec<_>, Vec<_>) = all.into_iter().partition(|answer| answer.at < backup.began);
        let expected = before.iter().filter(|answer| answer.is_still_kept_after(backup.ended));
        let (mut found, mut papers) = (0, 0);
        for answer in expected {
            let reply = answer.who.get(&answer.path).come_what_may().await;
            held(answer.what.is_in(&reply), || {
                format!("answered before the backup, and lost: {:?} in {reply}", answer.what)
            })?;
            found += 1;
            papers += usize::from(matches!(answer.what, What::Hash(_)));
        }
        held(papers > 0, || "nothing was kept when the backup began".to_owned())?;
        let during = after.iter().filter(|answer| answer.at < backup.ended).count();
        Ok(Found {
            before: found,
            papers,
            during,
        })
    }

    /// The places of what was given up while the backup was made.
    pub fn given_up_during(&self, backup: &Backup<'_>) -> Vec<String> {
        let all = self.0.lock().expect("nobody panicked");
        let given_up = all.iter().filter(|answer| {
            let at = answer.given_up;
            at.is_some() && !answer.is_still_kept_after(backup.ended)
        });
        given_up.map(|answer| answer.path.clone()).collect()
    }
}

impl Answer {
    fn is_still_kept_after(&self, instant: Instant) -> bool {
        self.given_up.is_none_or(|given_up| given_up > instant)
    }
}

impl What {
    fn is_in(&self, reply: &Reply) -> bool {
        reply.status == 200
            && match self {
                Self::Words(words) => String::from_utf8_lossy(&reply.body).contains(words),
                Self::Hash(sha256) => reply.sha256() == *sha256,
            }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { before, papers, during } = self;
        write!(
            f,
            "{before} answers of before are there, {papers} of them files, {during} came meanwhile"
        )
    }
}
