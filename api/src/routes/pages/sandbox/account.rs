//! `/sandbox/desk/accounts/{id}`

mod decide;

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::account::Stage;
use domain::case::Field;
use domain::ids::AccountId;
use domain::labels::Label;
use domain::people::Language;
use domain::rules::contact::shown_email;
use persistence::Db;
use persistence::accounts::correction::open_items;
use persistence::accounts::examined::{Examined, examine};
use persistence::accounts::former::FormerFile;
use persistence::accounts::{Duplicate, Profile};
use persistence::cards::{self, CardRecord};
use persistence::cases::{self, CaseItem, CaseRecord, DriverFilter};
use persistence::transitions::{self, HistoryEntry};

pub(super) use decide::decide;

use super::players::agent;
use super::{facts, links};
use crate::auth::Visitor;
use crate::http::{InLanguage, PathOf, Problem};
use crate::hub::{Abort, Hub};
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::{Fact, Link, Section};

/// As many cards and cases as one page shows: the newest.
const SHOWN: i64 = 50;

/// One account.
pub(super) async fn show(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
) -> HttpResponse {
    super::shown(page(&hub, &visitor, id, language).await, language)
}

/// What the page shows.
struct Shown {
    examined: Examined,
    items: Vec<CaseItem>,
    cards: Vec<CardRecord>,
    cases: Vec<CaseRecord>,
    history: Vec<HistoryEntry>,
}

impl Shown {
    fn read(db: &mut Db<'_>, id: AccountId) -> Result<Self, Abort> {
        let examined = examine(db, id)?;
        let mut cases = cases::of_driver(db, id, DriverFilter::default(), None, SHOWN)?;
        // What was never sent is its driver's alone.
        cases.retain(|case| case.submitted_at.is_some());
        Ok(Self {
            examined,
            items: open_items(db, id)?,
            cards: cards::list(db, id, None, SHOWN)?,
            cases,
            history: transitions::history(db, id.into())?,
        })
    }
}

async fn page(hub: &Hub, visitor: &Visitor, id: AccountId, language: Language) -> Result<Page, Problem> {
    agent(hub, visitor).await?;
    let shown = hub.read(move |db| Shown::read(db, id)).await?;
    let account = &shown.examined.account;
    let asked_for = facts::moment(*account.created_at, language);
    let mut lead = vec![
        format!("{}.", account.stage.label(language)),
        format!("{} {asked_for}.", say(language, "Demandé le", "Asked for on")),
    ];
    lead.extend(account.decision_reason.clone());
    let duties = decide::duties(account, language);
    Ok(Page::new(language, say(language, "Un compte", "An account"), lead)
        .with_sections(sections(shown, language))
        .with_duties(duties)
        .with_link(links::to_desk(language)))
}

fn sections(shown: Shown, language: Language) -> Vec<Section> {
    let examined = &shown.examined;
    let mut sections: Vec<_> = examined
        .profile
        .iter()
        .map(|profile| person(profile, language))
        .collect();
    if !examined.duplicates.is_empty() {
        sections.push(resembling(&examined.duplicates, language));
    }
    if !examined.former.is_empty() {
        sections.push(left_behind(&examined.former, language));
    }
    if !shown.items.is_empty() {
        sections.push(facts::of_items(shown.items.iter().map(CaseItem::as_item), language));
    }
    if !shown.cards.is_empty() {
        let links = shown.cards.iter().map(|card| links::to_card(card, language));
        sections.push(Section::new(say(language, "Ses cartes", "Their cards")).with_links(links.collect()));
    }
    if !shown.cases.is_empty() {
        let links = shown.cases.iter();
        let links = links.map(|case| links::to_case(case, language).noting(case.stage.label(language)));
        sections.push(Section::new(say(language, "Ses demandes", "Their cases")).with_links(links.collect()));
    }
    sections.push(facts::of_history::<Stage>(shown.history, language));
    sections
}

fn person(profile: &Profile, language: Language) -> Section {
    let mut known = facts::of_holder(&profile.holder, language);
    known.push(facts::of_address(Field::Address, &profile.address, language));
    known.push(Fact::new(Field::Email.label(language), shown_email(&profile.email)));
    let phone = profile.phone.as_ref();
    known.extend(phone.map(|phone| Fact::new(Field::Phone.label(language), phone)));
    Section::new(say(language, "Le conducteur", "The driver")).with_facts(known)
}

fn left_behind(files: &[FormerFile], language: Language) -> Section {
    let links = files.iter().map(|file| {
        let closed = facts::moment(file.closed_at, language);
        let (trainings, rights, cards) = (file.trainings.len(), file.rights.len(), file.cards.len());
        let holds = match language {
            Language::French => format!("formations : {trainings}, droits : {rights}, cartes : {cards}"),
            Language::English => format!("trainings: {trainings}, rights: {rights}, cards: {cards}"),
        };
        Link::new(closed, format!("/sandbox/desk/accounts/{}", file.account_id)).noting(holds)
    });
    let title = say(
        language,
        "Dossier antérieur, rendu avec le nouveau compte",
        "Former file, given back with the new account",
    );
    Section::new(title).with_links(links.collect())
}

fn resembling(duplicates: &[Duplicate], language: Language) -> Section {
    let links = duplicates.iter().map(|other| {
        let why = if other.same_licence {
            say(language, "même permis", "same licence")
        } else {
            say(language, "même nom et même naissance", "same name and birth date")
        };
        let label = other.stage.label(language);
        Link::new(label, format!("/sandbox/desk/accounts/{}", other.id)).noting(why)
    });
    Section::new(say(language, "Peut-être la même personne", "Perhaps the same person")).with_links(links.collect())
}
