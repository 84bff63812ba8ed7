//! `/sandbox/desk`

use actix_web::HttpResponse;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::account;
use domain::case::Stage;
use domain::labels::Label;
use domain::people::Language;
use persistence::accounts;
use persistence::cases::{self, CaseRecord, Queue};

use super::players::agent;
use super::{facts, links};
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
    let pending = accounts
        .into_iter()
        .map(|listed| links::to_listed(listed, now, language));
    let mut sections = vec![facts::list(
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
        sections.push(facts::list(heading, lines.collect(), language));
    }
    sections.push(elsewhere(language));
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
    .with_link(links::to_sandbox(language)))
}

/// What is not found among what waits.
fn elsewhere(language: Language) -> Section {
    let say = |fr, en| say(language, fr, en);
    let returned = say("Enregistrer un pli non distribué", "Record an undelivered letter");
    Section::new(say("Et aussi", "And also")).with_links(vec![
        Link::new(returned, "/sandbox/desk/returns"),
        Link::new(say("Tous les comptes", "Every account"), "/sandbox/desk/accounts")
            .noting(say("leurs demandes et leurs cartes", "their cases and their cards")),
        Link::new(say("La fabrication", "Production"), "/sandbox/factory").noting(say(
            "les cartes à fabriquer et à poster",
            "the cards to make and to post",
        )),
    ])
}

fn case_line(case: &CaseRecord, is_mine: bool, now: DateTime<Utc>, language: Language) -> Link {
    let mut note = facts::age(case.submitted_at.unwrap_or(case.created_at), now, language);
    if let Some(holder) = case.holder() {
        note = format!("{} {}, {note}", holder.identity.first_names, holder.identity.surname);
    }
    if is_mine {
        note = format!("{note}, {}", say(language, "à vous", "yours"));
    }
    links::to_case(case, language).noting(note)
}
