//! `/sandbox/desk/accounts`: every account, by where it is.

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::account::Stage;
use domain::labels::Label;
use domain::people::Language;
use domain::words::Word;
use persistence::accounts;

use super::links;
use super::players::agent;
use crate::auth::Visitor;
use crate::http::{InLanguage, Problem};
use crate::hub::Hub;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::Section;

/// As many as one list shows: the oldest.
const SHOWN: i64 = 50;

/// The accounts.
pub(super) async fn show(hub: Data<Hub>, visitor: Visitor, InLanguage(language): InLanguage) -> HttpResponse {
    super::shown(page(&hub, &visitor, language).await, language)
}

async fn page(hub: &Hub, visitor: &Visitor, language: Language) -> Result<Page, Problem> {
    agent(hub, visitor).await?;
    let read = hub.read(|db| {
        let mut lists = Vec::new();
        for stage in Stage::ALL {
            lists.push((stage, accounts::list(db, Some(*stage), None, SHOWN)?));
        }
        Ok(lists)
    });
    let now = hub.clock.now();
    let lists = read.await?.into_iter().filter(|(_, found)| !found.is_empty());
    let sections = lists.map(|(stage, found)| {
        let lines = found.into_iter().map(|listed| links::to_listed(listed, now, language));
        Section::new(stage.label(language)).with_links(lines.collect())
    });
    let title = say(language, "Tous les comptes", "Every account");
    let lead = say(
        language,
        "Chaque compte mène à ses cartes et à ses demandes.",
        "Each account leads to its cards and its cases.",
    );
    Ok(Page::new(language, title, vec![lead.to_owned()])
        .with_sections(sections.collect())
        .with_link(links::to_desk(language)))
}
