//! `/sandbox/desk/cards/{id}`

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::actor::Role;
use domain::card::{Action, RevocationReason, TABLE};
use domain::case::Field;
use domain::ids::CardId;
use domain::labels::Label;
use domain::lifecycle;
use domain::people::Language;
use domain::words::Word;
use persistence::cards;

use super::own_form::OwnForm;
use super::players::agent;
use super::{facts, links, players, refused, seen_again, submitted};
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{InLanguage, InputFault, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::back_office::cards::card_view::CardFile;
use crate::routes::back_office::cards::revoke_card::RevocationBody;
use crate::routes::pages::forms::{Decision, Duties};
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::{Fact, Link, Section};

/// One card.
pub(super) async fn show(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<CardId>,
) -> HttpResponse {
    super::shown(page(&hub, &visitor, id, language).await, language)
}

/// What the agent decides.
pub(super) async fn decide(
    hub: Data<Hub>,
    _: OwnForm,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<CardId>,
    sent: Form,
) -> HttpResponse {
    match decided(&hub, &visitor, id, &sent).await {
        Ok(()) => seen_again(format!("/sandbox/desk/cards/{id}")),
        Err(problem) => refused(&problem, page(&hub, &visitor, id, language).await, &sent, language),
    }
}

async fn decided(hub: &Hub, visitor: &Visitor, id: CardId, sent: &Form) -> Result<(), Problem> {
    if submitted::action::<Action>(sent)? != Action::Revoke {
        return Err(Problem::at("/action", InputFault::Invalid));
    }
    let revocation = submitted::body::<RevocationBody>(sent, &["reason", "note"])?.check()?;
    let seen = submitted::seen(sent);
    let author = players::author(hub, visitor, submitted::role(sent)?).await?;
    hub.write(author, move |tx| {
        seen.require(cards::find(tx, id)?.version)?;
        cards::revoke(tx, id, revocation.revocation())?;
        Ok(())
    })
    .await
}

async fn page(hub: &Hub, visitor: &Visitor, id: CardId, language: Language) -> Result<Page, Problem> {
    agent(hub, visitor).await?;
    let base = hub.settings.public_base().to_owned();
    let read = hub.read(move |db| {
        let record = cards::find(db, id)?;
        let open = cards::open_cases(db, &[id])?;
        Ok(CardFile::of(record, &open, &base, language))
    });
    let file = read.await?;
    let card = &file.card;
    let mut lead = vec![format!("{}.", card.stage_label)];
    lead.extend(card.revocation_reason_label.map(|reason| format!("{reason}.")));
    lead.extend(file.revocation_note.clone());
    let title = format!("{} {}", say(language, "Carte", "Card"), card.number);
    let duties = Duties::new(facts::acting_as(Role::Agent, language), decisions(&file, language));
    Ok(Page::new(language, title, lead)
        .with_sections(sections(&file, language))
        .with_duties(vec![duties])
        .with_link(links::to_desk(language)))
}

fn sections(file: &CardFile, language: Language) -> Vec<Section> {
    let say = |fr, en| say(language, fr, en);
    let card = &file.card;
    let delivered = facts::of_address(Field::DeliveryAddress, &file.delivery_address, language);
    let parcel = card.tracking_number.iter();
    let parcel = parcel.map(|number| Fact::new(say("Numéro de suivi", "Tracking number"), number));
    let check = Link::new(say("Vérifier la carte", "Check the card"), &card.verification_url);
    let open = card.open_case.iter().map(|open| {
        Link::new(open.kind.label(language), format!("/sandbox/desk/cases/{}", open.id))
            .noting(say("demande en cours sur la carte", "open case about the card"))
    });
    let account = links::to_account(file.account_id, language);
    vec![
        Section::new(say("Ce qui y est imprimé", "What is printed on it"))
            .with_facts(facts::of_fields(&card.fields))
            .with_links(vec![check]),
        Section::new(say("Où elle est", "Where it is"))
            .with_facts(std::iter::once(delivered).chain(parcel).collect())
            .with_links(open.chain([account]).collect()),
    ]
}

fn decisions(file: &CardFile, language: Language) -> Vec<Decision> {
    let say = |fr, en| say(language, fr, en);
    let possible = lifecycle::possible(TABLE, Some(file.card.stage), Role::Agent);
    if !possible.contains(&Action::Revoke) {
        return Vec::new();
    }
    let reasons = RevocationReason::ALL.iter();
    let reasons = reasons.map(|reason| (reason.name().to_owned(), reason.label(language).to_owned()));
    // None is chosen beforehand: a card is revoked for good.
    let choose = (String::new(), say("Choisir", "Choose").to_owned());
    let reasons = std::iter::once(choose).chain(reasons);
    let fields = vec![
        Input::new("reason", say("Motif", "Reason")).one_of(reasons.collect()),
        Input::new("note", say("Précisions, pour les agents", "Details, for agents"))
            .of_kind("textarea")
            .optional(),
    ];
    let label = say("Révoquer la carte", "Revoke the card");
    vec![submitted::decision(Action::Revoke, label, Role::Agent, file.card.version).asking(fields)]
}
