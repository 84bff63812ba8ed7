//! Cards that come back: faulty ones, which are analysed, and those that the post could not deliver.

use domain::card;
use domain::case::{Action, Case, Corrections, Facts, Kind};
use domain::lifecycle::{Reason, Refusal, Subject};
use domain::people::Address;
use domain::rules::{Fault, FaultCode};
use domain::words::Word as _;

use super::open::{self, Beginning};
use super::{CaseInput, CaseRecord, NewItem, act, card_found, card_gone, find, whole};
use crate::cards::{self, CardRecord, subject};
use crate::dialect::Stored;
use crate::dialect::prelude::*;
use crate::error::{Error, Result};
use crate::schema::cases;
use crate::store::Tx;
use crate::transitions;

/// The faulty card of a locked case arrived: the card with this number (normalised).
pub fn receive_card(tx: &mut Tx<'_>, record: &CaseRecord, card_number: &str) -> Result<CaseRecord> {
    let input = CaseInput {
        card_number: Some(card_number),
        ..CaseInput::default()
    };
    act(tx, record, Action::ReceiveCard, &input)
}

/// The error on the card of a locked case is the issuer's: another card is made at once, free of charge, with what is
/// corrected.
pub fn attribute_to_issuer(tx: &mut Tx<'_>, record: &CaseRecord, corrections: &Corrections) -> Result<CaseRecord> {
    if let Some(holder) = record.holder() {
        let found = corrections.faults(holder, tx.today());
        if !found.is_empty() {
            let within = |fault: Fault| fault.within("corrections");
            return Err(Error::Invalid(found.into_iter().map(within).collect()));
        }
    }
    let input = CaseInput {
        corrections: Some(corrections),
        ..CaseInput::default()
    };
    act(tx, record, Action::AttributeToIssuer, &input)
}

/// The error on the card of a locked case is the driver's: to correct, then to pay.
pub fn attribute_to_driver(tx: &mut Tx<'_>, record: &CaseRecord, items: &[NewItem]) -> Result<CaseRecord> {
    let input = CaseInput {
        items,
        ..CaseInput::default()
    };
    act(tx, record, Action::AttributeToDriver, &input)
}

/// By what a returned letter is known.
#[derive(Debug, Clone, Copy)]
pub enum ReturnedBy<'a> {
    /// The number of the card in it, normalised.
    CardNumber(&'a str),
    /// The number of the parcel.
    TrackingNumber(&'a str),
}

/// What became of a returned letter.
#[derive(Debug, Clone)]
pub enum Return {
    /// Its driver is to say where to send the card: this case.
    Opened(Box<CaseRecord>),
    /// The card was revoked already, and is destroyed.
    Destroyed(Box<CardRecord>),
}

/// The post returned a letter. A case about its card that is not paid for is cancelled, one that is paid for and not yet
/// approved is refused and the money given back; then the driver is asked for an address.
pub fn record_return(tx: &mut Tx<'_>, by: &ReturnedBy<'_>) -> Result<Return> {
    let card = returned(tx, by)?;
    cards::lock_all(tx, card.account_id)?;
    let card = cards::find(tx, card.id)?;
    match card.stage {
        card::Stage::Revoked => subject::destroy(tx, card.id).map(|card| Return::Destroyed(Box::new(card))),
        stage if stage.is_held() => open_undelivered(tx, &card).map(|case| Return::Opened(Box::new(case))),
        stage => Err(not_out(stage).into()),
    }
}

/// The card in a returned letter. Of two letters under one number, the one that is not back yet; where both are out, only
/// the card's own number tells.
fn returned(tx: &mut Tx<'_>, by: &ReturnedBy<'_>) -> Result<CardRecord> {
    let number = match by {
        ReturnedBy::CardNumber(number) => return cards::by_number(tx, number)?.ok_or(Error::NotFound),
        ReturnedBy::TrackingNumber(number) => number,
    };
    let posted = cards::by_tracking_number(tx, number)?;
    let out: Vec<_> = posted.iter().filter(|card| card.stage.is_held()).collect();
    match (out.as_slice(), posted.first()) {
        ([card], _) => Ok((*card).clone()),
        ([], Some(card)) => Ok(card.clone()),
        ([], None) => Err(Error::NotFound),
        _ => Err(Error::Invalid(vec![Fault::new(
            "tracking_number",
            FaultCode::Ambiguous,
        )])),
    }
}

fn open_undelivered(tx: &mut Tx<'_>, card: &CardRecord) -> Result<CaseRecord> {
    card_found(tx, card.id)?;
    card_gone(tx, card.id)?;
    let in_the_way = open::about(tx, card.id)?;
    let subject = whole::subject_card(tx, card.id)?;
    let facts = Facts::opening_about(&subject, in_the_way);
    let kind = Kind::Undelivered;
    let transition = transitions::may_begin::<Case>(tx, kind.table(), Action::RecordReturn, &facts)?;
    let beginning = Beginning {
        account_id: card.account_id,
        kind,
        card: Some(card),
    };
    open::begin(tx, &beginning, &transition)
}

/// No letter with such a card can be on its way.
fn not_out(stage: card::Stage) -> Refusal {
    Refusal {
        subject: Subject::Case,
        stage: None,
        action: Action::RecordReturn.name(),
        reason: Reason::CardStage(stage),
        possible: Vec::new(),
    }
}

/// The address of a locked case was right: the card is posted there again, free of charge.
pub fn confirm_address(tx: &mut Tx<'_>, record: &CaseRecord) -> Result<CaseRecord> {
    // An address that was changed and not paid for is taken back.
    if let Some(card) = record.subject_card_id {
        let sent_to = cards::find(tx, card)?.delivery_address;
        put(tx, record, &sent_to)?;
    }
    diesel::update(cases::table.find(record.id))
        .set(cases::amount_due.eq(None::<Stored<domain::rules::due::Due>>))
        .execute(tx.conn)?;
    let record = find(tx, record.id)?;
    act(tx, &record, Action::ConfirmAddress, &CaseInput::default())
}

/// The address of a locked case was wrong: the card is posted to this one, once that is paid for.
pub fn change_address(tx: &mut Tx<'_>, record: &CaseRecord, address: &Address) -> Result<CaseRecord> {
    put(tx, record, address)?;
    let record = find(tx, record.id)?;
    let input = CaseInput {
        address: Some(address),
        ..CaseInput::default()
    };
    act(tx, &record, Action::ChangeAddress, &input)
}

fn put(tx: &mut Tx<'_>, record: &CaseRecord, address: &Address) -> Result<()> {
    diesel::update(cases::table.find(record.id))
        .set(cases::delivery_address.eq(Some(Stored(address.clone()))))
        .execute(tx.conn)?;
    Ok(())
}
