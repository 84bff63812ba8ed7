//! What drivers are told, and by which ways.

use crate::link::LinkPurpose;
use crate::words;

words! {
    /// The occasion on which a driver is told something.
    pub enum NotificationKind {
        // The account.
        /// The registration is received and will be analysed; there is nothing to click.
        AccountReceived => "account_received",
        /// Somebody registered with an email that already has an account: its owner is told, the other is not.
        RegistrationAttempted => "registration_attempted",
        /// The analysis of the account found errors: a link to correct them.
        AccountCorrection => "account_correction",
        /// The account is approved: a link to choose the first password.
        ChoosePassword => "choose_password",
        /// The account will be closed and erased unless the driver acts.
        AccountExpiring => "account_expiring",
        /// The account is refused, with the reason.
        AccountRejected => "account_rejected",
        /// The account was closed and erased: nobody analysed it in time, or an agent closed it.
        AccountClosed => "account_closed",
        /// Somebody asked for another password: a link to choose it.
        PasswordReset => "password_reset",
        /// The password was ended with the email it belonged to: a link to choose another one.
        NewPasswordNeeded => "new_password_needed",
        /// The password was changed, in case it was not the driver who did it.
        PasswordChanged => "password_changed",
        /// Somebody signed in from elsewhere, or with another program, than they did before.
        NewSignIn => "new_sign_in",
        /// A member of staff has a passkey more, in case it was not they who registered it.
        PasskeyAdded => "passkey_added",
        /// A member of staff has a passkey less, in case it was not they who removed it.
        PasskeyRemoved => "passkey_removed",
        /// Somebody has a second factor from now on, in case it was not they who set it up.
        SecondFactorAdded => "second_factor_added",
        /// Somebody has a second factor no more, in case it was not they who removed it.
        SecondFactorRemoved => "second_factor_removed",
        /// Somebody can sign in at an identity provider from now on, in case it was not they who linked it.
        IdentityLinked => "identity_linked",
        /// Somebody cannot sign in at an identity provider any more, in case it was not they who unlinked it.
        IdentityUnlinked => "identity_unlinked",
        /// A partner's endpoint of webhooks failed for long and is paused.
        WebhookPaused => "webhook_paused",
        /// To another address that a driver gave: a link to sign in with it from now on.
        EmailConfirmation => "email_confirmation",
        /// To the address of the account: a change to another was asked for, with a link to object.
        EmailChangeRequested => "email_change_requested",
        /// The email is another: to the former address and to the new one.
        EmailChanged => "email_changed",
        /// A supervisor blocked the account.
        AccountSuspended => "account_suspended",
        /// A supervisor unblocked the account.
        AccountReactivated => "account_reactivated",
        /// The archive of everything held about the driver, which was asked for, can be downloaded.
        ExportReady => "export_ready",
        /// Somebody looked at what the driver shares with employers, for the first time by that link or code.
        ShareLookedAt => "share_looked_at",

        // Trainings and certificates.
        /// A training was recorded; its recap can be read.
        RecapAvailable => "recap_available",
        /// A training centre took an attestation back.
        AttestationWithdrawn => "attestation_withdrawn",
        /// A certificate was issued, after a training that gives one.
        CertificateIssued => "certificate_issued",
        /// A certificate ends in a month.
        CertificateExpiring => "certificate_expiring",

        // Cases.
        /// A case was sent for examination.
        CaseSubmitted => "case_submitted",
        /// A virus was found in a document that the driver sent: another one is needed.
        DocumentRefused => "document_refused",
        /// The agent needs corrections or documents.
        InformationRequested => "information_requested",
        /// A case was refused, with the reason.
        CaseRejected => "case_rejected",
        /// A case ended because something that happened to the card left it without object.
        CaseCancelled => "case_cancelled",
        /// A case that waited for its driver ended.
        CaseExpired => "case_expired",
        /// A draft will be erased unless the driver goes on with it.
        DraftExpiring => "draft_expiring",
        /// A case will end unless the driver answers.
        AnswerExpiring => "answer_expiring",
        /// A case will end unless the driver pays.
        PaymentExpiring => "payment_expiring",
        /// A case will end unless the faulty card arrives.
        CardReturnExpiring => "card_return_expiring",
        /// A coupon that travels back with the faulty card.
        ReturnCoupon => "return_coupon",
        /// The error on a card is the driver's: they are to correct it, then to pay.
        QualityAtYourCharge => "quality_at_your_charge",

        // Payments.
        /// A payment arrived, and the case goes on.
        PaymentReceived => "payment_received",
        /// An invoice or a credit note was issued.
        InvoiceIssued => "invoice_issued",
        /// A payment will be given back.
        RefundDue => "refund_due",
        /// A payment was given back.
        RefundMade => "refund_made",

        // Cards.
        /// A card was posted, with its tracking number.
        CardShipped => "card_shipped",
        /// The post returned a card: its driver says where it goes next.
        CardUndelivered => "card_undelivered",
        /// A card was posted some time ago and is not activated yet.
        CardNotActivated => "card_not_activated",
        /// A card was revoked by the back office.
        CardRevoked => "card_revoked",
        /// A card expires in 6 or in 3 months.
        CardExpiring => "card_expiring",
    }
}

words! {
    /// A way in which a driver is reached.
    pub enum Channel {
        /// A mail. Everything is told by mail.
        Email => "email",
        /// A text message: what cannot wait, where a phone number is known.
        Sms => "sms",
        /// A notice in the driver's own space, once the account is active.
        Notice => "notice",
    }
}

words! {
    /// What a link in a message opens.
    pub enum LinkRel {
        /// The page to choose the first password; works once.
        ChoosePassword => "choose_password",
        /// The page to choose another password; works once.
        ResetPassword => "reset_password",
        /// The page to correct the account's data; works once.
        CorrectAccount => "correct_account",
        /// The page to sign in with another email from now on; works once.
        ChangeEmail => "change_email",
        /// The page to object to another email; works once.
        KeepEmail => "keep_email",
        /// The page on which to sign in.
        SignIn => "sign_in",
        /// A training, with its recap.
        Training => "training",
        /// A certificate of qualification.
        Certificate => "certificate",
        /// A case that the driver opened, or that was opened for them.
        Case => "case",
        /// A card of the driver's, as printed.
        Card => "card",
        /// An invoice or a credit note.
        Invoice => "invoice",
        /// The archive of everything held about the driver.
        AccountExport => "account_export",
        /// What the driver shares with employers, and who looked at it.
        Share => "share",
    }
}

impl From<LinkPurpose> for LinkRel {
    fn from(purpose: LinkPurpose) -> Self {
        match purpose {
            LinkPurpose::ChoosePassword => Self::ChoosePassword,
            LinkPurpose::ResetPassword => Self::ResetPassword,
            LinkPurpose::CorrectAccount => Self::CorrectAccount,
            LinkPurpose::ChangeEmail => Self::ChangeEmail,
            LinkPurpose::KeepEmail => Self::KeepEmail,
        }
    }
}

impl NotificationKind {
    /// Whether a text message goes with the mail, where a phone is known.
    pub const fn by_sms(self) -> bool {
        matches!(
            self,
            Self::AccountCorrection | Self::InformationRequested | Self::QualityAtYourCharge | Self::CardUndelivered
        )
    }

    /// Whether it names the last day for what it asks: the day on which the stage of its subject lapses.
    pub const fn names_last_day(self) -> bool {
        matches!(
            self,
            Self::AccountCorrection
                | Self::AccountExpiring
                | Self::DraftExpiring
                | Self::AnswerExpiring
                | Self::PaymentExpiring
                | Self::CardReturnExpiring
                | Self::InformationRequested
                | Self::QualityAtYourCharge
                | Self::CardUndelivered
                | Self::ReturnCoupon
        )
    }

    /// Whether it also becomes an in-app notice while the account is active: all but what is said before or after
    /// that, when nobody can sign in to read it, what any stranger brings about who knows an email, what whoever has just
    /// signed in would read first, and what staff and partners are told, who have no notices.
    pub const fn in_app(self) -> bool {
        !matches!(
            self,
            Self::AccountReceived
                | Self::AccountCorrection
                | Self::ChoosePassword
                | Self::AccountExpiring
                | Self::AccountRejected
                | Self::AccountClosed
                | Self::AccountSuspended
                | Self::RegistrationAttempted
                | Self::PasswordReset
                | Self::NewPasswordNeeded
                | Self::NewSignIn
                | Self::PasskeyAdded
                | Self::PasskeyRemoved
                | Self::SecondFactorAdded
                | Self::SecondFactorRemoved
                | Self::IdentityLinked
                | Self::IdentityUnlinked
                | Self::WebhookPaused
                | Self::EmailConfirmation
                | Self::EmailChangeRequested
        )
    }

    /// The ways by which this kind can reach a driver.
    pub fn channels(self) -> impl Iterator<Item = Channel> {
        [
            (Channel::Email, true),
            (Channel::Sms, self.by_sms()),
            (Channel::Notice, self.in_app()),
        ]
        .into_iter()
        .filter_map(|(channel, used)| used.then_some(channel))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word;

    #[test]
    fn every_kind_and_its_channels() {
        let table = NotificationKind::ALL
            .iter()
            .map(|kind| {
                let channels = kind.channels().map(Word::name).collect::<Vec<_>>().join(" ");
                format!("{kind:<24}{channels}")
            })
            .collect::<Vec<_>>()
            .join("\n");
        insta::assert_snapshot!(table);
    }
}
