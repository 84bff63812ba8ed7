//! The client's address: the socket's, or what a trusted proxy says it is.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName, X_FORWARDED_FOR};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use ipnet::IpNet;
use std::convert::Infallible;
use std::future::{Ready, ready};

/// Where the request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    pub(super) fn of(request: &ServiceRequest, trusted: &[IpNet]) -> Self {
        let peer = request
            .peer_addr()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip().to_canonical());
        Self(client(peer, request.headers(), trusted))
    }
}

impl FromRequest for ClientAddress {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.extensions().get::<Self>().copied();
        ready(Ok(known.unwrap_or(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))))
    }
}

/// Goes back along the chain of proxies, from the socket outwards, for as long as each is trusted. What stands
/// before the first untrusted address was written by strangers.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    if !is_trusted(peer) {
        return peer;
    }
    let chain = if headers.contains_key(FORWARDED) {
        forwarded(headers)
    } else {
        x_forwarded_for(headers)
    };
    let mut nearest = peer;
    for hop in chain.into_iter().rev() {
        // A proxy that hides the address (`for=unknown`, `for=_hidden`) ends the chain.
        let Some(address) = hop else { return nearest };
        nearest = address;
        if !is_trusted(address) {
            return address;
        }
    }
    nearest
}

fn elements<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    headers
        .get_all(name)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}

fn forwarded(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let node = |element: &str| {
        element.split(';').find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            name.eq_ignore_ascii_case("for")
                .then(|| value.trim_matches('"').to_owned())
        })
    };
    elements(headers, &FORWARDED)
        .map(|element| node(element).and_then(|node| address(&node)))
        .collect()
}

fn x_forwarded_for(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    elements(headers, &X_FORWARDED_FOR).map(address).collect()
}

/// An address, perhaps with a port, perhaps in brackets.
fn address(node: &str) -> Option<IpAddr> {
    let bare = || {
        node.strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(node)
    };
    let with_port = || node.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    bare()
        .parse()
        .ok()
        .or_else(with_port)
        .map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn from(peer: &str, headers: &[(HeaderName, &str)]) -> String {
        let trusted = [
            "10.0.0.0/8".parse().expect("a network"),
            "fd00::/8".parse().expect("a network"),
        ];
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.clone(), HeaderValue::from_str(value).expect("a header"));
        }
        client(peer.parse().expect("an address"), &map, &trusted).to_string()
    }

    #[test]
    fn strangers_are_not_believed() {
        assert_eq!(from("203.0.113.9", &[(X_FORWARDED_FOR, "198.51.100.1")]), "203.0.113.9");
        assert_eq!(from("203.0.113.9", &[(FORWARDED, "for=198.51.100.1")]), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_is_believed_as_far_as_trust_goes() {
        assert_eq!(from("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &[(X_FORWARDED_FOR, "198.51.100.1")]), "198.51.100.1");
        // The caller's own invention stands first; the proxies' words behind it.
        assert_eq!(
            from("10.0.0.1", &[(X_FORWARDED_FOR, "1.2.3.4, 198.51.100.1, 10.0.0.2")]),
            "198.51.100.1"
        );
        assert_eq!(
            from(
                "10.0.0.1",
                &[(X_FORWARDED_FOR, "1.2.3.4"), (X_FORWARDED_FOR, "198.51.100.1")]
            ),
            "198.51.100.1"
        );
        assert_eq!(
            from("fd00::1", &[(FORWARDED, "for=\"[2001:db8::7]:4711\";proto=https")]),
            "2001:db8::7"
        );
        assert_eq!(
            from("10.0.0.1", &[(FORWARDED, "for=1.2.3.4, For=198.51.100.1:99")]),
            "198.51.100.1"
        );
        assert_eq!(
            from("10.0.0.1", &[(FORWARDED, "for=unknown, for=10.0.0.9")]),
            "10.0.0.9"
        );
        assert_eq!(
            from("10.0.0.1", &[(X_FORWARDED_FOR, "::ffff:198.51.100.1")]),
            "198.51.100.1"
        );
    }
}
