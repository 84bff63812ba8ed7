//! What there is to read about a case.

use domain::case::{Field, Stage};
use domain::labels::Label;
use domain::people::Language;
use persistence::cases::CaseItem;

use super::Shown;
use crate::routes::back_office::cases::case_view::CaseFileView;
use crate::routes::cases::CasePaymentView;
use crate::routes::pages::page::say;
use crate::routes::pages::sandbox::{facts, links};
use crate::routes::pages::section::{Fact, Link, Section};

/// The whole file.
pub(super) fn of(shown: Shown, language: Language) -> Vec<Section> {
    let say = |fr, en| say(language, fr, en);
    let case = &shown.case;
    let mut sections = vec![
        Section::new(say("Le titulaire", "The holder"))
            .with_facts(holder(case, language))
            .with_links(vec![links::to_account(case.account_id, language)]),
    ];
    if case.account_holder.is_some() && case.account_holder != case.holder {
        let known = case.account_holder.as_ref();
        let otherwise = known.map(|known| facts::of_holder(known, language));
        let heading = say("Le compte dit autrement", "The account says otherwise");
        sections.push(Section::new(heading).with_facts(otherwise.unwrap_or_default()));
    }
    if let Some(declaration) = &shown.declaration {
        let declared = facts::of_declaration(declaration, language);
        sections.push(Section::new(say("Déclaration", "Declaration")).with_facts(declared));
    }
    sections.extend(about_card(&shown, language));
    sections.extend(case.payment.as_ref().map(|payment| costs(payment, language)));
    if !case.entitlements.is_empty() {
        sections.push(Section::new(say("Droits à la carte", "Rights to the card")).with_facts(rights(case, language)));
    }
    if !case.documents.is_empty() {
        let links = case.documents.iter().map(|document| {
            let href = format!("/sandbox/desk/cases/{}/documents/{}", case.id, document.id);
            Link::new(document.type_label, href).noting(&document.media_type)
        });
        sections.push(Section::new(say("Pièces justificatives", "Supporting documents")).with_links(links.collect()));
    }
    if !shown.items.is_empty() {
        sections.push(facts::of_items(shown.items.iter().map(CaseItem::as_item), language));
    }
    sections.push(facts::of_history::<Stage>(shown.history, language));
    sections
}

fn holder(case: &CaseFileView, language: Language) -> Vec<Fact> {
    let known = case.holder.as_ref().map(|holder| facts::of_holder(holder, language));
    let delivered = case.delivery_address.as_ref();
    let billed = case.billing_address.as_ref();
    let addresses = [
        delivered.map(|address| facts::of_address(Field::DeliveryAddress, address, language)),
        billed.map(|billing| facts::of_billing(billing, language)),
    ];
    known
        .into_iter()
        .flatten()
        .chain(addresses.into_iter().flatten())
        .collect()
}

/// The card it is about, the one it makes or sends, and where production is with it.
fn about_card(shown: &Shown, language: Language) -> Option<Section> {
    let say = |fr, en| say(language, fr, en);
    let card = |label, card| links::to_card(card, language).noting(label);
    let subject = shown.subject.iter();
    let subject = subject.map(|known| card(say("la demande porte sur elle", "the case is about it"), known));
    let produced = shown
        .produced
        .iter()
        .filter(|made| shown.subject.as_ref().is_none_or(|known| known.id != made.id));
    let produced = produced.map(|known| card(say("faite par la demande", "made by the case"), known));
    let orders = shown.orders.iter().map(|order| links::to_order(order, language));
    let links: Vec<_> = subject.chain(produced).chain(orders).collect();
    let parcel = shown.case.shipment.as_ref();
    let parcel = parcel.map(|parcel| Fact::new(say("Numéro de suivi", "Tracking number"), &parcel.tracking_number));
    let section = Section::new(say("La carte", "The card"));
    (!links.is_empty()).then(|| section.with_facts(parcel.into_iter().collect()).with_links(links))
}

fn costs(payment: &CasePaymentView, language: Language) -> Section {
    let say = |fr, en| say(language, fr, en);
    let price = |money| facts::price(money, language);
    let vat = format!("{} ({}\u{a0}%)", price(payment.vat), payment.vat_percent);
    let attempt = payment.last_attempt.as_ref();
    let attempt = attempt.map_or(say("aucun", "none"), |attempt| attempt.status_label);
    Section::new(say("Paiement", "Payment")).with_facts(vec![
        Fact::new(
            format!("{}, {}", payment.fee_label, say("HT", "without VAT")),
            price(payment.net),
        ),
        Fact::new(say("TVA", "VAT"), vat),
        Fact::new(say("Total", "Total"), price(payment.amount)),
        Fact::new(say("Tarif du", "Fee of"), facts::day(payment.fixed_on)),
        Fact::new(say("Dernier essai", "Last attempt"), attempt),
    ])
}

fn rights(case: &CaseFileView, language: Language) -> Vec<Fact> {
    let held = case.entitlements.iter().map(|held| {
        let (ended, expires) = (facts::day(held.training_ended_on), facts::day(held.expires_on));
        let value = match language {
            Language::French => format!("formation terminée le {ended}, valable jusqu’au {expires}"),
            Language::English => format!("training ended on {ended}, valid until {expires}"),
        };
        Fact::new(held.sector.label(language), value)
    });
    held.collect()
}
