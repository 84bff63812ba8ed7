//! What follows from a case's transitions for the card it is about.

use domain::case::Effect;

use super::{CaseRecord, EffectInput};
use crate::cards::subject;
use crate::error::{Error, Result};
use crate::store::Tx;

pub(super) fn carry_out(tx: &mut Tx<'_>, record: &CaseRecord, effect: Effect, input: &EffectInput<'_>) -> Result<()> {
    let Some(card) = record.subject_card_id else {
        return Err(Error::Corrupt(format!("case {} is about no card", record.id)));
    };
    match effect {
        Effect::SuspendCard => subject::suspend(tx, card),
        Effect::RestoreCard => subject::restore(tx, card),
        Effect::RevokeCard(reason) => subject::end(tx, card, reason),
        Effect::ReturnCard => subject::receive_faulty(tx, card),
        Effect::TakeBackCard => subject::come_back(tx, card),
        Effect::DestroyCard => subject::destroy(tx, card).map(drop),
        Effect::OrderReplacement => subject::reproduce(tx, record, input.file, input.action.corrections),
        Effect::OrderReshipment => {
            let address = input.file.delivery_address.as_ref();
            let address = address.ok_or_else(|| Error::Corrupt(format!("case {} is posted nowhere", record.id)))?;
            subject::reship(tx, record, card, address)
        }
        _ => Err(Error::Corrupt(format!("{effect:?} is no effect on a card"))),
    }
}
