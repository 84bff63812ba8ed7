//! The addresses to which people are led with a code: registered ones, compared sign by sign (RFC 9700, 2.1). Only the port of
//! a loopback address may be another each time, since the system chooses it (RFC 8252, 7.3).

/// Characters a redirect URI may have.
pub const LONGEST: usize = 500;
/// What the hub adds to an address: no address has them already.
const ADDED: [&str; 4] = ["code", "state", "error", "iss"];

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectKind {
    /// To a web page whose server is known by its certificate.
    Web,
    /// To a program that listens on the person's own machine, whichever it is.
    Loopback,
    /// To the program that claims a scheme on the person's own device, whichever it is.
    App,
}

/// An address of the web in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Parts<'u> {
    host: &'u str,
    /// Path and query.
    rest: &'u str,
}

/// The kind of an address that may be registered; none where it may not.
pub fn kind(uri: &str) -> Option<RedirectKind> {
    if uri.len() > LONGEST || !uri.bytes().all(is_plain) || !leaves_room(uri) {
        return None;
    }
    if let Some(after) = uri.strip_prefix("https://") {
        let parts = parts(after)?;
        return is_name(parts.host).then_some(RedirectKind::Web);
    }
    if let Some(after) = uri.strip_prefix("http://") {
        let parts = parts(after)?;
        return is_own_machine(parts.host).then_some(RedirectKind::Loopback);
    }
    let (scheme, after) = uri.split_once(':')?;
    (is_private_use(scheme) && after.starts_with('/')).then_some(RedirectKind::App)
}

/// Whether an address that is asked for is one that was registered.
pub fn is_registered(registered: &str, asked: &str) -> bool {
    registered == asked || loopback(registered).is_some_and(|known| loopback(asked) == Some(known))
}

/// What a page has to name so that its form may lead there (`form-action` of a Content Security Policy).
pub fn source(uri: &str) -> Option<String> {
    match kind(uri)? {
        RedirectKind::App => uri.split_once(':').map(|(scheme, _)| format!("{scheme}:")),
        RedirectKind::Web | RedirectKind::Loopback => {
            let (scheme, after) = uri.split_once("://")?;
            let authority = after.split(['/', '?']).next()?;
            Some(format!("{scheme}://{authority}"))
        }
    }
}

/// Whether a text is an origin, as browsers send it: of a web page, or of one on a developer's own machine.
pub fn is_origin(text: &str) -> bool {
    let is_whole = |after: &str| parts(after).is_some_and(|parts| parts.rest.is_empty());
    let usual_port = if text.starts_with("https://") { ":443" } else { ":80" };
    let is_usual = !text.ends_with(usual_port);
    let after = text.split_once("://").map(|(_, after)| after);
    is_usual && kind(text).is_some_and(|kind| kind != RedirectKind::App) && after.is_some_and(is_whole)
}

/// The host of a loopback address, and what follows its port. `localhost` is none: it may lead elsewhere (RFC 8252, 8.3), so
/// that its port counts.
fn loopback(uri: &str) -> Option<(&str, &str)> {
    let parts = parts(uri.strip_prefix("http://")?)?;
    matches!(parts.host, "127.0.0.1" | "[::1]").then_some((parts.host, parts.rest))
}

/// Takes apart what follows `://`.
fn parts(after: &str) -> Option<Parts<'_>> {
    let end = after.find(['/', '?']).unwrap_or(after.len());
    let (authority, rest) = after.split_at(end);
    let in_brackets = authority.starts_with('[').then(|| authority.find(']')).flatten();
    let host_end = match in_brackets {
        Some(bracket) => bracket + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at(host_end);
    let is_port = |digits: &str| {
        digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0') && digits.parse::<u16>().is_ok()
    };
    let is_fine = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
    is_fine.then_some(Parts { host, rest })
}

/// Signs that mean the same to every reader of an address. A fragment is none of them (RFC 6749, 3.1.2).
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(
            byte,
            b'#' | b'\\' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}' | b'@'
        )
}

/// A host name or address in lower case.
fn is_name(host: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let is_edge = |text: &str, edge: char| text.starts_with(edge) || text.ends_with(edge);
    !host.is_empty() && host.bytes().all(is_fine) && !is_edge(host, '.') && !is_edge(host, '-')
}

fn is_own_machine(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "[::1]" | "localhost")
}

/// A scheme made of a domain that its owner has (RFC 8252, 7.1): `com.example.app`. `javascript` and the like are none.
fn is_private_use(scheme: &str) -> bool {
    scheme.contains('.') && scheme.starts_with(|first: char| first.is_ascii_lowercase()) && is_name(scheme)
}

/// Whether nothing in the query would be taken for the hub's.
fn leaves_room(uri: &str) -> bool {
    let query = uri.split_once('?').map_or("", |(_, query)| query);
    let mut names = query.split('&').map(|pair| pair.split('=').next().unwrap_or(pair));
    names.all(|name| !ADDED.contains(&name))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::RedirectKind::{App, Loopback, Web};
    use super::*;

    #[rstest]
    #[case("https://portal.example.org/callback", Some(Web))]
    #[case("https://portal.example.org", Some(Web))]
    #[case("https://portal.example.org:8443/?tab=1", Some(Web))]
    #[case("http://127.0.0.1/callback", Some(Loopback))]
    #[case("http://127.0.0.1:5173/callback", Some(Loopback))]
    #[case("http://[::1]:5173/callback", Some(Loopback))]
    #[case("http://localhost:5173/callback", Some(Loopback))]
    #[case("com.example.app:/callback", Some(App))]
    #[case("com.example.app://callback", Some(App))]
    #[case("http://portal.example.org/callback", None)]
    #[case("http://127.0.0.1.example.org/", None)]
    #[case("http://127.0.0.1@evil.example/", None)]
    #[case("https://user@portal.example.org/", None)]
    #[case("https://portal.example.org/#there", None)]
    #[case("https://portal.example.org/?code=mine", None)]
    #[case("https://portal.example.org\\@evil.example/", None)]
    #[case("https://Portal.example.org/", None)]
    #[case("https://*.example.org/", None)]
    #[case("https://portal.example.org:0/", None)]
    #[case("https://portal.example.org:99999/", None)]
    #[case("https:///callback", None)]
    #[case("https://a b/", None)]
    #[case("javascript:alert(1)", None)]
    #[case("data:text/html,x", None)]
    #[case("app:/callback", None)]
    #[case("//portal.example.org/", None)]
    #[case("/callback", None)]
    #[case("", None)]
    fn only_what_leads_to_one_place_is_registered(#[case] uri: &str, #[case] expected: Option<RedirectKind>) {
        assert_eq!(kind(uri), expected, "{uri}");
    }

    #[rstest]
    #[case("https://portal.example.org/callback", "https://portal.example.org/callback", true)]
    #[case("https://portal.example.org/callback", "https://portal.example.org/callback/", false)]
    #[case(
        "https://portal.example.org/callback",
        "https://portal.example.org/callback?x=1",
        false
    )]
    #[case("https://portal.example.org/callback", "https://portal.example.org/Callback", false)]
    #[case(
        "https://portal.example.org/callback",
        "https://portal.example.org/x/../callback",
        false
    )]
    #[case(
        "https://portal.example.org/callback",
        "https://portal.example.org:443/callback",
        false
    )]
    #[case(
        "https://portal.example.org/callback",
        "https://portal.example.org.evil.example/callback",
        false
    )]
    #[case("http://127.0.0.1/callback", "http://127.0.0.1:51004/callback", true)]
    #[case("http://127.0.0.1:8000/callback", "http://127.0.0.1:51004/callback", true)]
    #[case("http://[::1]/callback", "http://[::1]:51004/callback", true)]
    #[case("http://127.0.0.1/callback", "http://[::1]:51004/callback", false)]
    #[case("http://127.0.0.1/callback", "http://127.0.0.1:51004/other", false)]
    #[case("http://127.0.0.1/callback", "http://127.0.0.1:evil/callback", false)]
    #[case("http://127.0.0.1/callback", "https://127.0.0.1:51004/callback", false)]
    #[case("http://127.0.0.1/callback", "http://127.0.0.1@evil.example/callback", false)]
    #[case("http://localhost:5173/callback", "http://localhost:51004/callback", false)]
    #[case("com.example.app:/callback", "com.example.app:/callback", true)]
    #[case("com.example.app:/callback", "com.example.app:/other", false)]
    fn an_address_is_the_registered_one_or_another(
        #[case] registered: &str,
        #[case] asked: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(is_registered(registered, asked), expected, "{registered} {asked}");
    }

    #[test]
    fn a_form_leads_to_a_source_of_its_address() {
        let of = |uri| source(uri).expect("a source");
        assert_eq!(
            of("https://portal.example.org:8443/a?b"),
            "https://portal.example.org:8443"
        );
        assert_eq!(of("http://[::1]:5173/a"), "http://[::1]:5173");
        assert_eq!(of("com.example.app:/a"), "com.example.app:");
        assert_eq!(source("https://x; script-src *"), None);
    }

    #[rstest]
    #[case("https://portal.example.org", true)]
    #[case("https://portal.example.org:8443", true)]
    #[case("http://localhost:5173", true)]
    #[case("https://portal.example.org/", false)]
    #[case("https://portal.example.org:443", false)]
    #[case("http://portal.example.org", false)]
    #[case("com.example.app:/", false)]
    #[case("null", false)]
    #[case("*", false)]
    fn an_origin_is_written_as_browsers_do(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_origin(text), expected, "{text}");
    }
}
