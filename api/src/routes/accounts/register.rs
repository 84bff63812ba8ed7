//! `POST /v1/accounts`

use actix_web::post;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::account::Stage;
use domain::people::{Address, BirthDate, Holder, Identity, Language, Licence};
use domain::rules::consents::{self, Consent};
use persistence::accounts::{self, Profile, Registration};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::account_view::AccountReference;
use super::profile;
use crate::auth::Visitor;
use crate::http::{ClientAddress, InLanguage, JudgedBody, Meaning, Problem, Reply};
use crate::hub::{Hub, Idempotency, IdempotencyKeyParameter};

domain::words! {
    /// For whom an account is asked for.
    pub enum ProfileKind {
        /// A driver, for themselves («particulier»).
        Individual => "individual",
    }
}

/// The four boxes that are ticked to open an account. All must be `true`.
#[derive(Debug, Clone, Copy, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Consents {
    /// Box: «I have read the privacy policy.»
    privacy_policy: bool,
    /// Box: «I accept the general conditions.»
    general_conditions: bool,
    /// Box: «What I declare is accurate.»
    data_accuracy: bool,
    /// Box: «I accept to be written to electronically.»
    electronic_communication: bool,
}

/// A driver who asks for an account.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "profile": "individual", "email": "camille.martin@example.org", "phone": "+33612345678", "language": "fr",
    "surname": "Martin", "first_names": "Camille Jeanne", "birth_date": "1988-04-17", "birth_place": "Lyon", "birth_country": "FR",
    "address": {"line1": "12 rue de la République", "line2": "Bât. B", "postal_code": "69001", "city": "Lyon", "country": "FR"},
    "licence": {"country": "FR", "number": "13AA00002", "categories": ["C", "CE"], "issued_on": "2013-10-02", "expires_on": "2028-10-02"},
    "consents": {"privacy_policy": true, "general_conditions": true, "data_accuracy": true, "electronic_communication": true}
}))]
pub struct RegistrationBody {
    /// For whom the account is: always `individual`.
    #[expect(dead_code, reason = "there is only one value, which says nothing")]
    profile: ProfileKind,
    /// The email address with which the driver will sign in.
    email: String,
    /// Phone number for text messages, in E.164 or as it is dialled in the country of the address.
    phone: Option<String>,
    /// The language in which to write to the driver; that of the request when left out.
    language: Option<Language>,
    /// Surname, as written on the identity document.
    surname: String,
    /// Name used, where it is another than the surname: by marriage, for instance.
    usage_name: Option<String>,
    /// First names, space-separated; empty for the few who have none.
    first_names: String,
    /// Date of birth, `YYYY-MM-DD`; the month and the day are `00` where they are not known.
    birth_date: BirthDate,
    /// Town of birth, as it is printed on the card.
    birth_place: String,
    /// Country of birth, ISO 3166-1 alpha-2: `FR`.
    birth_country: String,
    /// Postal address at which the driver lives.
    address: Address,
    /// The driver's driving licence: country, number, categories, dates.
    licence: Licence,
    /// The four boxes that the driver ticks.
    #[validate(nested)]
    consents: Consents,
}

/// Ask for an account
///
/// The data is sent for analysis; the answer comes by email, within 24 hours. The email is confirmed by the link that
/// comes then, so nothing here tells whether an address has an account already: where it has one, the answer looks the
/// same, its id leads nowhere, and the owner is told.
#[utoipa::path(
    tag = "accounts",
    operation_id = "registerAccount",
    extensions(("x-rate-limit" = json!("registration"))),
    params(IdempotencyKeyParameter),
    request_body = RegistrationBody,
    responses((status = 202, body = AccountReference, description = "The registration is received, and will be analysed."))
)]
#[post("/v1/accounts")]
pub async fn register_account(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    InLanguage(language): InLanguage,
    once: Idempotency,
    JudgedBody(body): JudgedBody<RegistrationBody>,
) -> Result<Reply, Problem> {
    let profile = body.check(language, hub.clock.today())?;
    hub.limits.register_as(&profile.email, &profile.holder.licence, from)?;
    // One who registers again and again makes no flood of mails to the owner of an email, and keeps no link from them.
    let tell_owner = hub.limits.may_tell_of_registration(&profile.email);
    let registration = Registration { profile, tell_owner };
    hub.write_once(&once, visitor.author, move |tx| {
        let id = accounts::register(tx, &registration)?;
        let reference = AccountReference::of(id, Stage::PendingReview, language);
        Ok(Reply::accepted(&reference))
    })
    .await
}

impl Meaning for RegistrationBody {
    fn judge(self, today: NaiveDate) -> Result<(), Problem> {
        self.check(Language::French, today).map(drop)
    }
}

impl RegistrationBody {
    fn check(self, language: Language, today: NaiveDate) -> Result<Profile, Problem> {
        let missing = consents::check(&self.consents.given());
        let missing = missing.into_iter().map(|fault| fault.within("consents"));
        let profile = Profile {
            email: self.email,
            phone: self.phone,
            language: self.language.unwrap_or(language),
            holder: Holder {
                identity: Identity {
                    surname: self.surname,
                    usage_name: self.usage_name,
                    first_names: self.first_names,
                    birth_date: self.birth_date,
                    birth_place: self.birth_place,
                    birth_country: self.birth_country,
                },
                licence: self.licence,
            },
            address: self.address,
        };
        let checked = profile::check(profile, today);
        let missing: Vec<_> = missing.collect();
        match checked {
            Ok(profile) if missing.is_empty() => Ok(profile),
            Ok(_) => Err(Problem::invalid(missing)),
            Err(problem) => Err(missing
                .into_iter()
                .fold(problem, |problem, fault| problem.fault(fault.into()))),
        }
    }
}

impl Consents {
    fn given(self) -> Vec<Consent> {
        [
            (Consent::PrivacyPolicy, self.privacy_policy),
            (Consent::GeneralConditions, self.general_conditions),
            (Consent::DataAccuracy, self.data_accuracy),
            (Consent::ElectronicCommunication, self.electronic_communication),
        ]
        .into_iter()
        .filter_map(|(consent, given)| given.then_some(consent))
        .collect()
    }
}
