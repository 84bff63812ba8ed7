//! Which mail server takes the hub's mails, and how it is spoken to.

use std::fmt;
use std::str::FromStr;

use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// Submission over TLS (RFC 8314).
const SUBMISSIONS_PORT: u16 = 465;
/// Submission (RFC 6409).
const SUBMISSION_PORT: u16 = 587;

/// How the connection is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte: `smtps://`.
    FromTheStart,
    /// STARTTLS, and no word more to a server that has none: `smtp://`, or `?tls=required`.
    Required,
    /// STARTTLS where the server has it: `?tls=opportunistic`. Whoever stands in between can take it away.
    Opportunistic,
    /// None: `?tls=none`, for a server on the same machine or network.
    None,
}

/// A mail server, written `smtp://user:password@host:port?tls=required`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<Credentials>,
}

/// What is wrong with a relay as it is written. The words repeat nothing of it: there may be a password in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRelay {
    /// Not at all what is expected.
    #[error(
        "it looks like smtp://user:password@host:port (or smtps://), with ?tls=required, opportunistic or none behind it"
    )]
    Malformed,
    /// Only half of what it takes to sign in.
    #[error("a user and a password go together")]
    HalfCredentials,
    /// Anybody on the way could read the password.
    #[error("a password is sent over TLS only: smtps://, or ?tls=required")]
    OpenPassword,
}

impl FromStr for Relay {
    type Err = NoRelay;

    fn from_str(text: &str) -> Result<Self, NoRelay> {
        let url = Url::parse(text).map_err(|_| NoRelay::Malformed)?;
        let encryption = encryption(&url).ok_or(NoRelay::Malformed)?;
        let host = match url.host() {
            Some(Host::Domain(name)) if !name.is_empty() => name.to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            _ => return Err(NoRelay::Malformed),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(NoRelay::Malformed);
        }
        let credentials = credentials(&url)?;
        let may_be_open = matches!(encryption, Encryption::Opportunistic | Encryption::None);
        if credentials.is_some() && may_be_open {
            return Err(NoRelay::OpenPassword);
        }
        let usual = match encryption {
            Encryption::FromTheStart => SUBMISSIONS_PORT,
            Encryption::Required | Encryption::Opportunistic | Encryption::None => SUBMISSION_PORT,
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(usual),
            encryption,
            credentials,
        })
    }
}

/// Nothing of its credentials.
impl fmt::Display for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

fn encryption(url: &Url) -> Option<Encryption> {
    let asked: Vec<_> = url.query_pairs().collect();
    let tls = match asked.as_slice() {
        [] => None,
        [(name, value)] if name == "tls" => Some(value.as_ref()),
        _ => return None,
    };
    Some(match (url.scheme(), tls) {
        ("smtps", None) => Encryption::FromTheStart,
        ("smtp", None | Some("required")) => Encryption::Required,
        ("smtp", Some("opportunistic")) => Encryption::Opportunistic,
        ("smtp", Some("none")) => Encryption::None,
        _ => return None,
    })
}

fn credentials(url: &Url) -> Result<Option<Credentials>, NoRelay> {
    let plain = |text: &str| {
        let text = percent_decode_str(text).decode_utf8();
        text.map(String::from).map_err(|_| NoRelay::Malformed)
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(NoRelay::HalfCredentials),
        (user, Some(password)) => Ok(Some(Credentials::new(plain(user)?, plain(password)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(text: &str) -> Result<Relay, NoRelay> {
        text.parse()
    }

    fn spoken(text: &str) -> (String, Encryption) {
        let relay = relay(text).expect("a relay");
        (relay.to_string(), relay.encryption)
    }

    #[test]
    fn tls_is_required_unless_said_otherwise() {
        let named = |address: &str, encryption| (address.to_owned(), encryption);
        assert_eq!(
            spoken("smtp://mail.example.org"),
            named("mail.example.org:587", Encryption::Required)
        );
        assert_eq!(
            spoken("smtps://mail.example.org"),
            named("mail.example.org:465", Encryption::FromTheStart)
        );
        assert_eq!(
            spoken("smtp://mail.example.org:25?tls=opportunistic"),
            named("mail.example.org:25", Encryption::Opportunistic)
        );
        assert_eq!(
            spoken("smtp://[::1]:1025/?tls=none"),
            named("::1:1025", Encryption::None)
        );
    }

    #[test]
    fn a_password_may_have_any_sign_and_is_shown_nowhere() {
        let relay = relay("smtp://hub%40example.org:s%3A%2Fcret@mail.example.org").expect("a relay");
        let known = Credentials::new("hub@example.org".to_owned(), "s:/cret".to_owned());
        assert_eq!(relay.credentials, Some(known));
        assert!(!format!("{relay:?} {relay}").contains("cret"));
    }

    #[test]
    fn what_cannot_work_is_refused() {
        let refused = |text| relay(text).expect_err("refused");
        for text in [
            "mail.example.org",
            "http://mail.example.org",
            "smtp://",
            "smtp://mail.example.org/hello",
            "smtp://mail.example.org?tls=always",
            "smtp://mail.example.org?ssl=required",
            "smtps://mail.example.org?tls=none",
        ] {
            assert_eq!(refused(text), NoRelay::Malformed, "{text}");
        }
        assert_eq!(refused("smtp://hub@mail.example.org"), NoRelay::HalfCredentials);
        assert_eq!(
            refused("smtp://hub:secret@mail.example.org?tls=none"),
            NoRelay::OpenPassword
        );
    }
}
