//! A production order, with everything that is printed on its card.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{CardId, CaseId, ProductionOrderId};
use domain::labels::Label;
use domain::people::{Address, Holder, Language};
use domain::production_order::{OrderType, Stage};
use domain::rules::expiry::SectorExpiry;
use persistence::cards::{self, CardRecord};
use persistence::production_orders::OrderRecord;
use persistence::{Db, Error};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::Reply;
use crate::hub::Abort;
use crate::routes::cards::card_view::{FieldView, fields};

/// An order to make a card and post it, or to post it again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductionOrder, example = json!({
    "id": "01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e", "type": "produce", "stage": "queued", "stage_label": "En file d’attente",
    "version": 1, "case_id": "01993d2e-5a11-7c11-9d5b-3f2a1b0c9d8e",
    "card": {
        "id": "01993d2e-6a3c-7b00-9d5b-3f2a1b0c9d8e", "number": "FR261234567A",
        "fields": [{"number": "1", "label": "Nom", "value": "Martin"}],
        "holder": {
            "surname": "Martin", "first_names": "Camille Jeanne", "birth_date": "1988-04-17", "birth_place": "Lyon",
            "birth_country": "FR", "licence": {"country": "FR", "number": "13AA00002", "categories": ["C", "CE"]}
        },
        "sectors": [{"sector": "goods", "expires_on": "2031-11-20"}], "issuer": "IN Groupe",
        "issued_on": "2026-11-22", "expires_on": "2031-11-20",
        "verification_url": "https://hub.example.org/v1/verifications/7K3M9P2QRSTVWXYZ23456789A"
    },
    "delivery_address": {"line1": "12 rue de la République", "postal_code": "69001", "city": "Lyon", "country": "FR"},
    "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
}))]
pub struct OrderView {
    /// Unique identifier of the production order.
    pub id: ProductionOrderId,
    /// Type of the order: make and post the card, or post it again.
    pub r#type: OrderType,
    /// Stage of the production order: how far it is.
    pub stage: Stage,
    /// Label of `stage`, in the language of the request, to show to people.
    pub stage_label: &'static str,
    /// Version of the production order: a number that every change raises. The `ETag` starts with it.
    pub version: i32,
    /// Identifier of the case that ordered the card.
    pub case_id: CaseId,
    /// The card, with everything that is printed on it.
    pub card: OrderedCard,
    /// The address to which the card is to be posted.
    pub delivery_address: Address,
    /// Why the card could not be made. Left out unless the order failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
    /// The post's tracking number of the letter. Left out until it is posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// When the card was posted. Left out until it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped_at: Option<DateTime<Utc>>,
    /// When the card was ordered.
    pub created_at: DateTime<Utc>,
    /// When the production order last changed.
    pub updated_at: DateTime<Utc>,
}

/// A card with everything that is printed on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderedCard {
    /// Unique identifier of the card.
    pub id: CardId,
    /// Number of the card, to be printed on it (field 5b).
    pub number: String,
    /// Every field to be printed, in the order of the card.
    pub fields: Vec<FieldView>,
    /// The person that the card is made for.
    pub holder: Holder,
    /// The sectors that the card proves, each with its own last day.
    pub sectors: Vec<SectorExpiry>,
    /// Name of the authority that issues the card (field 4c).
    pub issuer: String,
    /// The day on which the card is issued (field 4a).
    pub issued_on: NaiveDate,
    /// The last day of the card (field 4b): that of the sector that lasts longest.
    pub expires_on: NaiveDate,
    /// Address at which anybody can check the card, for the code to be printed on it.
    pub verification_url: String,
}

impl OrderView {
    /// The order of a card, for readers of a language.
    pub fn of(order: OrderRecord, card: CardRecord, base: &str, language: Language) -> Self {
        Self {
            id: order.id,
            r#type: order.order_type,
            stage: order.stage,
            stage_label: order.stage.label(language),
            version: order.version,
            case_id: order.case_id,
            card: OrderedCard {
                id: card.id,
                fields: fields(&card, language),
                verification_url: format!("{base}/v1/verifications/{}", card.code),
                number: card.number,
                holder: card.holder.0,
                sectors: card.sectors.0,
                issuer: card.issuer,
                issued_on: card.issued_on,
                expires_on: card.expires_on,
            },
            delivery_address: order.delivery_address.0,
            failure_reason: order.failure_reason,
            tracking_number: order.tracking_number,
            shipped_at: order.shipped_at.map(|at| *at),
            created_at: *order.created_at,
            updated_at: *order.updated_at,
        }
    }

    /// The same, with its card looked up.
    pub fn read(db: &mut Db<'_>, order: OrderRecord, base: &str, language: Language) -> Result<Self, Abort> {
        let card = cards::find(db, order.card_id)?;
        Ok(Self::of(order, card, base, language))
    }

    /// Several orders, with their cards looked up at once.
    pub fn read_all(
        db: &mut Db<'_>,
        orders: Vec<OrderRecord>,
        base: &str,
        language: Language,
    ) -> Result<Vec<Self>, Abort> {
        let ids: Vec<_> = orders.iter().map(|order| order.card_id).collect();
        let cards = cards::these(db, &ids)?;
        orders
            .into_iter()
            .map(|order| {
                let card = cards.iter().find(|card| card.id == order.card_id).cloned();
                card.map(|card| Self::of(order, card, base, language))
                    .ok_or_else(|| Error::NotFound.into())
            })
            .collect()
    }

    /// 200 with the order and its `ETag`.
    pub fn answer(&self) -> Reply {
        Reply::ok(self).version(self.version)
    }
}
