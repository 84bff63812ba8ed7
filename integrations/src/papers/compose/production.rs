//! Papers of the production: the letter that carries a card.

use domain::ids::ProductionOrderId;
use domain::production_order::Stage;
use domain::time::legal_date;
use persistence::papers::PaperRecord;
use persistence::{Db, Result, cards, cases, production_orders};

use super::{Composed, Issuer, Reader};
use crate::papers::{Addressee, CardLetter, Paper};

/// The letter of an order that is not posted yet.
pub(super) fn card_letter(
    db: &mut Db<'_>,
    issuer: &Issuer,
    paper: &PaperRecord,
    reader: &Reader,
) -> Result<Option<Composed>> {
    let order = production_orders::find(db, ProductionOrderId(paper.subject_id.0))?;
    if order.stage == Stage::Shipped {
        return Ok(None);
    }
    let case = cases::find(db, order.case_id)?;
    let card = cards::find(db, order.card_id)?;
    let letter = CardLetter {
        language: reader.language,
        specimen: issuer.specimen,
        sender: issuer.sender.clone(),
        addressee: Addressee {
            surname: card.holder.0.identity.surname.clone(),
            first_names: card.holder.0.identity.first_names.clone(),
            address: order.delivery_address.0,
        },
        reference: case.reference.clone(),
        kind: case.kind,
        holder: card.holder.0,
        card_number: card.number,
        issued_on: card.issued_on,
        dated_on: legal_date(*order.created_at),
        sectors: card.sectors.0,
        activation_url: issuer.portal.clone(),
    };
    Ok(Some(Composed::plain(Paper::CardLetter(letter), case.reference)))
}
