//! Facts made ready for a template: labels, dates and amounts in the paper's language, codes drawn. A template only
//! places them.

use chrono::{Datelike, NaiveDate};
use domain::labels::Label as _;
use domain::people::{Address, BirthDate, Language};
use domain::rules::countries;
use domain::sector::Sector;
use domain::words::Word as _;
use serde_json::{Map, Value, json};

use super::press::PressError;
use crate::messages::render::formats;
use crate::papers::{Addressee, Centre, Paper, Sender};

mod billing;
mod case;
mod printable;
mod training;

/// A paper ready to be typeset.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The template's file.
    pub(super) template: &'static str,
    /// What makes the PDF's identifier: kind, reference, language.
    pub(super) ident: String,
    /// What the template reads as `facts`.
    pub(super) facts: Value,
    /// Drawings by the name the template uses, as SVG.
    pub(super) drawings: Vec<(&'static str, String)>,
}

impl Sheet {
    /// Leaves out of all texts what cannot be printed; `has_letter` tells what the fonts have.
    pub(super) fn keep_printable(&mut self, has_letter: impl Fn(char) -> bool) {
        printable::keep(&mut self.facts, &has_letter);
    }
}

/// Makes a paper's facts ready for its template.
pub(super) fn lay_out(paper: &Paper) -> Result<Sheet, PressError> {
    match paper {
        Paper::Certificate(facts) => training::certificate(facts),
        Paper::Recap(facts) => Ok(training::recap(facts)),
        Paper::CardLetter(facts) => Ok(training::card_letter(facts)),
        Paper::Summary(facts) => Ok(case::summary(facts)),
        Paper::ReturnCoupon(facts) => case::return_coupon(facts),
        Paper::Invoice(facts) => Ok(billing::invoice(facts)),
    }
}

/// What stands around every paper.
#[derive(Debug, Clone, Copy)]
struct Frame<'a> {
    language: Language,
    specimen: bool,
    sender: &'a Sender,
    /// What stands in the envelope's window: name, then address.
    window: (&'a str, &'a Address),
    /// The paper's own reference, in its header and on each page.
    reference: &'a str,
    /// The paper's own date.
    day: NaiveDate,
}

impl Frame<'_> {
    /// The frame's facts, with the paper's own beside them.
    fn around(self, own: Value) -> Value {
        let Self { language, sender, .. } = self;
        let (name, address) = self.window;
        let mut facts = Map::from_iter([
            ("language".to_owned(), language.name().into()),
            ("specimen".to_owned(), self.specimen.into()),
            ("reference".to_owned(), self.reference.into()),
            ("date".to_owned(), date(self.day, language)),
            (
                "day".to_owned(),
                json!({"year": self.day.year(), "month": self.day.month(), "day": self.day.day()}),
            ),
            (
                "sender".to_owned(),
                json!({
                    "name": sender.name,
                    "address": lines(&sender.address, Some(&sender.address.country), language),
                    "contact": sender.contact,
                }),
            ),
            (
                "window".to_owned(),
                json!({"name": name, "address": lines(address, Some(&sender.address.country), language)}),
            ),
        ]);
        if let Value::Object(own) = own {
            facts.extend(own);
        }
        Value::Object(facts)
    }
}

/// First names, then surname, as on an envelope.
fn full_name(person: &Addressee) -> String {
    format!("{} {}", person.first_names, person.surname).trim().to_owned()
}

/// An address in the order of the French post [NF Z10-011]: building, street, town. The country is left out where the
/// reader is in it.
fn lines(address: &Address, home: Option<&str>, language: Language) -> Vec<String> {
    let country = countries::name(&address.country, language).unwrap_or(&address.country);
    let abroad = home != Some(address.country.as_str());
    address
        .line2
        .iter()
        .cloned()
        .chain([
            address.line1.clone(),
            format!("{} {}", address.postal_code, address.city).trim().to_owned(),
        ])
        .chain(abroad.then(|| country.to_uppercase()))
        .collect()
}

/// A date in words.
fn date(day: NaiveDate, language: Language) -> Value {
    formats::date(day, language).into()
}

/// A birth date in words; as the licence prints it, `00/00/1975`, where not all of it is known.
fn birth_date(born: BirthDate, language: Language) -> Value {
    match born.known() {
        Some(day) => date(day, language),
        None => born.printed('/').into(),
    }
}

/// An amount of cents in words.
fn money(cents: i64, language: Language) -> Value {
    formats::money(cents, "EUR", language).into()
}

fn country(code: &str, language: Language) -> Value {
    countries::name(code, language).unwrap_or(code).into()
}

fn sectors(of: &[Sector], language: Language) -> Vec<&'static str> {
    of.iter().map(|sector| sector.label(language)).collect()
}

fn centre(of: &Centre) -> Value {
    json!({"name": of.name, "number": of.accreditation_number})
}
