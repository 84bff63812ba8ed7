//! Whose word on clients' addresses is believed, and where it stands.

use actix_web::http::header::{FORWARDED, HeaderName};
use ipnet::IpNet;

use super::reader::Reader;

/// The one header in which trusted proxies write whom they speak for. Every other is the client's own invention: proxies
/// pass on what they do not set themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressHeader {
    /// `Forwarded` (RFC 7239).
    Forwarded,
    /// Addresses separated by commas, as in `X-Forwarded-For`; or a single one, as in `X-Real-IP`, `CF-Connecting-IP`.
    Addresses(HeaderName),
}

impl AddressHeader {
    /// Its name.
    pub fn name(&self) -> &HeaderName {
        match self {
            Self::Forwarded => &FORWARDED,
            Self::Addresses(name) => name,
        }
    }

    pub(super) fn read(reader: &mut Reader) -> Self {
        let usual = || Self::Addresses(HeaderName::from_static("x-forwarded-for"));
        let Some(text) = reader.text("client_address_header") else {
            return usual();
        };
        match HeaderName::try_from(text.trim()) {
            Ok(FORWARDED) => Self::Forwarded,
            Ok(name) => Self::Addresses(name),
            Err(_) => {
                reader.fault(
                    "client_address_header",
                    format_args!("`{text}` is not the name of a header, such as X-Forwarded-For"),
                );
                usual()
            }
        }
    }
}

/// A network, or one address. Not every address there is: a client in front of the proxies would be believed too.
pub(super) fn network(text: &str) -> Option<IpNet> {
    text.parse()
        .ok()
        .or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from))
        .filter(|network: &IpNet| network.prefix_len() > 0)
}
