//! How data reads on the desk.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Role;
use domain::case::{Declaration, Field, Item};
use domain::labels::Label;
use domain::people::{Address, BillingAddress, Holder, Language};
use domain::time::in_paris;
use domain::words::Word;
use persistence::transitions::HistoryEntry;

use crate::routes::back_office::fees::fee_view::Money;
use crate::routes::cards::card_view::FieldView;
use crate::routes::pages::page::say;
use crate::routes::pages::section::{Fact, Link, Section};

/// An instant, as clocks in Paris show it.
pub(super) fn moment(at: DateTime<Utc>, language: Language) -> String {
    let form = say(language, "%d/%m/%Y à %H h %M", "%d/%m/%Y at %H:%M");
    in_paris(at).format(form).to_string()
}

/// An amount.
pub(super) fn price(money: Money, language: Language) -> String {
    integrations::messages::render::money(money.amount, money.currency.name(), language)
}

/// Above what somebody can do in a role.
pub(super) fn acting_as(role: Role, language: Language) -> String {
    match role {
        Role::Agent => say(language, "Décider", "Decide").to_owned(),
        _ => format!("{} {}", say(language, "En tant que", "As the"), who(role, language)),
    }
}

/// A day.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// How long something waits.
pub(super) fn age(since: DateTime<Utc>, now: DateTime<Utc>, language: Language) -> String {
    let hours = (now - since).num_hours();
    match (language, hours) {
        (Language::French, ..48) => format!("depuis {hours} h"),
        (Language::English, ..48) => format!("for {hours} h"),
        (Language::French, _) => format!("depuis {} jours", hours / 24),
        (Language::English, _) => format!("for {} days", hours / 24),
    }
}

/// What waits, or that nothing does.
pub(super) fn list(heading: impl Into<String>, lines: Vec<Link>, language: Language) -> Section {
    let section = Section::new(heading);
    if lines.is_empty() {
        return section.noting(say(language, "Rien n’attend.", "Nothing waits."));
    }
    section.with_links(lines)
}

/// What a card bears, as it is printed.
pub(super) fn of_fields(fields: &[FieldView]) -> Vec<Fact> {
    let facts = fields.iter().map(|field| {
        let category = field.category.map_or(String::new(), |category| format!(" {category}"));
        Fact::new(format!("{}. {}{category}", field.number, field.label), &field.value)
    });
    facts.collect()
}

/// A person and their licence.
pub(super) fn of_holder(holder: &Holder, language: Language) -> Vec<Fact> {
    let fact = |field: Field, value: String| Fact::new(field.label(language), value);
    let (person, licence) = (&holder.identity, &holder.licence);
    let categories: Vec<_> = licence.categories.iter().map(|category| category.name()).collect();
    let mut number = format!("{} ({}), {}", licence.number, licence.country, categories.join(" "));
    if let Some(neph) = licence.neph.as_ref().filter(|neph| **neph != licence.number) {
        number = format!("{number}, NEPH {neph}");
    }
    if let Some(expires_on) = licence.expires_on {
        number = format!("{number}, {} {}", say(language, "jusqu’au", "until"), day(expires_on));
    }
    for one in &licence.category_expiries {
        let until = say(language, "jusqu’au", "until");
        number = format!("{number}, {} {until} {}", one.category.name(), day(one.expires_on));
    }
    let surname = match &person.usage_name {
        Some(used) => format!("{}, {} {used}", person.surname, say(language, "usage\u{a0}:", "used:")),
        None => person.surname.clone(),
    };
    vec![
        fact(Field::Surname, surname),
        fact(Field::FirstNames, person.first_names.clone()),
        fact(Field::BirthDate, person.birth_date.printed('/')),
        fact(
            Field::BirthPlace,
            format!("{} ({})", person.birth_place, person.birth_country),
        ),
        fact(Field::Licence, number),
    ]
}

/// An address on one line.
pub(super) fn of_address(field: Field, address: &Address, language: Language) -> Fact {
    Fact::new(field.label(language), on_one_line(address))
}

/// To whom an invoice goes, on one line.
pub(super) fn of_billing(billing: &BillingAddress, language: Language) -> Fact {
    let address = on_one_line(&billing.address);
    let line = match &billing.company {
        Some(company) => format!("{} (SIREN {}), {address}", company.name, company.siren),
        None => address,
    };
    Fact::new(Field::BillingAddress.label(language), line)
}

fn on_one_line(address: &Address) -> String {
    let street = std::iter::once(address.line1.as_str()).chain(address.line2.as_deref());
    let street: Vec<_> = street.collect();
    let Address {
        postal_code,
        city,
        country,
        ..
    } = address;
    format!("{}, {postal_code} {city} ({country})", street.join(", "))
}

/// What a driver declared about a card.
pub(super) fn of_declaration(declaration: &Declaration, language: Language) -> Vec<Fact> {
    match declaration {
        Declaration::Missing(missing) => {
            let on = Fact::new(say(language, "Disparue le", "Missing since"), day(missing.lost_on));
            let how = missing.circumstances.as_ref();
            let how = how.map(|how| Fact::new(say(language, "Circonstances", "Circumstances"), how));
            std::iter::once(on).chain(how).collect()
        }
        Declaration::Faulty(faulty) => {
            let defects = faulty.defects.iter().map(|defect| {
                let comment = defect.comment.as_deref();
                let comment = comment.unwrap_or(say(language, "sans précision", "no details"));
                Fact::new(defect.field.label(language), comment)
            });
            defects.collect()
        }
    }
}

/// What was asked of a driver, and what came of it.
pub(super) fn of_items(items: impl Iterator<Item = Item>, language: Language) -> Section {
    let facts = items.map(|item| {
        let addressed = if item.addressed() {
            say(language, "traité", "addressed")
        } else {
            say(language, "en attente", "waiting")
        };
        let mut text = format!("{} ({addressed})", item.reason);
        if let Some(comment) = &item.comment {
            text = format!("{text} : {comment}");
        }
        Fact::new(item.target.label(language), text)
    });
    Section::new(say(language, "Demandé au conducteur", "Asked of the driver")).with_facts(facts.collect())
}

/// The way something went, oldest first.
pub(super) fn of_history<S: Label + Word>(history: Vec<HistoryEntry>, language: Language) -> Section {
    let facts = history.into_iter().map(|entry| {
        let stage = S::from_name(&entry.to_stage).map_or(entry.to_stage.clone(), |stage| stage.label(language).into());
        let mut text = format!("{stage} ({})", who(entry.actor_role, language));
        if let Some(reason) = entry.reason {
            text = format!("{text} : {reason}");
        }
        Fact::new(moment(*entry.at, language), text)
    });
    Section::new(say(language, "Historique", "History")).with_facts(facts.collect())
}

fn who(role: Role, language: Language) -> &'static str {
    match role {
        Role::Driver => say(language, "conducteur", "driver"),
        Role::Agent => say(language, "agent", "agent"),
        Role::Supervisor => say(language, "superviseur", "supervisor"),
        Role::Centre => say(language, "centre de formation", "training centre"),
        Role::Production => say(language, "fabrication", "production"),
        Role::Payment => say(language, "paiement", "payment"),
        Role::System => say(language, "le hub", "the hub"),
        Role::Anonymous => say(language, "visiteur", "visitor"),
    }
}
