//! What a header says of the way that a request came, read from its end: what the nearest proxy wrote stands last, what
//! the client invented stands first.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderValue};

use crate::config::AddressHeader;

/// The hops of a header, the nearest first. `None` is a hop that hides its address, or one that nobody can read.
pub(super) fn hops<'h>(headers: &'h HeaderMap, header: &'h AddressHeader) -> impl Iterator<Item = Option<IpAddr>> + 'h {
    let lines: Vec<&[u8]> = headers.get_all(header.name()).map(HeaderValue::as_bytes).collect();
    let elements = lines.into_iter().rev().flat_map(|line| FromTheEnd::of(line, b','));
    elements.map(move |element| match header {
        AddressHeader::Forwarded => node(element).and_then(address),
        AddressHeader::Addresses(_) => address(element),
    })
}

/// The `for` of an element of `Forwarded`; none where there are two.
fn node(element: &[u8]) -> Option<&[u8]> {
    let mut nodes = FromTheEnd::of(element, b';').filter_map(|pair| {
        let (name, value) = pair.split_at_checked(4)?;
        name.eq_ignore_ascii_case(b"for=").then_some(value)
    });
    match (nodes.next(), nodes.next()) {
        (Some(node), None) => Some(unquoted(node)),
        _ => None,
    }
}

fn unquoted(value: &[u8]) -> &[u8] {
    value
        .strip_prefix(b"\"")
        .and_then(|rest| rest.strip_suffix(b"\""))
        .unwrap_or(value)
}

/// An address, perhaps with a port, perhaps in brackets.
fn address(node: &[u8]) -> Option<IpAddr> {
    let node = std::str::from_utf8(node).ok()?;
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

/// The parts of a header's value, from the last to the first. A separator within quotes separates nothing, and quotes
/// are looked for from the end too: those that a client left open, to swallow what a proxy writes behind them, do not
/// reach it.
struct FromTheEnd<'v> {
    rest: Option<&'v [u8]>,
    separator: u8,
}

impl<'v> FromTheEnd<'v> {
    fn of(value: &'v [u8], separator: u8) -> Self {
        Self {
            rest: Some(value),
            separator,
        }
    }
}

impl<'v> Iterator for FromTheEnd<'v> {
    type Item = &'v [u8];

    fn next(&mut self) -> Option<&'v [u8]> {
        let rest = self.rest?;
        let Some(at) = last_outside_quotes(rest, self.separator) else {
            self.rest = None;
            return Some(rest.trim_ascii());
        };
        self.rest = rest.get(..at);
        rest.get(at + 1..).map(<[u8]>::trim_ascii)
    }
}

fn last_outside_quotes(value: &[u8], separator: u8) -> Option<usize> {
    let mut quoted = false;
    for (at, &byte) in value.iter().enumerate().rev() {
        if byte == b'"' && !(quoted && is_escaped(value, at)) {
            quoted = !quoted;
        } else if byte == separator && !quoted {
            return Some(at);
        }
    }
    None
}

fn is_escaped(value: &[u8], at: usize) -> bool {
    let before = value.iter().take(at).rev();
    before.take_while(|byte| **byte == b'\\').count() % 2 == 1
}
