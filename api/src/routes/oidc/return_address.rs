//! The frontend's address at which a journey ends: nobody is led elsewhere with a code.

use url::Url;

use crate::config::Settings;
use crate::http::middleware::cors;
use crate::http::{InputFault, Problem};

/// What the hub adds to an address.
pub(in crate::routes) const CODE: &str = "sign_in_code";
pub(in crate::routes) const ERROR: &str = "sign_in_error";

/// The address that was given, or the frontend's own (`link_base`); refused where it is not a frontend's.
pub(super) fn allowed(settings: &Settings, given: Option<&str>) -> Result<String, Problem> {
    let refused = |fault| Problem::at("/return_url", fault);
    let Some(given) = given else {
        let own = settings
            .link_base
            .as_ref()
            .ok_or_else(|| refused(InputFault::Missing))?;
        return Ok(own.to_string());
    };
    let url = Url::parse(given).map_err(|_| refused(InputFault::Url))?;
    if !is_plain(&url) {
        return Err(refused(InputFault::Malformed));
    }
    let is_frontends = cors::admits(settings, &url)
        || settings
            .link_base
            .as_ref()
            .is_some_and(|base| base.origin() == url.origin());
    if is_frontends {
        Ok(url.into())
    } else {
        Err(refused(InputFault::NotAFrontend))
    }
}

/// Nothing that would hide where it leads, or what is added to it.
fn is_plain(url: &Url) -> bool {
    let is_own = |name: &str| name == CODE || name == ERROR;
    matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
        && !url.query_pairs().any(|(name, _)| is_own(&name))
}

/// The address with one thing more.
pub(super) fn with(address: &str, name: &str, value: &str) -> Result<String, Problem> {
    let mut url = Url::parse(address).map_err(Problem::internal)?;
    url.query_pairs_mut().append_pair(name, value);
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::config::Sources;

    fn settings() -> Settings {
        let environment = [
            ("CQC_HUB_LINK_BASE", "https://www.example.org/espace"),
            ("CQC_HUB_CORS_ORIGINS", "https://app.example.org:8443"),
        ];
        let sources = Sources {
            environment: environment
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            ..Sources::default()
        };
        Settings::load(&sources).expect("settings")
    }

    #[rstest]
    #[case("https://www.example.org/connexion?tab=1", true)]
    #[case("https://app.example.org:8443/", true)]
    #[case("https://APP.example.org:8443", true)]
    #[case("https://app.example.org/", false)]
    #[case("http://www.example.org/", false)]
    #[case("https://www.example.org.evil.example/", false)]
    #[case("https://www.example.org@evil.example/", false)]
    #[case("https://evil.example\\@www.example.org/", false)]
    #[case("https://user@www.example.org/", false)]
    #[case("https://www.example.org/#token", false)]
    #[case("https://www.example.org/?sign_in_code=mine", false)]
    #[case("//www.example.org/", false)]
    #[case("/connexion", false)]
    #[case("javascript:alert(1)", false)]
    #[case("data:text/html,x", false)]
    #[case("http://127.0.0.1/", false)]
    fn only_a_frontend_is_led_to(#[case] address: &str, #[case] expected: bool) {
        assert_eq!(allowed(&settings(), Some(address)).is_ok(), expected, "{address}");
    }

    #[test]
    fn without_an_address_the_frontends_own_counts() {
        let own = allowed(&settings(), None).expect("an address");
        assert_eq!(own, "https://www.example.org/espace");
        let led = with(&own, CODE, "a&b=c").expect("an address");
        assert_eq!(led, "https://www.example.org/espace?sign_in_code=a%26b%3Dc");
    }
}
