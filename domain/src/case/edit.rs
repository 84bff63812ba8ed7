//! What a driver may write into a case, and when: a draft takes what its kind asks for; a case that was sent takes what
//! the open items name, also where the kind asks for no such thing.

use super::{Field, File, Item, ItemTarget, Kind, Stage, StepName, viewer_actions};
use crate::lifecycle::{Reason, Refusal, Subject};
use crate::people::Holder;
use crate::rules::documents::DocumentType;
use crate::rules::fault::{Fault, FaultCode};
use crate::rules::person;
use crate::words::Word;

/// A part of a case that its driver writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The person the card is for.
    Holder,
    /// What the driver declares.
    Declaration,
    /// Where the card is sent.
    DeliveryAddress,
    /// To whom the invoice is made out.
    BillingAddress,
    /// A document, provided or replaced.
    Document(DocumentType),
}

impl Part {
    /// The name under which a refusal speaks of writing this part.
    const fn writing(self) -> &'static str {
        match self {
            Self::Holder => "change_holder",
            Self::Declaration => "change_declaration",
            Self::DeliveryAddress => "change_delivery_address",
            Self::BillingAddress => "change_billing_address",
            Self::Document(_) => "provide_document",
        }
    }

    fn is_asked_for(self, kind: Kind) -> bool {
        let sheet = kind.sheet();
        match self {
            Self::Holder => sheet.steps.contains(&StepName::Holder),
            Self::Declaration => sheet.steps.contains(&StepName::Declaration),
            Self::DeliveryAddress => sheet.steps.contains(&StepName::DeliveryAddress),
            Self::BillingAddress => sheet.steps.contains(&StepName::BillingAddress),
            Self::Document(document) => sheet.documents.contains(&document),
        }
    }

    fn is_named_by(self, item: &Item) -> bool {
        match (self, item.target) {
            (Self::Holder, ItemTarget::Field(field)) => field.is_of_holder(),
            (Self::DeliveryAddress, ItemTarget::Field(field)) => field == Field::DeliveryAddress,
            (Self::BillingAddress, ItemTarget::Field(field)) => field == Field::BillingAddress,
            (Self::Document(document), ItemTarget::Document(named)) => document == named,
            _ => false,
        }
    }
}

/// Whether the driver may write a part of the case in this stage.
pub fn may_write(file: &File, stage: Stage, part: Part) -> Result<(), Refusal> {
    let reason = match stage {
        Stage::Draft if part.is_asked_for(file.kind) => return Ok(()),
        Stage::InformationRequested | Stage::CorrectionRequested
            if file.items.iter().any(|item| part.is_named_by(item)) =>
        {
            return Ok(());
        }
        // The back office opened it: who is to pay says here to whom the invoice goes.
        Stage::AwaitingAddress | Stage::AwaitingPayment
            if file.kind == Kind::Undelivered && part == Part::BillingAddress =>
        {
            return Ok(());
        }
        Stage::Draft | Stage::InformationRequested | Stage::CorrectionRequested => Reason::NotAskedFor,
        _ => Reason::WrongStage,
    };
    Err(refusal(file.kind, stage, part.writing(), reason))
}

/// Whether the driver may take a document out again. What was sent can only be replaced.
pub fn may_remove_document(kind: Kind, stage: Stage) -> Result<(), Refusal> {
    if stage == Stage::Draft {
        Ok(())
    } else {
        Err(refusal(kind, stage, "remove_document", Reason::WrongStage))
    }
}

fn refusal(kind: Kind, stage: Stage, action: &'static str, reason: Reason) -> Refusal {
    Refusal {
        subject: Subject::Case,
        stage: Some(stage.name()),
        action,
        reason,
        possible: viewer_actions(kind, stage, stage != Stage::Draft)
            .into_iter()
            .map(Word::name)
            .collect(),
    }
}

/// The fields of the holder that the new one has otherwise.
pub fn changed_fields(before: Option<&Holder>, after: &Holder) -> Vec<Field> {
    let Some(before) = before else { return Vec::new() };
    // What was kept before a sign had its plain one is the same when it comes back in plain signs.
    let (before, after) = (person::tidy_holder(before.clone()), person::tidy_holder(after.clone()));
    let (old, new) = (&before.identity, &after.identity);
    [
        // The name in use is part of the surname: whoever corrects one may correct the other.
        (
            Field::Surname,
            old.surname != new.surname || old.usage_name != new.usage_name,
        ),
        (Field::FirstNames, old.first_names != new.first_names),
        (Field::BirthDate, old.birth_date != new.birth_date),
        (Field::BirthPlace, old.birth_place != new.birth_place),
        (Field::BirthCountry, old.birth_country != new.birth_country),
        (Field::Licence, before.licence != after.licence),
    ]
    .into_iter()
    .filter_map(|(field, changed)| changed.then_some(field))
    .collect()
}

/// Once the case is sent, only the fields that an item names may change: a fault for each other one that does.
pub fn unasked_changes(file: &File, stage: Stage, after: &Holder) -> Vec<Fault> {
    if stage == Stage::Draft {
        return Vec::new();
    }
    let named = |field| file.items.iter().any(|item| item.target == ItemTarget::Field(field));
    changed_fields(file.holder.as_ref(), after)
        .into_iter()
        .filter(|field| !named(*field))
        .map(|field| Fault::new(field.name(), FaultCode::NotAskedFor))
        .collect()
}

#[cfg(test)]
mod tests;
