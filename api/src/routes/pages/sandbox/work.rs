//! `/sandbox/desk`

use actix_web::HttpResponse;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::account;
use domain::case::Stage;
use domain::labels::Label;
use domain::people::Language;
use persistence::accounts::{self, Listed};
use persistence::cases::{self, CaseRecord, Queue};

use super::agent::agent;
use super::facts::age;
use crate::auth::Visitor;
use crate::http::{InLanguage, Problem};
use crate::hub::Hub;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::{Link, Section};

/// As many as one list shows: those that wait longest.
const SHOWN: i64 = 50;

/// The stages in which a case waits for the back office.
const WAITING: [Stage; 4] = [
    Stage::Submitted,
    Stage::InReview,
    Stage::AwaitingCardReturn,
    Stage::UnderAnalysis,
];

/// What waits, the oldest first.
pub(super) async fn show(hub: Data<Hub>, visitor: Visitor, InLanguage(language): InLanguage) -> HttpResponse {
    super::shown(page(&hub, &visitor, language).await, language)
}

async fn page(hub: &Hub, visitor: &Visitor, language: Language) -> Result<Page, Problem> {
    let me = agent(hub, visitor).await?;
    let (accounts, cases) = hub
        .read(|db| {
            let accounts = accounts::list(db, Some(account::Stage::PendingReview), None, SHOWN)?;
            let mut cases = Vec::new();
            for stage in WAITING {
                let queue = Queue {
                    stage: Some(stage),
                    ..Queue::default()
                };
                cases.push((stage, cases::worklist(db, &queue, None, SHOWN)?));
            }
            Ok((accounts, cases))
        })
        .await?;
    let (now, say) = (hub.clock.now(), |fr, en| say(language, fr, en));
    let pending = accounts.into_iter().map(|listed| account_line(listed, now, language));
    let mut sections = vec![list(
        say("Comptes à analyser", "Accounts to review"),
        pending.collect(),
        language,
    )];
    for (stage, waiting) in cases {
        let heading = format!("{} – {}", say("Demandes", "Cases"), stage.label(language));
        let lines = waiting.iter().map(|case| {
            let is_mine = case.assignee_id == Some(me.id);
            case_line(case, is_mine, now, language)
        });
        sections.push(list(heading, lines.collect(), language));
    }
    let lead = say(
        "Ce qui attend, le plus ancien d’abord.",
        "What waits, the oldest first.",
    );
    Ok(Page::new(
        language,
        say("Bureau de l’agent", "The agent’s desk"),
        vec![lead.to_owned()],
    )
    .with_sections(sections)
    .with_link(Link::new(
        say("Retour au bac à sable", "Back to the sandbox"),
        "/sandbox",
    )))
}

fn list(heading: impl Into<String>, lines: Vec<Link>, language: Language) -> Section {
    let section = Section::new(heading);
    if lines.is_empty() {
        return section.noting(say(language, "Rien n’attend.", "Nothing waits."));
    }
    section.with_links(lines)
}

fn account_line(listed: Listed, now: DateTime<Utc>, language: Language) -> Link {
    let id = listed.account.id;
    let name = listed
        .profile
        .map(|person| format!("{} {}", person.first_names, person.surname));
    let mut note = age(*listed.account.created_at, now, language);
    if listed.resembles_another {
        note = format!("{note}, {}", say(language, "doublon possible", "possible duplicate"));
    }
    Link::new(
        name.unwrap_or_else(|| id.to_string()),
        format!("/sandbox/desk/accounts/{id}"),
    )
    .noting(note)
}

fn case_line(case: &CaseRecord, is_mine: bool, now: DateTime<Utc>, language: Language) -> Link {
    let label = format!("{}, {}", case.reference, case.kind.label(language));
    let mut note = age(case.submitted_at.unwrap_or(case.created_at), now, language);
    if let Some(holder) = case.holder() {
        note = format!("{} {}, {note}", holder.identity.first_names, holder.identity.surname);
    }
    if is_mine {
        note = format!("{note}, {}", say(language, "à vous", "yours"));
    }
    Link::new(label, format!("/sandbox/desk/cases/{}", case.id)).noting(note)
}
