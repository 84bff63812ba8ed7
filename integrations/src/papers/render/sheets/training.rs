//! Certificate, recap, and the letter that carries the card.

use domain::labels::Label as _;
use domain::rules::reference;
use domain::words::Word as _;
use serde_json::json;

use super::super::press::PressError;
use super::super::qr;
use super::{Frame, Sheet, birth_date, centre, country, date, full_name};
use crate::papers::{CardLetter, Certificate, Recap};

pub(super) fn certificate(facts: &Certificate) -> Result<Sheet, PressError> {
    let language = facts.language;
    let code = reference::grouped(&facts.code);
    let frame = Frame {
        language,
        specimen: facts.specimen,
        sender: &facts.sender,
        window: (&full_name(&facts.addressee), &facts.addressee.address),
        reference: &code,
        day: facts.issued_on,
    };
    let own = json!({
        "surname": facts.addressee.surname,
        "first_names": facts.addressee.first_names,
        "birth_date": birth_date(facts.birth_date, language),
        "sector": facts.sector.label(language),
        "sectors": facts.named_sectors().iter().map(|sector| sector.label(language)).collect::<Vec<_>>(),
        "training": facts.training_type.label(language),
        "ended_on": date(facts.ended_on, language),
        "centre": centre(&facts.centre),
        "valid_from": date(facts.period.valid_from, language),
        "valid_until": date(facts.period.valid_until, language),
        "verification_url": facts.verification_url,
    });
    let held = format!("{}#{}", facts.verification_url, facts.statement);
    Ok(Sheet {
        template: "certificate.typ",
        ident: format!("certificate {code} {language}"),
        facts: frame.around(own),
        drawings: vec![("qr.svg", qr::drawing(&held)?)],
    })
}

pub(super) fn recap(facts: &Recap) -> Sheet {
    let language = facts.language;
    let frame = Frame {
        language,
        specimen: facts.specimen,
        sender: &facts.sender,
        window: (&full_name(&facts.addressee), &facts.addressee.address),
        reference: &facts.reference,
        day: facts.recorded_on,
    };
    let own = json!({
        "surname": facts.addressee.surname,
        "first_names": facts.addressee.first_names,
        "birth_date": birth_date(facts.birth_date, language),
        "licence_number": facts.licence_number,
        "licence_country": country(&facts.licence_country, language),
        "training": facts.training_type.label(language),
        "qualifies": facts.training_type.qualifies(),
        "sector": facts.sector.label(language),
        "hours": facts.hours,
        "started_on": date(facts.started_on, language),
        "ended_on": date(facts.ended_on, language),
        "delivered_on": date(facts.delivered_on, language),
        "place": facts.place,
        "centre": centre(&facts.centre),
        "available_until": facts.available_until.map(|day| date(day, language)),
    });
    Sheet {
        template: "recap.typ",
        ident: format!(
            "recap {} {} {language}",
            facts.centre.accreditation_number, facts.reference
        ),
        facts: frame.around(own),
        drawings: Vec::new(),
    }
}

pub(super) fn card_letter(facts: &CardLetter) -> Sheet {
    let language = facts.language;
    let frame = Frame {
        language,
        specimen: facts.specimen,
        sender: &facts.sender,
        window: (&full_name(&facts.addressee), &facts.addressee.address),
        reference: &facts.reference,
        day: facts.dated_on,
    };
    let sectors: Vec<_> = facts
        .sectors
        .iter()
        .map(|held| json!({"sector": held.sector.label(language), "expires_on": date(held.expires_on, language)}))
        .collect();
    let identity = &facts.holder.identity;
    let own = json!({
        "kind": facts.kind.name(),
        "surname": identity.surname,
        "first_names": identity.first_names,
        "birth_date": birth_date(identity.birth_date, language),
        "birth_place": identity.birth_place,
        "licence_number": facts.holder.licence.number,
        "card_number": facts.card_number,
        "issued_on": date(facts.issued_on, language),
        "sectors": sectors,
        "activation_url": facts.activation_url,
    });
    Sheet {
        template: "card-letter.typ",
        ident: format!("card letter {} {} {language}", facts.reference, facts.card_number),
        facts: frame.around(own),
        drawings: Vec::new(),
    }
}
