//! Papers: what the hub prints for people to hold in their hands.

use crate::notification::NotificationKind;
use crate::people::Language;
use crate::words;

words! {
    /// What a paper is.
    pub enum PaperKind {
        /// Proves the qualification for four months.
        Certificate => "certificate",
        /// What a training centre attested.
        Recap => "recap",
        /// What a driver asked for, as it was sent.
        Summary => "summary",
        /// Travels back with a faulty card.
        ReturnCoupon => "return_coupon",
        /// Carries a new card in its envelope.
        CardLetter => "card_letter",
        /// The original of an invoice.
        Invoice => "invoice",
        /// The copy of an invoice that its payer can download, marked DUPLICATA.
        InvoiceDuplicate => "invoice_duplicate",
        /// The original of a credit note.
        CreditNote => "credit_note",
        /// The copy of a credit note, marked DUPLICATA.
        CreditNoteDuplicate => "credit_note_duplicate",
    }
}

impl PaperKind {
    /// The mail that brings it, once it is made. Of others their readers are told in another way, or not at all.
    pub const fn brought_by(self) -> Option<NotificationKind> {
        match self {
            Self::Certificate => Some(NotificationKind::CertificateIssued),
            Self::ReturnCoupon => Some(NotificationKind::ReturnCoupon),
            Self::Invoice | Self::CreditNote => Some(NotificationKind::InvoiceIssued),
            Self::Recap | Self::Summary | Self::CardLetter | Self::InvoiceDuplicate | Self::CreditNoteDuplicate => None,
        }
    }

    /// Whether an account's closing leaves a reason to keep it: certificates are kept for disputes, invoices and credit
    /// notes as the law wants them.
    pub const fn outlasts_account(self) -> bool {
        match self {
            Self::Certificate
            | Self::Invoice
            | Self::InvoiceDuplicate
            | Self::CreditNote
            | Self::CreditNoteDuplicate => true,
            Self::Recap | Self::Summary | Self::ReturnCoupon | Self::CardLetter => false,
        }
    }

    /// The name of its file, with what tells it from others of its kind: letters, digits and dashes only, so that no
    /// system and no mail program spoils it.
    pub fn file_name(self, language: Language, which: &str) -> String {
        let (french, english) = match self {
            Self::Certificate => ("certificat", "certificate"),
            Self::Recap => ("recapitulatif-formation", "training-recap"),
            Self::Summary => ("recapitulatif-demande", "case-summary"),
            Self::ReturnCoupon => ("coupon-retour", "return-coupon"),
            Self::CardLetter => ("courrier-carte", "card-letter"),
            Self::Invoice => ("facture", "invoice"),
            Self::InvoiceDuplicate => ("duplicata-facture", "invoice-duplicate"),
            Self::CreditNote => ("avoir", "credit-note"),
            Self::CreditNoteDuplicate => ("duplicata-avoir", "credit-note-duplicate"),
        };
        let stem = match language {
            Language::French => french,
            Language::English => english,
        };
        format!("{stem}-{which}.pdf")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word as _;

    #[test]
    fn no_two_papers_about_one_thing_share_a_name() {
        for &language in Language::ALL {
            let mut names: Vec<_> = PaperKind::ALL
                .iter()
                .map(|kind| kind.file_name(language, "CQC-2026-7K3M9P"))
                .collect();
            assert!(
                names
                    .iter()
                    .all(|name| name.is_ascii() && !name.contains([' ', '"', '/']))
            );
            names.sort();
            names.dedup();
            assert_eq!(names.len(), PaperKind::ALL.len());
        }
    }
}
