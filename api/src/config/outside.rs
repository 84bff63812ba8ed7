//! The settings of what stands outside the hub: the mail server, the gateway of text messages, the payment provider, the
//! virus scanner.

use domain::rules;
use integrations::messages::send::sms::twilio::Account;
use integrations::messages::send::smtp::{Relay, Sender};
use integrations::payments::stripe::Keys;
use integrations::scanning::Address;
use url::Url;

use super::checks::web_address;
use super::reader::Reader;
use super::{Profile, Stripe};

/// Where Stripe answers.
const STRIPE: &str = "https://api.stripe.com";

/// Where Twilio answers.
const TWILIO: &str = "https://api.twilio.com";

/// The mail server.
pub(super) fn mail(reader: &mut Reader, profile: Profile) -> Option<Relay> {
    let Some(text) = reader.text("mail") else {
        if profile == Profile::Production {
            reader.fault(
                "mail",
                "missing: production sends real mail, smtp://…; the mailbox belongs to the sandbox",
            );
        }
        return None;
    };
    match text.trim().parse() {
        Ok(relay) => Some(relay),
        Err(error) => {
            reader.fault("mail", error);
            None
        }
    }
}

/// Whom mails come from: the address for questions, unless another is set.
pub(super) fn sender(reader: &mut Reader, contact: &str) -> Option<Sender> {
    let name = reader.text("mail_sender_name");
    let own = reader.text("mail_sender");
    let address = own.as_deref().unwrap_or(contact);
    let is_address = rules::contact::email(address).is_none();
    let sender = Sender::new(name.as_deref().unwrap_or("CQC Hub"), address).filter(|_| is_address);
    if sender.is_none() {
        reader.fault(
            "mail_sender",
            "the address that mails come from is expected, hub@example.org; it is that of `contact` where none is set",
        );
    }
    sender.map(|sender| sender.answered_at(contact))
}

/// The gateway of text messages.
pub(super) fn sms(reader: &mut Reader) -> Option<Account> {
    let names = ["sms_account", "sms_token", "sms_sender"];
    let values = names.map(|name| reader.text(name));
    let base = web_address(reader, "sms_url");
    if base.is_some() || values.iter().any(Option::is_some) {
        for (name, _) in names.iter().zip(&values).filter(|(_, value)| value.is_none()) {
            reader.fault(
                name,
                "missing: text messages take `sms_account`, `sms_token` and `sms_sender`",
            );
        }
    }
    let [sid, token, sender] = values;
    Some(Account {
        base: base_of(base, TWILIO),
        sid: sid?,
        token: token?,
        sender: sender?,
    })
}

/// An address without a slash at its end; the usual one where none is set.
fn base_of(base: Option<Url>, usual: &str) -> String {
    base.map_or(usual.to_owned(), |base| base.as_str().trim_end_matches('/').to_owned())
}

/// The payment provider: in the sandbox, without its keys, the hub plays one itself.
pub(super) fn stripe(reader: &mut Reader, profile: Profile) -> Option<Stripe> {
    let secret = reader.text("stripe_secret_key");
    let webhook_secret = reader.text("stripe_webhook_secret");
    let publishable = reader.text("stripe_publishable_key");
    let base = web_address(reader, "stripe_url");
    let wanted = profile == Profile::Production || secret.is_some() || webhook_secret.is_some();
    if wanted && secret.is_none() {
        reader.fault(
            "stripe_secret_key",
            "missing: the key (sk_…) with which payments are collected; the provider of the sandbox belongs to it",
        );
    }
    if wanted && webhook_secret.is_none() {
        reader.fault(
            "stripe_webhook_secret",
            "missing: the secret (whsec_…) with which Stripe signs its reports to /v1/payment-webhooks/stripe",
        );
    }
    Some(Stripe {
        base: base_of(base, STRIPE),
        keys: Keys {
            secret: secret?,
            webhook_secret: webhook_secret?,
            publishable,
        },
    })
}

/// Where clamd, the virus scanner, listens; none where uploads are not scanned.
pub(super) fn clamd(reader: &mut Reader) -> Option<Address> {
    match reader.text("clamd")?.trim().parse() {
        Ok(address) => Some(address),
        Err(error) => {
            reader.fault("clamd", error);
            None
        }
    }
}
