//! What may be said of an endpoint.

use domain::rules::text;
use domain::webhook::{Audience, LONGEST_DESCRIPTION, WebhookEvent};
use domain::words::Word as _;
use integrations::webhooks::may_be_told;
use persistence::webhooks::endpoints::Described;
use url::Url;

use crate::http::{Fault, InputFault, Problem, Text};

/// The most characters of an address.
pub(super) const LONGEST_URL: usize = 500;

/// What its owner says of an endpoint, tidied; 422 with everything that is wrong with it.
pub(super) fn checked(wanted: Described, audience: Audience, is_sandbox: bool) -> Result<Described, Problem> {
    let tidied = Described {
        url: wanted.url.trim().to_owned(),
        description: text::tidy(&wanted.description),
        events: wanted.events,
    };
    let faults = url_fault(&tidied.url, is_sandbox)
        .into_iter()
        .chain(description_fault(&tidied.description))
        .chain(event_faults(&tidied.events, audience));
    let faults: Vec<Fault> = faults.collect();
    if faults.is_empty() {
        Ok(tidied)
    } else {
        Err(Problem::invalid(faults))
    }
}

fn url_fault(url: &str, is_sandbox: bool) -> Option<Fault> {
    if url.chars().count() > LONGEST_URL {
        return Some(Fault::at("/url", InputFault::TooLong).with("max", &LONGEST_URL.to_string()));
    }
    if Url::parse(url).is_ok_and(|url| may_be_told(&url, is_sandbox)) {
        return None;
    }
    Some(Fault::at("/url", InputFault::Invalid).saying(Text::new(
        "Attendu : une adresse https:// publique, sans identifiants ni fragment.",
        "A public https:// address is expected, without credentials and fragment.",
    )))
}

fn description_fault(description: &str) -> Option<Fault> {
    if description.chars().count() > LONGEST_DESCRIPTION {
        let too_long = Fault::at("/description", InputFault::TooLong);
        return Some(too_long.with("max", &LONGEST_DESCRIPTION.to_string()));
    }
    let has_control = description.chars().any(char::is_control);
    has_control.then(|| Fault::at("/description", InputFault::ControlCharacter))
}

fn event_faults(events: &[WebhookEvent], audience: Audience) -> Vec<Fault> {
    if events.is_empty() {
        return vec![Fault::at("/events", InputFault::Missing)];
    }
    let possible = WebhookEvent::ALL.iter().filter(|event| event.is_for(audience));
    let possible: Vec<_> = possible.map(|event| event.name()).collect();
    let faults = events.iter().enumerate().filter_map(|(position, event)| {
        let place = format!("/events/{position}");
        if !event.is_for(audience) {
            let unknown = Fault::at(place, InputFault::UnknownValue);
            return Some(unknown.with("expected", &possible.join(", ")));
        }
        events[..position]
            .contains(event)
            .then(|| Fault::at(place, InputFault::Repeated))
    });
    faults.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(url: &str, events: &[WebhookEvent]) -> Described {
        Described {
            url: url.to_owned(),
            description: String::new(),
            events: events.to_vec(),
        }
    }

    #[test]
    fn an_endpoint_is_public_and_is_told_what_concerns_its_owner() {
        let good = described(" https://abskill.example/hub ", &[WebhookEvent::AttestationMatched]);
        let tidied = checked(good, Audience::Centre, false).expect("a good one");
        assert_eq!(tidied.url, "https://abskill.example/hub");

        let bad = |url, events: &[WebhookEvent]| checked(described(url, events), Audience::Centre, false).is_err();
        assert!(bad("https://127.0.0.1/", &[WebhookEvent::AttestationMatched]));
        assert!(bad("nonsense", &[WebhookEvent::AttestationMatched]));
        assert!(bad("https://abskill.example/", &[]));
        assert!(bad("https://abskill.example/", &[WebhookEvent::ProductionOrderQueued]));
        assert!(bad("https://abskill.example/", &[WebhookEvent::Test]));
        assert!(bad("https://abskill.example/", &[WebhookEvent::AttestationMatched; 2]));
    }
}
