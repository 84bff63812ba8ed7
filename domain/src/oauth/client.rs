//! A frontend, as a supervisor registers it.

use super::redirect::{self, RedirectKind};
use super::{ClientParty, FrontendScope};
use crate::rules::fault::{Fault, FaultCode};
use crate::rules::text::{line, tidy_line};

/// Redirect URIs, and origins, that a frontend may have: more are a slip.
pub const MOST_ADDRESSES: usize = 20;

/// What is said about a frontend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontend {
    /// Its name, as people read it when they are asked what it may do.
    pub name: String,
    /// Whose it is.
    pub party: ClientParty,
    /// The addresses to which people may be led with a code.
    pub redirect_uris: Vec<String>,
    /// The origins whose scripts may read answers.
    pub origins: Vec<String>,
    /// What it may ask for at the most.
    pub scopes: Vec<FrontendScope>,
    /// Whether anybody is let in by it.
    pub active: bool,
}

impl Frontend {
    /// The same without accidents of typing. Addresses are left as they are: they are compared sign by sign.
    #[must_use]
    pub fn tidied(self) -> Self {
        Self {
            name: tidy_line(&self.name),
            ..self
        }
    }
}

/// Faults of a tidied frontend.
pub fn check(frontend: &Frontend) -> Vec<Fault> {
    let mut found: Vec<Fault> = line(&frontend.name)
        .map(|wrong| Fault::of("name", wrong))
        .into_iter()
        .collect();
    let is_redirect = |uri: &str| redirect::kind(uri).is_some();
    if frontend.redirect_uris.is_empty() {
        found.push(Fault::new("redirect_uris", FaultCode::Missing));
    }
    found.extend(faults_of(
        "redirect_uris",
        &frontend.redirect_uris,
        FaultCode::NotARedirect,
        is_redirect,
    ));
    found.extend(faults_of(
        "origins",
        &frontend.origins,
        FaultCode::NotAnOrigin,
        redirect::is_origin,
    ));
    found.extend(scopes(frontend));
    found
}

fn faults_of(field: &'static str, given: &[String], wrong: FaultCode, is_fine: impl Fn(&str) -> bool) -> Vec<Fault> {
    if given.len() > MOST_ADDRESSES {
        return vec![Fault::new(field, FaultCode::TooMany)];
    }
    let judged = given.iter().enumerate().filter_map(|(index, address)| {
        let code = if !is_fine(address) {
            wrong
        } else if given[..index].contains(address) {
            FaultCode::Repeated
        } else {
            return None;
        };
        Some(element(field, index, code))
    });
    judged.collect()
}

fn scopes(frontend: &Frontend) -> Vec<Fault> {
    if frontend.scopes.is_empty() {
        return vec![Fault::new("scopes", FaultCode::Missing)];
    }
    let is_for_own = |scope: FrontendScope| scope == FrontendScope::Full && frontend.party == ClientParty::ThirdParty;
    let judged = frontend.scopes.iter().enumerate().filter_map(|(index, scope)| {
        let code = if is_for_own(*scope) {
            FaultCode::FirstPartyOnly
        } else if frontend.scopes[..index].contains(scope) {
            FaultCode::Repeated
        } else {
            return None;
        };
        Some(element("scopes", index, code))
    });
    judged.collect()
}

fn element(field: &str, index: usize, code: FaultCode) -> Fault {
    Fault {
        field: format!("{field}/{index}").into(),
        ..Fault::new("", code)
    }
}

/// Whether somebody is asked what a frontend may do for them: always where it is another's, and where any program on their
/// machine could pass for it (RFC 8252, 8.6).
pub fn asks_consent(party: ClientParty, redirect_uri: &str) -> bool {
    party == ClientParty::ThirdParty || redirect::kind(redirect_uri) != Some(RedirectKind::Web)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portal() -> Frontend {
        Frontend {
            name: "Portail".to_owned(),
            party: ClientParty::FirstParty,
            redirect_uris: vec!["https://portal.example.org/callback".to_owned()],
            origins: vec!["https://portal.example.org".to_owned()],
            scopes: vec![FrontendScope::Full],
            active: true,
        }
    }

    fn found(frontend: &Frontend) -> Vec<(String, FaultCode)> {
        let faults = check(frontend).into_iter();
        faults.map(|fault| (fault.field.into_owned(), fault.code)).collect()
    }

    #[test]
    fn a_frontend_has_a_name_addresses_and_scopes() {
        assert_eq!(found(&portal()), []);
        let empty = Frontend {
            name: String::new(),
            redirect_uris: Vec::new(),
            origins: Vec::new(),
            scopes: Vec::new(),
            ..portal()
        };
        let missing = |field: &str| (field.to_owned(), FaultCode::Missing);
        assert_eq!(found(&empty), ["name", "redirect_uris", "scopes"].map(missing));
    }

    #[test]
    fn each_address_is_judged_where_it_stands() {
        let own = portal();
        let frontend = Frontend {
            redirect_uris: vec![
                own.redirect_uris[0].clone(),
                "http://portal.example.org/".to_owned(),
                own.redirect_uris[0].clone(),
            ],
            origins: vec!["*".to_owned()],
            ..own
        };
        let expected = [
            ("redirect_uris/1".to_owned(), FaultCode::NotARedirect),
            ("redirect_uris/2".to_owned(), FaultCode::Repeated),
            ("origins/0".to_owned(), FaultCode::NotAnOrigin),
        ];
        assert_eq!(found(&frontend), expected);
    }

    #[test]
    fn nobody_elses_frontend_may_do_everything() {
        let frontend = Frontend {
            party: ClientParty::ThirdParty,
            scopes: vec![FrontendScope::Profile, FrontendScope::Full],
            ..portal()
        };
        assert_eq!(found(&frontend), [("scopes/1".to_owned(), FaultCode::FirstPartyOnly)]);
    }

    #[test]
    fn people_are_asked_where_a_frontend_could_be_another() {
        let web = "https://portal.example.org/callback";
        assert!(!asks_consent(ClientParty::FirstParty, web));
        assert!(asks_consent(ClientParty::ThirdParty, web));
        assert!(asks_consent(ClientParty::FirstParty, "http://127.0.0.1:51004/callback"));
        assert!(asks_consent(ClientParty::FirstParty, "com.example.app:/callback"));
    }
}
