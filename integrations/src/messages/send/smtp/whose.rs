//! Whose trouble a refusal is: the mail's, which no further attempt will mend, or the hub's, which whoever runs it can.
//!
//! Told by the reply code where it speaks of the conversation alone [RFC 5321, RFC 4954], else by the enhanced status
//! behind it [RFC 3463, RFC 7372, and the registry that goes with them], else by the words of a server that gives none.

/// Whose trouble a refusal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The mail's: its recipient or its content.
    Mail,
    /// The hub's: how it is set up, what is thought of it, how the server is.
    Hub,
}

/// Reply codes that speak of the conversation and not of the mail.
const CODES: &[(u16, &str)] = &[
    (500, "command not recognised"),
    (502, "command not implemented"),
    (503, "bad sequence of commands"),
    (504, "parameter not implemented"),
    (530, "authentication or TLS required"),
    (534, "authentication mechanism too weak"),
    (535, "credentials refused"),
    (538, "encryption required for authentication"),
];

/// Enhanced status codes without their class: subject, detail (any, where none is given), and whose trouble it is. The
/// first row that fits tells; of the subjects without a row (address, mailbox, network, content) it is the mail's.
const STATUSES: &[(u16, Option<u16>, Whose, &str)] = &[
    (1, Some(7), Whose::Hub, "bad sender's mailbox address syntax"),
    (1, Some(8), Whose::Hub, "bad sender's system address"),
    (3, Some(4), Whose::Mail, "message too big for system"),
    (3, None, Whose::Hub, "mail system status"),
    (5, None, Whose::Hub, "mail delivery protocol status"),
    (7, Some(2), Whose::Mail, "mailing list expansion prohibited"),
    (7, Some(17), Whose::Mail, "mailbox owner has changed"),
    (7, Some(18), Whose::Mail, "domain owner has changed"),
    (
        7,
        None,
        Whose::Hub,
        "security or policy: authentication, relaying, reputation, SPF, DKIM",
    ),
];

/// What servers say of whoever sends, in lower case.
const WORDS: &[&str] = &[
    "authenti",
    "blacklist",
    "blocked",
    "blocklist",
    "client host",
    "dkim",
    "dmarc",
    "rate limit",
    "relay",
    "reputation",
    "sender",
    "spf",
];

/// Whose trouble a refusal is, by its reply code and the words that come with it.
pub(super) fn whose(code: u16, words: &str) -> Whose {
    if CODES.iter().any(|(known, _)| *known == code) {
        return Whose::Hub;
    }
    let by_status = status(words).and_then(|(subject, detail)| by_status(subject, detail));
    by_status.unwrap_or_else(|| by_words(words))
}

/// Nothing, where the status says nothing in particular.
fn by_status(subject: u16, detail: u16) -> Option<Whose> {
    let row = STATUSES
        .iter()
        .find(|(known, particular, ..)| *known == subject && particular.is_none_or(|particular| particular == detail));
    match (row, subject, detail) {
        (Some((_, _, whose, _)), ..) => Some(*whose),
        (None, 0, _) | (None, _, 0) => None,
        (None, ..) => Some(Whose::Mail),
    }
}

fn by_words(words: &str) -> Whose {
    let words = words.to_lowercase();
    if WORDS.iter().any(|word| words.contains(word)) {
        Whose::Hub
    } else {
        Whose::Mail
    }
}

/// Subject and detail of the enhanced status among a server's words: most put it first, some in brackets at the end.
fn status(words: &str) -> Option<(u16, u16)> {
    words
        .split(|sign: char| !(sign.is_ascii_digit() || sign == '.'))
        .find_map(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            match parts.as_slice() {
                ["5", subject, detail] => Some((subject.parse().ok()?, detail.parse().ok()?)),
                _ => None,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_servers_answer_is_told_apart() {
        for (code, words, expected) in [
            (550, "5.1.1 <camille@example.org>: User unknown", Whose::Mail),
            (550, "No such user here", Whose::Mail),
            (552, "5.2.2 Mailbox full", Whose::Mail),
            (552, "5.3.4 Message size exceeds fixed limit", Whose::Mail),
            (554, "5.6.0 malformed", Whose::Mail),
            (556, "5.1.10 Recipient address has null MX", Whose::Mail),
            (550, "5.4.1 Recipient address rejected: Access denied", Whose::Mail),
            (551, "5.7.17 Mailbox owner has changed", Whose::Mail),
            (550, "5.7.1 Relaying denied", Whose::Hub),
            (550, "relay not permitted", Whose::Hub),
            (
                553,
                "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
                Whose::Hub,
            ),
            (
                550,
                "5.1.8 <hub@example.org>: Sender address rejected: Domain not found",
                Whose::Hub,
            ),
            (550, "5.1.0 <hub@example.org>: Sender address rejected", Whose::Hub),
            (550, "5.7.23 SPF validation failed", Whose::Hub),
            (550, "5.7.26 This mail is unauthenticated", Whose::Hub),
            (
                554,
                "5.7.1 Service unavailable; Client host [192.0.2.1] blocked",
                Whose::Hub,
            ),
            (554, "Message refused: 192.0.2.1 is on a blocklist", Whose::Hub),
            (530, "5.7.0 Must issue a STARTTLS command first", Whose::Hub),
            (535, "credentials", Whose::Hub),
            (503, "5.5.1 Error: need MAIL command", Whose::Hub),
            (554, "5.5.1 Error: no valid recipients", Whose::Hub),
            (550, "5.3.2 System not accepting network messages", Whose::Hub),
        ] {
            assert_eq!(whose(code, words), expected, "{code} {words}");
        }
    }

    #[test]
    fn an_address_of_a_machine_is_no_status() {
        assert_eq!(status("connect from 5.7.1.20 refused"), None);
        assert_eq!(status("5.7.1.20 refused (#5.1.1)"), Some((1, 1)));
    }
}
