//! The client's address: the socket's, or what a trusted proxy says it is.

mod chain;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use ipnet::IpNet;

use crate::config::{AddressHeader, Settings};

/// The longest chain of trusted proxies. Nobody has so many: whoever stands behind them counts as the last of them.
const MOST_HOPS: usize = 16;

/// Where the request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    pub(super) fn of(request: &ServiceRequest, settings: &Settings) -> Self {
        let peer = request
            .peer_addr()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip().to_canonical());
        let Settings {
            trusted_proxies,
            client_address_header,
            ..
        } = settings;
        Self(client(peer, request.headers(), client_address_header, trusted_proxies))
    }

    /// What counts as one: an IPv4 address, and of IPv6 the /64 that one household or office has.
    pub fn network(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
        }
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

/// Goes back along the chain of proxies, from the socket outwards, for as long as each is trusted. What stands before
/// the first untrusted address was written by strangers, and so was every header but the one that proxies set.
fn client(peer: IpAddr, headers: &HeaderMap, header: &AddressHeader, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    if !is_trusted(peer) {
        return peer;
    }
    let mut nearest = peer;
    for hop in chain::hops(headers, header).take(MOST_HOPS) {
        // A proxy that hides the address (`for=unknown`, `for=_hidden`) ends the chain.
        let Some(address) = hop else { return nearest };
        nearest = address;
        if !is_trusted(address) {
            return address;
        }
    }
    nearest
}
