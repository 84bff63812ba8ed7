//! What somebody is asked to put right, in an account as in a case: how it is asked, shown and answered.

use domain::case::{Item, ItemTarget};
use domain::ids::ItemId;
use domain::people::Language;
use domain::rules::FaultCode;
use persistence::cases::NewItem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::http::{Fault, Problem};

/// One thing that an agent asks a driver to put right.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestedItem {
    /// What is to be put right: `document:…`, `field:…` or `question`.
    pub target: ItemTarget,
    /// Why it is not in order, for the driver to read. Not blank.
    #[validate(length(max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: String,
}

/// The items as they are kept, where each is about something that `can_be_asked`, and says why.
pub fn check(items: Vec<RequestedItem>, can_be_asked: fn(ItemTarget) -> bool) -> Result<Vec<NewItem>, Problem> {
    let faults = items.iter().enumerate().flat_map(|(position, item)| {
        let fault = |member: &str, code| Fault::at(format!("/items/{position}/{member}"), code);
        let target = (!can_be_asked(item.target)).then(|| fault("target", FaultCode::Malformed));
        let again = repeats(&items[..position], item).then(|| fault("target", FaultCode::Repeated));
        let reason = item
            .reason
            .trim()
            .is_empty()
            .then(|| fault("reason", FaultCode::Missing));
        target.into_iter().chain(again).chain(reason)
    });
    let faults: Vec<_> = faults.collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let items = items.into_iter().map(|item| NewItem {
        target: item.target,
        reason: item.reason.trim().to_owned(),
    });
    Ok(items.collect())
}

/// Whether a document or field was named before. Questions may be many.
fn repeats(before: &[RequestedItem], item: &RequestedItem) -> bool {
    item.target != ItemTarget::Question && before.iter().any(|earlier| earlier.target == item.target)
}

/// A driver's words about one item.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemAnswer {
    /// Identifier of the item that is answered.
    pub item_id: ItemId,
    /// What the driver has to say about the item.
    #[validate(length(max = 2_000))]
    #[schema(max_length = 2_000)]
    pub comment: String,
}

/// One thing that a driver is asked to put right, and whether they have.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Item, example = json!({
    "id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "target": "field:surname", "target_label": "Nom",
    "reason": "Le nom diffère de celui du permis", "addressed": false
}))]
pub struct ItemView {
    /// Unique identifier of the item, to which an answer refers.
    id: ItemId,
    /// What is to be put right: `document:…`, `field:…` or `question`.
    target: ItemTarget,
    /// Label of `target`, in the language of the request, to show to people.
    target_label: &'static str,
    /// Why it is not in order, in the agent's words.
    reason: String,
    /// Whether the item is addressed: its document or field has changed since, or the driver's words answer it.
    addressed: bool,
    /// The driver's words about the item. Left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

impl ItemView {
    /// An item, as people see it.
    pub fn of(item: Item, language: Language) -> Self {
        Self {
            id: item.id,
            target: item.target,
            target_label: item.target.label(language),
            addressed: item.addressed(),
            reason: item.reason,
            comment: item.comment,
        }
    }
}
