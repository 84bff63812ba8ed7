//! `/sandbox/desk/cases/{id}`

mod corrections;
mod decide;
mod duties;
mod sections;

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::case::{Declaration, Warning};
use domain::ids::{CaseId, DocumentId, StaffId};
use domain::people::Language;
use persistence::cards::CardRecord;
use persistence::cases::{self, CaseItem};
use persistence::production_orders::{self, OrderRecord};
use persistence::staff::{self, StaffRecord};
use persistence::transitions::{self, HistoryEntry};
use persistence::{Db, cards};

pub(super) use decide::decide;

use super::players::{agent, supervisor};
use super::{facts, links};
use crate::auth::{Agent, Visitor};
use crate::http::{InLanguage, PathOf, Problem, Streamed};
use crate::hub::{Abort, Hub};
use crate::routes::back_office::cases::case_view::CaseFileView;
use crate::routes::back_office::cases::get_document_content::read_content;
use crate::routes::pages::page::{Page, say};

/// As many colleagues as a case may be given to.
const COLLEAGUES: i64 = 100;

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
) -> Result<Streamed, Problem> {
    let me = agent(&hub, &visitor).await?;
    read_content(&hub, me.author, id, document_id).await
}

/// What the page shows.
struct Shown {
    case: CaseFileView,
    declaration: Option<Declaration>,
    items: Vec<CaseItem>,
    history: Vec<HistoryEntry>,
    subject: Option<CardRecord>,
    produced: Option<CardRecord>,
    orders: Vec<OrderRecord>,
    colleagues: Vec<StaffRecord>,
    supervisor: StaffId,
}

impl Shown {
    fn read(db: &mut Db<'_>, id: CaseId, me: &Agent, supervisor: StaffId, language: Language) -> Result<Self, Abort> {
        let record = cases::sent(db, id)?;
        let mut card = |id| match id {
            Some(card) => cards::find(db, card).map(Some),
            None => Ok(None),
        };
        Ok(Self {
            subject: card(record.subject_card_id)?,
            produced: card(record.produced_card_id)?,
            declaration: record.declaration()?,
            items: cases::all_items(db, id)?,
            history: transitions::history(db, id.into())?,
            orders: production_orders::of_case(db, id)?,
            colleagues: staff::list(db, None, COLLEAGUES)?,
            case: CaseFileView::read(db, record, &me.author.actor, language)?,
            supervisor,
        })
    }
}

async fn page(hub: &Hub, visitor: &Visitor, id: CaseId, language: Language) -> Result<Page, Problem> {
    let me = agent(hub, visitor).await?;
    let supervisor = supervisor(hub, visitor).await?.id;
    let shown = hub.read(move |db| Shown::read(db, id, &me, supervisor, language));
    let shown = shown.await?;
    let (title, lead, duties) = (
        shown.case.reference.clone(),
        lead(&shown, language),
        duties::of(&shown, language),
    );
    Ok(Page::new(language, title, lead)
        .with_sections(sections::of(shown, language))
        .with_duties(duties)
        .with_link(links::to_desk(language)))
}

fn lead(shown: &Shown, language: Language) -> Vec<String> {
    let case = &shown.case;
    let sent = facts::moment(case.submitted_at.unwrap_or(case.created_at), language);
    let mut lead = vec![
        format!("{} – {}.", case.kind_label, case.stage_label),
        format!("{} {sent}.", say(language, "Envoyée le", "Sent on")),
    ];
    if let Some(assignee) = case.assigned_to {
        let whose = shown.colleagues.iter().find(|member| member.id == assignee);
        let whose = whose.map_or(say(language, "un collègue", "a colleague"), |member| &member.name);
        lead.push(format!("{} {whose}.", say(language, "Prise par", "Taken by")));
    }
    lead.extend(case.warning.map(|warning| warned(warning, language).to_owned()));
    lead.extend(case.decision_reason.clone());
    lead
}

fn warned(warning: Warning, language: Language) -> &'static str {
    match warning {
        Warning::AttestationWithdrawn => say(
            language,
            "Attention\u{a0}: une attestation dont la demande dépend a été retirée.",
            "Beware: an attestation that the case rests on was withdrawn.",
        ),
        Warning::PreviousExpiryUnknown => say(
            language,
            "Attention\u{a0}: l’échéance de la qualification renouvelée n’est pas connue.",
            "Beware: nobody knows until when the qualification held that is renewed.",
        ),
        Warning::LicenceEndUnknown => say(
            language,
            "Attention\u{a0}: la fin de validité du permis n’est pas connue.",
            "Beware: nobody knows until when the driving licence is valid.",
        ),
    }
}
