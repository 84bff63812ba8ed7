//! The steps of a draft, in the order in which a driver goes through them (guide: «Faire sa demande»).

use serde::Serialize;

use super::File;
use crate::rules::documents::{DocumentScan, DocumentType};
use crate::words;
use crate::words::Word;

words! {
    /// A step that a driver completes before sending a case.
    pub enum StepName {
        /// Who the card is for: identity and driving licence.
        Holder => "holder",
        /// The supporting documents that the kind of the case asks for.
        Documents => "documents",
        /// What happened to the card, or what is wrong with it.
        Declaration => "declaration",
        /// The address to which the card is to be posted.
        DeliveryAddress => "delivery_address",
        /// To whom the invoice is to be made out.
        BillingAddress => "billing_address",
    }
}

/// A step that a driver completes before sending a case, and what it still lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// Name of the step that is told of.
    pub name: StepName,
    /// Whether the step is complete: nothing is missing, and nothing is being scanned.
    pub complete: bool,
    /// What the step lacks, by name: `photo`. Left out where nothing is missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The documents of the step that are being scanned for viruses, by name: they are there, and the step is complete once
    /// nothing was found. Left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scanning: Vec<String>,
}

impl Step {
    fn lacking(name: StepName, missing: Vec<String>) -> Self {
        Self {
            name,
            complete: missing.is_empty(),
            missing,
            scanning: Vec::new(),
        }
    }

    /// The same, where documents are being scanned.
    fn with_scanning(self, scanning: Vec<String>) -> Self {
        Self {
            complete: self.complete && scanning.is_empty(),
            scanning,
            ..self
        }
    }
}

/// The steps of the case; the first that is not complete is where its driver resumes.
pub fn steps(file: &File) -> Vec<Step> {
    let judge = |step: &StepName| match step {
        StepName::Holder => holder(file),
        StepName::Documents => uploads(file),
        StepName::Declaration => given(StepName::Declaration, file.declaration.is_some()),
        StepName::DeliveryAddress => given(StepName::DeliveryAddress, file.delivery_address.is_some()),
        StepName::BillingAddress => given(StepName::BillingAddress, file.billing_address.is_some()),
    };
    file.kind.sheet().steps.iter().map(judge).collect()
}

/// Everything that is still missing, by name.
pub fn missing(file: &File) -> Vec<String> {
    steps(file).into_iter().flat_map(|step| step.missing).collect()
}

fn holder(file: &File) -> Step {
    let Some(holder) = &file.holder else {
        return Step::lacking(StepName::Holder, vec!["holder".to_owned()]);
    };
    let blank = [
        ("surname", holder.identity.surname.is_empty()),
        ("birth_place", holder.identity.birth_place.is_empty()),
        ("licence", holder.licence.number.is_empty()),
    ];
    let missing = blank
        .into_iter()
        .filter(|(_, blank)| *blank)
        .map(|(name, _)| name.to_owned());
    Step::lacking(StepName::Holder, missing.collect())
}

fn uploads(file: &File) -> Step {
    let present = |wanted: DocumentType| {
        let mut uploaded = file.documents.iter();
        uploaded.any(|document| document.document_type == wanted && DocumentScan::is_kept(document.scan))
    };
    let missing = file.kind.sheet().documents.iter().filter(|wanted| !present(**wanted));
    let missing = missing.map(|wanted| wanted.name().to_owned()).collect();
    let scanning = file
        .documents_found(DocumentScan::Scanning)
        .map(|scanned| scanned.name().to_owned());
    Step::lacking(StepName::Documents, missing).with_scanning(scanning.collect())
}

/// A step of one part, which is there or not.
fn given(step: StepName, is_there: bool) -> Step {
    let missing = (!is_there).then(|| step.name().to_owned());
    Step::lacking(step, missing.into_iter().collect())
}
