//! `PUT /v1/account-corrections/{token}`

use actix_web::put;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::people::{Address, BirthDate, Holder, Identity, Licence};
use persistence::Token;
use persistence::accounts::correction::{self, Correction};
use persistence::accounts::{AccountRecord, Profile};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::account_view::AccountReference;
use super::get_correction::found;
use super::profile;
use crate::auth::Visitor;
use crate::http::{InLanguage, JudgedBody, Meaning, PathOf, Problem, Reply};
use crate::hub::Hub;
use crate::routes::items::ItemAnswer;
use crate::routes::links::{self, LinkToken};

/// The corrected data of an account. What is left out stays as it is.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "surname": "Martin-Petit",
    "answers": [{"item_id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "comment": "C’est bien mon prénom d’usage."}]
}))]
pub struct CorrectionBody {
    /// The email address to sign in with.
    pub(crate) email: Option<String>,
    /// Phone number, in E.164 or as it is dialled in the country of the address; empty for none.
    pub(crate) phone: Option<String>,
    /// Surname, as written on the identity document.
    pub(crate) surname: Option<String>,
    /// Name used, where it is another than the surname: by marriage, for instance; empty for none.
    pub(crate) usage_name: Option<String>,
    /// First names, space-separated; empty for the few who have none.
    pub(crate) first_names: Option<String>,
    /// Date of birth, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    pub(crate) birth_date: Option<BirthDate>,
    /// Town of birth, as it is printed on the card.
    pub(crate) birth_place: Option<String>,
    /// Country of birth, ISO 3166-1 alpha-2: `FR`.
    pub(crate) birth_country: Option<String>,
    /// Postal address at which the driver lives.
    pub(crate) address: Option<Address>,
    /// The driver's driving licence: country, number, categories, dates.
    pub(crate) licence: Option<Licence>,
    /// What the driver has to say about items. An item whose field was corrected needs no words.
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    pub(crate) answers: Vec<ItemAnswer>,
}

/// Send the corrections
///
/// Every item is addressed by a corrected field or by words about it; fields that no item names stay as they are. The
/// data goes back to analysis, and the link is used up.
#[utoipa::path(
    tag = "accounts",
    operation_id = "correctAccount",
    request_body = CorrectionBody,
    params(LinkToken),
    responses(
        (status = 200, body = AccountReference, description = "The corrections are sent: the account waits to be analysed again."),
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "An item is not addressed (`items_left`), or a field was changed that no item names (`not_asked_for`); the email or licence may be of another account by now (`email_in_use`, `licence_in_use`).")
    )
)]
#[put("/v1/account-corrections/{token}")]
pub async fn correct_account(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
    JudgedBody(body): JudgedBody<CorrectionBody>,
) -> Result<Reply, Problem> {
    let account = correct(&hub, &visitor, path.parse()?, body).await?;
    let reference = AccountReference::of(account.id, account.stage, language);
    Ok(Reply::ok(&reference).never_stored())
}

/// Sends what the holder of a link corrected.
pub(crate) async fn correct(
    hub: &Hub,
    visitor: &Visitor,
    token: Token,
    body: CorrectionBody,
) -> Result<AccountRecord, Problem> {
    let found = found(hub, token.clone()).await?;
    let comments = body
        .answers
        .iter()
        .map(|answer| (answer.item_id, answer.comment.clone()))
        .collect();
    let correction = Correction {
        profile: profile::check(body.upon(found.profile), hub.clock.today())?,
        comments,
    };
    let author = visitor.as_actor(Actor::Driver(found.account.id));
    let sent = hub.write(author, move |tx| Ok(correction::resubmit(tx, &token, &correction)?));
    sent.await.map_err(links::not_valid)
}

impl Meaning for CorrectionBody {
    fn judge(self, today: NaiveDate) -> Result<(), Problem> {
        let given = [
            ("email", self.email.is_some()),
            ("phone", self.phone.is_some()),
            ("surname", self.surname.is_some()),
            ("usage_name", self.usage_name.is_some()),
            ("first_names", self.first_names.is_some()),
            ("birth_date", self.birth_date.is_some()),
            ("birth_place", self.birth_place.is_some()),
            ("birth_country", self.birth_country.is_some()),
            ("address", self.address.is_some()),
            ("licence", self.licence.is_some()),
        ];
        profile::judge_members(self.upon(profile::unknown()), &given, today)
    }
}

impl CorrectionBody {
    /// The profile with what was corrected.
    fn upon(self, known: Profile) -> Profile {
        let Holder { identity, licence } = known.holder;
        Profile {
            email: self.email.unwrap_or(known.email),
            phone: self.phone.or(known.phone),
            language: known.language,
            holder: Holder {
                identity: Identity {
                    surname: self.surname.unwrap_or(identity.surname),
                    usage_name: self.usage_name.or(identity.usage_name),
                    first_names: self.first_names.unwrap_or(identity.first_names),
                    birth_date: self.birth_date.unwrap_or(identity.birth_date),
                    birth_place: self.birth_place.unwrap_or(identity.birth_place),
                    birth_country: self.birth_country.unwrap_or(identity.birth_country),
                },
                licence: self.licence.unwrap_or(licence),
            },
            address: self.address.unwrap_or(known.address),
        }
    }
}
