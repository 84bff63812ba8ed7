//! Twilio, by its Messages resource, or a gateway that speaks like it.
//!
//! Twilio knows no idempotency key: a text message can arrive twice where the process was killed, or the answer lost,
//! between its word and the hub's own note of it.

use crate::Failure;
use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::StatusCode;
use serde::Deserialize;

use super::{Sms, Texter};
use crate::http::{is_final, traced, trouble};

/// How long one request may take.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Whom the hub is at Twilio.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Where it answers, `https://api.twilio.com`, without a slash at the end.
    pub base: String,
    /// `AC…`
    pub sid: String,
    /// What it signs in with.
    pub token: String,
    /// Whom text messages come from: a number (E.164), a name of at most eleven letters, or a messaging service `MG…`.
    pub sender: String,
}

/// The gateway.
#[derive(Debug, Clone)]
pub struct Twilio {
    http: reqwest::Client,
    account: Account,
}

/// A refusal.
#[derive(Deserialize)]
struct Refused {
    code: Option<u32>,
}

impl Twilio {
    /// For an account.
    pub fn new(http: reqwest::Client, account: Account) -> Self {
        Self { http, account }
    }

    fn url(&self) -> String {
        let sid = utf8_percent_encode(&self.account.sid, NON_ALPHANUMERIC);
        format!("{}/2010-04-01/Accounts/{sid}/Messages.json", self.account.base)
    }

    /// The field that says whom a message comes from.
    fn sender_field(&self) -> &'static str {
        let is_service = self.account.sender.len() == 34 && self.account.sender.starts_with("MG");
        if is_service { "MessagingServiceSid" } else { "From" }
    }
}

#[async_trait]
impl Texter for Twilio {
    async fn send(&self, sms: &Sms) -> Result<(), Failure> {
        let form = [
            ("To", sms.to.as_str()),
            (self.sender_field(), self.account.sender.as_str()),
            ("Body", sms.text.as_str()),
        ];
        let request = traced(self.http.post(self.url()).timeout(TIMEOUT));
        let request = request
            .basic_auth(&self.account.sid, Some(&self.account.token))
            .form(&form);
        // The error's own words would name the address; the kind of trouble is enough.
        let later =
            |error: reqwest::Error| Failure::Later(format!("the gateway cannot be reached: {}", trouble(&error)));
        let response = request.send().await.map_err(later)?;
        let status = response.status();
        if status.is_success() {
            return Ok(());
        }
        // Its message repeats the number; its code says which refusal it is.
        let body = response.bytes().await.unwrap_or_default();
        let refused = serde_json::from_slice::<Refused>(&body).ok();
        let message = match refused.and_then(|refused| refused.code) {
            Some(code) => format!("the gateway answers {} (error {code})", status.as_u16()),
            None => format!("the gateway answers {}", status.as_u16()),
        };
        Err(match status {
            // The key is wrong, or may not do this.
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Failure::Hindered(message),
            status if is_final(status) => Failure::Never(message),
            _ => Failure::Later(message),
        })
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("base", &self.base)
            .field("sid", &self.sid)
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
