//! What a failure means for the mail, and what agents read of it.

use crate::Failure;
use lettre::transport::smtp::Error;

use super::whose::{Whose, whose};

/// How much of the server's own words is told.
const LONGEST: usize = 300;

/// A part of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Until the server knows us: connecting, TLS, authentication.
    Connection,
    /// `MAIL FROM`
    Sender,
    /// `RCPT TO`
    Recipient,
    /// `DATA` and all that follows.
    Content,
}

/// A mail that did not go out.
#[derive(Debug)]
pub(super) struct SmtpError {
    pub(super) step: Step,
    pub(super) error: Error,
}

impl SmtpError {
    /// Names the step at which it came.
    pub(super) fn at(step: Step) -> impl Fn(Error) -> Self {
        move |error| Self { step, error }
    }

    /// Whether the server answered, and goes on listening.
    pub(super) fn leaves_a_connection(&self) -> bool {
        let answered = self.error.status().map(u16::from);
        self.step != Step::Connection && answered.is_some_and(|code| code != 421)
    }

    /// What becomes of the mail. A refusal is final where it is about the recipient or the content; one of the
    /// connection or the sender is about how the hub is set up.
    pub(super) fn verdict(&self, to: &str) -> Failure {
        let about = match self.step {
            Step::Connection => "the mail server cannot be used",
            Step::Sender => "the mail server refuses the sender",
            Step::Recipient => "the mail server refuses the recipient",
            Step::Content => "the mail server refuses the mail",
        };
        let said = self.error.to_string();
        let message = format!("{about}: {}", without(&said, to));
        let refusal = self.error.status().filter(|_| self.error.is_permanent());
        match (refusal.map(u16::from), self.step) {
            (None, _) => Failure::Later(message),
            (Some(code), Step::Recipient | Step::Content) if whose(code, words_of(&said)) == Whose::Mail => {
                Failure::Never(message)
            }
            (Some(_), _) => Failure::Hindered(message),
        }
    }
}

/// The server's own words, behind the code that the error repeats.
fn words_of(said: &str) -> &str {
    said.split_once("): ").map_or(said, |(_, words)| words)
}

/// Words of a server without what they say about a person: servers like to repeat the address.
fn without(words: &str, address: &str) -> String {
    let address = address.to_lowercase();
    let name = address.split('@').next().unwrap_or_default();
    let tells = |word: &str| {
        let word = word.to_lowercase();
        let bare = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        word.contains('@') || bare == name
    };
    let words = words
        .split_whitespace()
        .map(|word| if tells(word) { "…" } else { word });
    let words: Vec<_> = words.collect();
    words.join(" ").chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_read_the_servers_words_without_the_address() {
        let said = "permanent error (550): 5.1.1 <Camille.Martin@example.org>: User\r\n camille.martin unknown";
        assert_eq!(
            without(said, "camille.martin@example.org"),
            "permanent error (550): 5.1.1 … User … unknown"
        );
        assert_eq!(without(&"x".repeat(1_000), "a@b.fr").len(), LONGEST);
    }
}
