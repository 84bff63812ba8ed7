//! `/sandbox/factory`: the cards to be made and posted.

mod order;

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::labels::Label;
use domain::people::Language;
use domain::production_order::Stage;
use persistence::production_orders;

pub(super) use order::{act, show as show_order};

use super::{facts, links};
use crate::http::{InLanguage, Problem};
use crate::hub::Hub;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::{Link, Section};
use crate::routes::production::order_view::OrderView;

/// As many as one list shows: those that wait longest.
const SHOWN: i64 = 50;

/// The stages in which something is to be done.
const WAITING: [Stage; 3] = [Stage::Queued, Stage::Started, Stage::Failed];

/// What waits, the oldest first.
pub(super) async fn show(hub: Data<Hub>, InLanguage(language): InLanguage) -> HttpResponse {
    super::shown(page(&hub, language).await, language)
}

async fn page(hub: &Hub, language: Language) -> Result<Page, Problem> {
    let base = hub.settings.public_base().to_owned();
    let read = hub.read(move |db| {
        let mut lists = Vec::new();
        for stage in WAITING {
            let orders = production_orders::list(db, Some(stage), None, SHOWN)?;
            lists.push((stage, OrderView::read_all(db, orders, &base, language)?));
        }
        Ok(lists)
    });
    let now = hub.clock.now();
    let sections = read.await?.into_iter().map(|(stage, orders)| {
        let lines = orders.iter().map(|order| {
            let person = &order.card.holder.identity;
            let age = facts::age(order.created_at, now, language);
            Link::new(
                format!("{}, {}", order.r#type.label(language), order.card.number),
                format!("/sandbox/factory/{}", order.id),
            )
            .noting(format!("{} {}, {age}", person.first_names, person.surname))
        });
        facts::list(stage.label(language), lines.collect(), language)
    });
    let sections: Vec<Section> = sections.collect();
    let title = say(language, "Fabrication", "Production");
    let lead = say(
        language,
        "Les cartes à fabriquer et à poster, la plus ancienne d’abord.",
        "The cards to make and to post, the oldest first.",
    );
    Ok(Page::new(language, title, vec![lead.to_owned()])
        .with_sections(sections)
        .with_link(links::to_sandbox(language)))
}
