//! Where a scanner listens.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use url::{Host, Url};

/// The port of clamd, unless another is given.
const PORT: u16 = 3310;

/// Where clamd listens: `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A host and a port.
    Tcp(String, u16),
    /// A socket of this machine.
    Unix(PathBuf),
}

/// Text that is no [`Address`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it looks like tcp://host:3310 or unix:///run/clamav/clamd.ctl")]
pub struct NotAnAddress;

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("unix://") {
            let is_file = path.starts_with('/') && !path.ends_with('/');
            return is_file.then(|| Self::Unix(path.into())).ok_or(NotAnAddress);
        }
        let url = Url::parse(text).map_err(|_| NotAnAddress)?;
        let is_plain = url.scheme() == "tcp"
            && url.username().is_empty()
            && url.password().is_none()
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none();
        let host = match url.host().filter(|_| is_plain) {
            Some(Host::Domain(name)) if !name.is_empty() => name.to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            Some(Host::Domain(_)) | None => return Err(NotAnAddress),
        };
        Ok(Self::Tcp(host, url.port().unwrap_or(PORT)))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(host, port) if host.contains(':') => write!(f, "tcp://[{host}]:{port}"),
            Self::Tcp(host, port) => write!(f, "tcp://{host}:{port}"),
            Self::Unix(path) => write!(f, "unix://{}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("tcp://clamav:3310", "tcp://clamav:3310")]
    #[case("tcp://clamav", "tcp://clamav:3310")]
    #[case("tcp://127.0.0.1:9999/", "tcp://127.0.0.1:9999")]
    #[case("tcp://[::1]:3310", "tcp://[::1]:3310")]
    #[case("unix:///run/clamav/clamd.ctl", "unix:///run/clamav/clamd.ctl")]
    fn addresses_are_read(#[case] text: &str, #[case] read: &str) {
        assert_eq!(
            text.parse::<Address>().map(|address| address.to_string()).as_deref(),
            Ok(read)
        );
    }

    #[rstest]
    fn other_texts_are_none(
        #[values(
            "",
            "clamav:3310",
            "http://clamav:3310",
            "tcp://",
            "tcp://:3310",
            "tcp://clamav:0x",
            "tcp://user@clamav",
            "tcp://clamav/scan",
            "tcp://clamav?x",
            "unix://run/clamd.ctl",
            "unix://",
            "unix:///run/",
            "/run/clamav/clamd.ctl"
        )]
        text: &str,
    ) {
        assert_eq!(text.parse::<Address>(), Err(NotAnAddress));
    }
}
