//! The table of all templates: one file per kind, channel and language, under `integrations/templates`.

use domain::notification::{Channel, NotificationKind};
use domain::people::Language;
use domain::words::Word;

/// The texts of one channel, by the name of the kind.
type Table = &'static [(&'static str, &'static str)];

macro_rules! table {
    ($language:literal, $channel:literal: $($kind:ident)+) => {
        &[$((
            stringify!($kind),
            include_str!(concat!("../../../templates/", $language, "/", $channel, "/", stringify!($kind), ".txt")),
        )),+]
    };
}

macro_rules! language {
    ($module:ident, $language:literal) => {
        mod $module {
            use super::Table;

            pub(super) const EMAIL: Table = table!($language, "email":
                account_received registration_attempted account_correction choose_password account_expiring
                account_rejected account_closed password_reset new_password_needed password_changed new_sign_in
                passkey_added passkey_removed second_factor_added second_factor_removed identity_linked identity_unlinked
                email_confirmation email_change_requested email_changed account_suspended account_reactivated
                export_ready share_looked_at recap_available attestation_withdrawn certificate_issued certificate_expiring
                case_submitted webhook_paused
                document_refused information_requested case_rejected case_cancelled case_expired draft_expiring answer_expiring
                payment_expiring card_return_expiring return_coupon quality_at_your_charge payment_received
                invoice_issued refund_due refund_made card_shipped card_not_activated card_undelivered card_revoked card_expiring
            );

            pub(super) const SMS: Table = table!($language, "sms":
                account_correction information_requested quality_at_your_charge card_undelivered
            );

            pub(super) const NOTICE: Table = table!($language, "notice":
                password_changed email_changed account_reactivated export_ready share_looked_at recap_available
                attestation_withdrawn certificate_issued certificate_expiring case_submitted document_refused
                information_requested case_rejected case_cancelled case_expired draft_expiring answer_expiring payment_expiring
                card_return_expiring return_coupon quality_at_your_charge payment_received invoice_issued refund_due
                refund_made card_shipped card_not_activated card_undelivered card_revoked card_expiring
            );

            /// What stands around every mail: the greeting, the signature, the small print.
            pub(super) const FRAME: &str = include_str!(concat!("../../../templates/", $language, "/frame.txt"));
        }
    };
}

language!(french, "fr");
language!(english, "en");

/// The HTML part's page.
pub(super) const LAYOUT: &str = include_str!("../../../templates/layout.html");

/// Every text of a channel, by the name of its kind.
pub(super) const fn all(language: Language, channel: Channel) -> Table {
    match (language, channel) {
        (Language::French, Channel::Email) => french::EMAIL,
        (Language::French, Channel::Sms) => french::SMS,
        (Language::French, Channel::Notice) => french::NOTICE,
        (Language::English, Channel::Email) => english::EMAIL,
        (Language::English, Channel::Sms) => english::SMS,
        (Language::English, Channel::Notice) => english::NOTICE,
    }
}

/// The text of one kind, if it travels by that channel.
pub(super) fn find(language: Language, channel: Channel, kind: NotificationKind) -> Option<&'static str> {
    all(language, channel)
        .iter()
        .find_map(|(name, text)| (*name == kind.name()).then_some(*text))
}

/// What stands around every mail.
pub(super) const fn frame(language: Language) -> &'static str {
    match language {
        Language::French => french::FRAME,
        Language::English => english::FRAME,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_has_a_text_for_each_of_its_channels_and_no_other() {
        for language in Language::ALL {
            for channel in Channel::ALL {
                let written: BTreeSet<_> = all(*language, *channel).iter().map(|(name, _)| *name).collect();
                let travels = |kind: &&NotificationKind| kind.channels().any(|way| way == *channel);
                let needed: BTreeSet<_> = NotificationKind::ALL
                    .iter()
                    .filter(travels)
                    .map(|kind| kind.name())
                    .collect();
                assert_eq!(written, needed, "{language} {channel}");
            }
        }
    }
}
