//! `/sandbox/desk/cases/{id}`

mod decide;

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::case::{Declaration, Field, Stage, Warning};
use domain::ids::{CaseId, DocumentId};
use domain::labels::Label;
use domain::people::Language;
use persistence::cases::{self, CaseItem};
use persistence::transitions::{self, Passage};
use persistence::{Db, cards};

pub(super) use decide::decide;

use super::agent::agent;
use super::facts;
use crate::auth::{Agent, Visitor};
use crate::http::{Answer, InLanguage, PathOf, Problem};
use crate::hub::{Hub, Stop};
use crate::routes::back_office::cases::case_view::CaseFileView;
use crate::routes::back_office::cases::get_document_content::read_content;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::{Fact, Link, Section};

/// One case.
pub(super) async fn show(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<CaseId>,
) -> HttpResponse {
    super::shown(page(&hub, &visitor, id, language).await, language)
}

/// A document, as the agent reads it.
pub(super) async fn document(
    hub: Data<Hub>,
    visitor: Visitor,
    PathOf((id, document_id)): PathOf<(CaseId, DocumentId)>,
) -> Result<Answer, Problem> {
    let me = agent(&hub, &visitor).await?;
    read_content(&hub, me.author, id, document_id).await
}

/// What the page shows.
struct Shown {
    case: CaseFileView,
    declaration: Option<Declaration>,
    items: Vec<CaseItem>,
    history: Vec<Passage>,
    card_number: Option<String>,
}

impl Shown {
    fn read(db: &mut Db<'_>, id: CaseId, me: &Agent, language: Language) -> Result<Self, Stop> {
        let record = cases::sent(db, id)?;
        let card_number = match record.subject_card_id {
            Some(card) => Some(cards::find(db, card)?.number),
            None => None,
        };
        Ok(Self {
            declaration: record.declaration()?,
            items: cases::all_items(db, id)?,
            history: transitions::history(db, id.into())?,
            case: CaseFileView::read(db, record, &me.author.actor, language)?,
            card_number,
        })
    }
}

async fn page(hub: &Hub, visitor: &Visitor, id: CaseId, language: Language) -> Result<Page, Problem> {
    let me = agent(hub, visitor).await?;
    let by = me.clone();
    let shown = hub.read(move |db| Shown::read(db, id, &by, language)).await?;
    let case = &shown.case;
    let sent = facts::moment(case.submitted_at.unwrap_or(case.created_at), language);
    let mut lead = vec![
        format!("{} – {}.", case.kind_label, case.stage_label),
        format!("{} {sent}.", say(language, "Envoyée le", "Sent on")),
    ];
    if case.assigned_to.is_some() {
        let whose = if case.assigned_to == Some(me.id) {
            say(language, "Cette demande est à vous.", "This case is yours.")
        } else {
            say(
                language,
                "Un collègue a pris cette demande.",
                "A colleague took this case.",
            )
        };
        lead.push(whose.to_owned());
    }
    lead.extend(case.warning.map(|warning| warned(warning, language).to_owned()));
    lead.extend(case.decision_reason.clone());
    let title = case.reference.clone();
    let decisions = decide::forms(&shown, language);
    Ok(Page::new(language, title, lead)
        .with_sections(sections(shown, language))
        .with_decisions(decisions)
        .with_link(Link::new(
            say(language, "Retour au bureau", "Back to the desk"),
            "/sandbox/desk",
        )))
}

fn warned(warning: Warning, language: Language) -> &'static str {
    match warning {
        Warning::AttestationWithdrawn => say(
            language,
            "Attention : une attestation dont la demande dépend a été retirée.",
            "Beware: an attestation that the case rests on was withdrawn.",
        ),
    }
}

fn sections(shown: Shown, language: Language) -> Vec<Section> {
    let say = |fr, en| say(language, fr, en);
    let case = &shown.case;
    let mut sections = vec![Section::new(say("Le titulaire", "The holder")).with_facts(holder(case, language))];
    if case.account_holder.is_some() && case.account_holder != case.holder {
        let otherwise = case
            .account_holder
            .as_ref()
            .map(|known| facts::of_holder(known, language));
        let heading = say("Le compte dit autrement", "The account says otherwise");
        sections.push(Section::new(heading).with_facts(otherwise.unwrap_or_default()));
    }
    if let Some(declaration) = &shown.declaration {
        let declared = facts::of_declaration(declaration, language);
        sections.push(Section::new(say("Déclaration", "Declaration")).with_facts(declared));
    }
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
    let delivered = delivered.map(|address| facts::of_address(Field::DeliveryAddress, address, language));
    known.into_iter().flatten().chain(delivered).collect()
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
