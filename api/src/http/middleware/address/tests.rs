//! What reverse proxies really send, with a client in front of them who invents headers.

use actix_web::http::header::{FORWARDED, HeaderName, HeaderValue, X_FORWARDED_FOR};

use super::*;

/// The client, by the proxies.
const CLIENT: &str = "198.51.100.1";

fn of(header: &AddressHeader, peer: &str, sent: &[(HeaderName, &[u8])]) -> String {
    let trusted = ["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().expect("a network"));
    let mut headers = HeaderMap::new();
    for (name, value) in sent {
        headers.append(name.clone(), HeaderValue::from_bytes(value).expect("a header"));
    }
    client(peer.parse().expect("an address"), &headers, header, &trusted).to_string()
}

fn by_x_forwarded_for(sent: &[(HeaderName, &[u8])]) -> String {
    of(&AddressHeader::Addresses(X_FORWARDED_FOR), "10.0.0.1", sent)
}

fn by_forwarded(value: &str) -> String {
    of(&AddressHeader::Forwarded, "10.0.0.1", &[(FORWARDED, value.as_bytes())])
}

#[test]
fn strangers_are_not_believed() {
    for header in [AddressHeader::Addresses(X_FORWARDED_FOR), AddressHeader::Forwarded] {
        let sent: [(HeaderName, &[u8]); 2] = [(X_FORWARDED_FOR, b"1.2.3.4"), (FORWARDED, b"for=1.2.3.4")];
        assert_eq!(of(&header, "203.0.113.9", &sent), "203.0.113.9");
    }
}

#[test]
fn a_trusted_proxy_is_believed_as_far_as_trust_goes() {
    assert_eq!(by_x_forwarded_for(&[]), "10.0.0.1");
    assert_eq!(by_x_forwarded_for(&[(X_FORWARDED_FOR, b"198.51.100.1")]), CLIENT);
    assert_eq!(
        by_x_forwarded_for(&[(X_FORWARDED_FOR, b"1.2.3.4, 198.51.100.1, 10.0.0.2")]),
        CLIENT
    );
    // A chain within the state.
    assert_eq!(by_x_forwarded_for(&[(X_FORWARDED_FOR, b"10.0.0.9")]), "10.0.0.9");
}

#[test]
fn behind_nginx_what_the_client_invents_changes_nothing() {
    // `$proxy_add_x_forwarded_for` puts the client behind what came; everything else is passed on.
    let sent: [(HeaderName, &[u8]); 3] = [
        (FORWARDED, b"for=1.2.3.4"),
        (HeaderName::from_static("x-real-ip"), b"1.2.3.4"),
        (X_FORWARDED_FOR, b"1.2.3.4, 198.51.100.1"),
    ];
    assert_eq!(by_x_forwarded_for(&sent), CLIENT);
}

#[test]
fn behind_caddy_what_the_client_invents_changes_nothing() {
    // Caddy replaces `X-Forwarded-For`, and passes `Forwarded` on.
    let sent: [(HeaderName, &[u8]); 2] = [(FORWARDED, b"for=1.2.3.4"), (X_FORWARDED_FOR, b"198.51.100.1")];
    assert_eq!(by_x_forwarded_for(&sent), CLIENT);
}

#[test]
fn behind_haproxy_the_last_line_is_what_the_proxy_wrote() {
    // `option forwardfor` adds a line of its own.
    let sent: [(HeaderName, &[u8]); 2] = [(X_FORWARDED_FOR, b"1.2.3.4"), (X_FORWARDED_FOR, b"198.51.100.1")];
    assert_eq!(by_x_forwarded_for(&sent), CLIENT);
}

#[test]
fn behind_cloudflare_its_own_header_may_be_the_one() {
    let cloudflare = AddressHeader::Addresses(HeaderName::from_static("cf-connecting-ip"));
    let sent: [(HeaderName, &[u8]); 3] = [
        (FORWARDED, b"for=1.2.3.4"),
        (X_FORWARDED_FOR, b"1.2.3.4"),
        (HeaderName::from_static("cf-connecting-ip"), b"198.51.100.1"),
    ];
    assert_eq!(of(&cloudflare, "10.0.0.1", &sent), CLIENT);
    // Whoever goes round it has no such header: they are the proxy's word only.
    assert_eq!(of(&cloudflare, "10.0.0.1", &sent[..2]), "10.0.0.1");
}

#[test]
fn forwarded_is_read_where_it_is_the_one() {
    let elsewhere: [(HeaderName, &[u8]); 2] = [(X_FORWARDED_FOR, b"1.2.3.4"), (FORWARDED, b"for=198.51.100.1")];
    assert_eq!(of(&AddressHeader::Forwarded, "fd00::1", &elsewhere), CLIENT);
    assert_eq!(by_forwarded("for=1.2.3.4, For=198.51.100.1:99"), CLIENT);
    assert_eq!(by_forwarded("proto=https;for=\"[2001:db8::7]:4711\""), "2001:db8::7");
    assert_eq!(by_forwarded("for=unknown, for=10.0.0.9"), "10.0.0.9");
    assert_eq!(by_forwarded("for=_hidden"), "10.0.0.1");
}

#[test]
fn quotes_that_a_client_leaves_open_swallow_nothing() {
    assert_eq!(by_forwarded("for=\"x, for=198.51.100.1;proto=https"), CLIENT);
    assert_eq!(by_forwarded("for=\"x\\, for=198.51.100.1;host=\"a\""), CLIENT);
}

#[test]
fn a_host_that_looks_like_an_element_is_none() {
    // A proxy repeats the host that the client asked for, in quotes.
    assert_eq!(by_forwarded("for=198.51.100.1;host=\"x,for=1.2.3.4\""), CLIENT);
    assert_eq!(by_forwarded("host=\"x;for=1.2.3.4;\";for=198.51.100.1"), CLIENT);
    assert_eq!(by_forwarded("for=198.51.100.1;host=\"x\\\",for=1.2.3.4\""), CLIENT);
    // Two of them in one element: nobody knows which is the proxy's.
    assert_eq!(by_forwarded("for=1.2.3.4;for=198.51.100.1"), "10.0.0.1");
}

#[test]
fn bytes_that_are_no_text_hide_nothing_behind_them() {
    assert_eq!(
        by_x_forwarded_for(&[(X_FORWARDED_FOR, b"\xff\xfe, 198.51.100.1")]),
        CLIENT
    );
    assert_eq!(
        by_x_forwarded_for(&[(X_FORWARDED_FOR, b"198.51.100.1, \xff")]),
        "10.0.0.1"
    );
}

#[test]
fn one_address_is_written_one_way() {
    assert_eq!(by_x_forwarded_for(&[(X_FORWARDED_FOR, b"::ffff:198.51.100.1")]), CLIENT);
    assert_eq!(by_x_forwarded_for(&[(X_FORWARDED_FOR, b"198.51.100.1:4711")]), CLIENT);
    assert_eq!(
        by_x_forwarded_for(&[(X_FORWARDED_FOR, b"[2001:db8::7]")]),
        "2001:db8::7"
    );
}

#[test]
fn a_long_chain_is_read_so_far_and_no_farther() {
    let chain = |hops: usize| format!("1.2.3.4{}", ", 10.0.0.2".repeat(hops));
    let of = |hops: usize| by_x_forwarded_for(&[(X_FORWARDED_FOR, chain(hops).as_bytes())]);
    assert_eq!(of(MOST_HOPS - 1), "1.2.3.4");
    assert_eq!(of(MOST_HOPS), "10.0.0.2");
    assert_eq!(of(10_000), "10.0.0.2");
}

#[test]
fn a_household_counts_as_one() {
    let network = |address: &str| {
        ClientAddress(address.parse().expect("an address"))
            .network()
            .to_string()
    };
    assert_eq!(network("198.51.100.1"), CLIENT);
    assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
}
