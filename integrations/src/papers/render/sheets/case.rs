//! A case's summary, and the coupon that travels back with a faulty card.

use domain::labels::Label as _;
use domain::people::{BillingAddress, Holder, Language};
use domain::words::Word as _;
use serde_json::{Value, json};

use super::super::code128;
use super::super::press::PressError;
use super::{Frame, Sheet, birth_date, country, date, full_name, lines, money, sectors};
use crate::papers::{Declaration, DeclaredDefect, ReturnCoupon, Summary};

pub(super) fn summary(facts: &Summary) -> Sheet {
    let language = facts.language;
    let frame = Frame {
        language,
        specimen: facts.specimen,
        sender: &facts.sender,
        window: (&full_name(&facts.addressee), &facts.addressee.address),
        reference: &facts.reference,
        day: facts.as_of,
    };
    let home = facts.sender.address.country.as_str();
    let address = |address| lines(address, Some(home), language);
    let billed = |billing: &BillingAddress| {
        let company = billing.company.iter().map(|company| company.name.clone());
        company
            .chain(lines(&billing.address, Some(home), language))
            .collect::<Vec<_>>()
    };
    let documents: Vec<_> = facts
        .documents
        .iter()
        .map(|one| json!({"label": one.document_type.label(language), "added_on": date(one.added_on, language)}))
        .collect();
    let history: Vec<_> = facts
        .history
        .iter()
        .map(|passed| json!({"stage": passed.stage.label(language), "on": date(passed.on, language)}))
        .collect();
    let own = json!({
        "kind": facts.kind.name(),
        "kind_label": facts.kind.label(language),
        "stage": facts.stage.name(),
        "stage_label": facts.stage.label(language),
        "opened_on": date(facts.opened_on, language),
        "submitted_on": facts.submitted_on.map(|day| date(day, language)),
        "sectors": sectors(&facts.sectors, language),
        "holder": facts.holder.as_ref().map(|of| holder(of, language)),
        "card_number": facts.card_number,
        "delivery_address": facts.delivery_address.as_ref().map(address),
        "billing_address": facts.billing_address.as_ref().map(billed),
        "documents": documents,
        "declaration": facts.declaration.as_ref().map(|of| declaration(of, language)),
        "defects": defects(&facts.defects, language),
        "amount": facts.amount.map(|cents| money(cents, language)),
        "tracking_number": facts.tracking_number,
        "history": history,
    });
    Sheet {
        template: "summary.typ",
        ident: format!("summary {} {} {language}", facts.reference, facts.stage),
        facts: frame.around(own),
        drawings: Vec::new(),
    }
}

pub(super) fn return_coupon(facts: &ReturnCoupon) -> Result<Sheet, PressError> {
    let language = facts.language;
    let frame = Frame {
        language,
        specimen: facts.specimen,
        sender: &facts.sender,
        // The coupon travels the other way: its window shows where the card goes.
        window: (&facts.sender.name, &facts.return_address),
        reference: &facts.reference,
        day: facts.issued_on,
    };
    let driver = &facts.addressee;
    let own = json!({
        "driver": {
            "name": full_name(driver),
            "address": lines(&driver.address, Some(&facts.return_address.country), language),
        },
        "card_number": facts.card_number,
        "send_before": date(facts.send_before, language),
        "defects": defects(&facts.defects, language),
    });
    Ok(Sheet {
        template: "return-coupon.typ",
        ident: format!("return coupon {} {language}", facts.reference),
        facts: frame.around(own),
        drawings: vec![("barcode.svg", code128::drawing(&facts.reference)?)],
    })
}

fn holder(of: &Holder, language: Language) -> Value {
    let (identity, licence) = (&of.identity, &of.licence);
    let categories: Vec<_> = licence.categories.iter().map(|category| category.name()).collect();
    let category_expiries: Vec<_> = licence
        .category_expiries
        .iter()
        .map(|one| json!({"category": one.category.name(), "expires_on": date(one.expires_on, language)}))
        .collect();
    json!({
        "surname": identity.surname,
        "first_names": identity.first_names,
        "birth_date": birth_date(identity.birth_date, language),
        "birth_place": identity.birth_place,
        "birth_country": country(&identity.birth_country, language),
        "licence_number": licence.number,
        "licence_country": country(&licence.country, language),
        "categories": categories,
        "licence_issued_on": licence.issued_on.map(|day| date(day, language)),
        "licence_expires_on": licence.expires_on.map(|day| date(day, language)),
        "category_expiries": category_expiries,
    })
}

fn declaration(of: &Declaration, language: Language) -> Value {
    json!({
        "lost_on": of.lost_on.map(|day| date(day, language)),
        "circumstances": of.circumstances,
        "return_commitment": of.return_commitment,
    })
}

fn defects(declared: &[DeclaredDefect], language: Language) -> Vec<Value> {
    declared
        .iter()
        .map(|one| json!({"label": one.defect.label(language), "comment": one.comment}))
        .collect()
}
