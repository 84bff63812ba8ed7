//! `/sandbox/desk/accounts/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::account::{self, Action, Stage};
use domain::case::Field;
use domain::ids::AccountId;
use domain::labels::Label;
use domain::people::Language;
use persistence::accounts::correction::{self, open_items};
use persistence::accounts::{self, AccountRecord, Duplicate, Profile, decisions};
use persistence::cases::{CaseItem, NewItem};
use persistence::transitions::{self, Passage};
use persistence::{Db, Error};

use super::agent::{OwnForm, agent};
use super::asked::{self, Seen};
use super::facts;
use crate::auth::{Agent, Visitor};
use crate::http::input::Form;
use crate::http::{FaultCode, InLanguage, PathOf, Problem};
use crate::hub::{Hub, Stop};
use crate::routes::back_office::accounts::shapes::actions;
use crate::routes::pages::page::{Decision, Page, say};
use crate::routes::pages::section::{Fact, Link, Section};

/// One account.
pub(super) async fn show(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
) -> HttpResponse {
    super::shown(page(&hub, &visitor, id, language).await, language)
}

/// What the agent decides.
pub(super) async fn decide(
    hub: Data<Hub>,
    _: OwnForm,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<AccountId>,
    sent: Form,
) -> HttpResponse {
    match decided(&hub, &visitor, id, &sent).await {
        Ok(()) => super::seen_again(format!("/sandbox/desk/accounts/{id}")),
        Err(problem) => super::refused(&problem, page(&hub, &visitor, id, language).await, &sent, language),
    }
}

enum Asked {
    Approve,
    Reject(String),
    Correct(Vec<NewItem>),
}

impl Asked {
    fn read(sent: &Form) -> Result<Self, Problem> {
        match asked::action(sent)? {
            Action::Approve => Ok(Self::Approve),
            Action::Reject => asked::reason(sent).map(Self::Reject),
            Action::RequestCorrection => asked::items(sent, account::can_be_asked).map(Self::Correct),
            _ => Err(Problem::at("/action", FaultCode::Invalid)),
        }
    }
}

async fn decided(hub: &Hub, visitor: &Visitor, id: AccountId, sent: &Form) -> Result<(), Problem> {
    let (asked, seen) = (Asked::read(sent)?, Seen::of(sent));
    let me = agent(hub, visitor).await?;
    hub.write(me.author, move |tx| {
        let account = match asked {
            Asked::Approve => accounts::lock_with_licence(tx, id)?,
            Asked::Reject(_) | Asked::Correct(_) => accounts::lock(tx, id)?,
        };
        seen.require(account.version)?;
        match &asked {
            Asked::Approve => decisions::approve(tx, &account)?,
            Asked::Reject(reason) => decisions::reject(tx, &account, reason)?,
            Asked::Correct(items) => correction::request(tx, &account, items)?,
        }
        Ok(())
    })
    .await
}

/// What the page shows.
struct Shown {
    account: AccountRecord,
    profile: Option<Profile>,
    duplicates: Vec<Duplicate>,
    items: Vec<CaseItem>,
    history: Vec<Passage>,
}

impl Shown {
    fn read(db: &mut Db<'_>, id: AccountId) -> Result<Self, Stop> {
        let account = accounts::find(db, id)?;
        let profile = match accounts::profile(db, id) {
            Ok((_, profile)) => Some(profile),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error.into()),
        };
        let duplicates = match &profile {
            Some(profile) => accounts::duplicates(db, &account, profile)?,
            None => Vec::new(),
        };
        Ok(Self {
            duplicates,
            profile,
            items: open_items(db, id)?,
            history: transitions::history(db, id.into())?,
            account,
        })
    }
}

async fn page(hub: &Hub, visitor: &Visitor, id: AccountId, language: Language) -> Result<Page, Problem> {
    let me = agent(hub, visitor).await?;
    let shown = hub.read(move |db| Shown::read(db, id)).await?;
    let account = &shown.account;
    let asked_for = facts::moment(*account.created_at, language);
    let mut lead = vec![
        format!("{}.", account.stage.label(language)),
        format!("{} {asked_for}.", say(language, "Demandé le", "Asked for on")),
    ];
    lead.extend(account.decision_reason.clone());
    let decisions = decisions(&me, account, language);
    let mut sections: Vec<_> = shown.profile.iter().map(|profile| person(profile, language)).collect();
    if !shown.duplicates.is_empty() {
        sections.push(resembling(&shown.duplicates, language));
    }
    if !shown.items.is_empty() {
        sections.push(facts::of_items(shown.items.iter().map(CaseItem::as_item), language));
    }
    sections.push(facts::of_history::<Stage>(shown.history, language));
    Ok(Page::new(language, say(language, "Un compte", "An account"), lead)
        .with_sections(sections)
        .with_decisions(decisions)
        .with_link(Link::new(
            say(language, "Retour au bureau", "Back to the desk"),
            "/sandbox/desk",
        )))
}

fn person(profile: &Profile, language: Language) -> Section {
    let mut known = facts::of_holder(&profile.holder, language);
    known.push(facts::of_address(Field::Address, &profile.address, language));
    known.push(Fact::new(Field::Email.label(language), &profile.email));
    let phone = profile.phone.as_ref();
    known.extend(phone.map(|phone| Fact::new(Field::Phone.label(language), phone)));
    Section::new(say(language, "Le conducteur", "The driver")).with_facts(known)
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

/// A form for each action that the desk knows, of those the agent may do.
fn decisions(me: &Agent, account: &AccountRecord, language: Language) -> Vec<Decision> {
    let say = |fr, en| say(language, fr, en);
    let possible = actions(account, me.role).into_iter();
    let forms = possible.filter_map(|action| {
        let (label, inputs) = match action {
            Action::Approve => (say("Approuver le compte", "Approve the account"), Vec::new()),
            Action::RequestCorrection => (
                say("Demander une correction", "Ask for a correction"),
                asked::item_fields(account::can_be_asked, language),
            ),
            Action::Reject => (
                say("Refuser le compte", "Refuse the account"),
                vec![asked::reason_field(language)],
            ),
            _ => return None,
        };
        Some(asked::decision(action, label, inputs, account.version))
    });
    forms.collect()
}
