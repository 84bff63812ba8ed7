//! `/choose-password/{token}`, `/reset-password/{token}`

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use domain::labels::Label;
use domain::link::LinkPurpose;
use domain::people::Language;
use domain::rules::password::PasswordForm;
use domain::words::Word;
use persistence::Token;
use persistence::accounts::passwords::Holder;

use super::forms::Group;
use super::inputs::Input;
use super::page::{Page, say};
use crate::auth::Visitor;
use crate::http::input::{Form, Part, read_document};
use crate::http::{ClientAddress, Code, InLanguage, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::links::LinkToken;
use crate::routes::sign_in::choose_password;

/// The form.
pub(super) async fn show(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
) -> HttpResponse {
    match holder(&hub, &path).await {
        Ok(holder) => form(&holder, language).respond(StatusCode::OK),
        Err(problem) => Page::of_problem(&problem, language).respond(problem.code().status()),
    }
}

/// The form, filled in.
pub(super) async fn choose(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
    sent: Form,
) -> HttpResponse {
    let problem = match chosen(&hub, &visitor, from, path.parse(), &sent).await {
        Ok(()) => return done(language).respond(StatusCode::OK),
        Err(problem) => problem,
    };
    let page = match holder(&hub, &path).await {
        Ok(holder) if problem.code() != Code::LinkNotValid => form(&holder, language).refused(&problem),
        _ => Page::of_problem(&problem, language),
    };
    page.respond(problem.code().status())
}

async fn holder(hub: &Hub, path: &LinkToken) -> Result<Holder, Problem> {
    choose_password::holder(hub, path.parse()?).await
}

async fn chosen(
    hub: &Hub,
    visitor: &Visitor,
    from: ClientAddress,
    token: Result<Token, Problem>,
    sent: &Form,
) -> Result<(), Problem> {
    let token = token?;
    let chosen = read_document(&sent.document(|_| Part::Text))?;
    choose_password::choose(hub, visitor, from, token, &chosen).await
}

fn form(holder: &Holder, language: Language) -> Page {
    let title = match holder.link.purpose {
        LinkPurpose::ResetPassword => say(language, "Changer de mot de passe", "Choose another password"),
        _ => say(language, "Choisir mon mot de passe", "Choose my password"),
    };
    let whose = format!(
        "{} {}",
        say(language, "Pour le compte", "For the account"),
        holder.email
    );
    let one_of = say(
        language,
        "Une de ces formes suffit :",
        "Any one of these forms will do:",
    );
    let forms = PasswordForm::ALL.iter().map(|form| form.label(language).to_owned());
    let password = Input::new("password", say(language, "Mot de passe", "Password"))
        .of_kind("password")
        .filled_with("new-password")
        .hinting(std::iter::once(one_of.to_owned()).chain(forms).collect());
    let again = Input::new(
        "password_confirmation",
        say(language, "Le même, encore une fois", "The same again"),
    );
    let again = again.of_kind("password").filled_with("new-password");
    let born = holder.birth_date.map(|_| {
        let why = say(
            language,
            "Celle que vous avez donnée à l’inscription : elle montre que ce compte est bien le vôtre.",
            "The one you gave at registration: it shows that this account is yours.",
        );
        Input::new("birth_date", say(language, "Date de naissance", "Date of birth"))
            .of_birth(language)
            .filled_with("bday")
            .hinting(vec![why.to_owned()])
    });
    let group = Group {
        inputs: born.into_iter().chain([password, again]).collect(),
        ..Group::default()
    };
    Page::new(language, title, vec![whose]).with_form(vec![group], say(language, "Enregistrer", "Save"))
}

fn done(language: Language) -> Page {
    let next = say(
        language,
        "Vous pouvez maintenant vous connecter avec votre adresse électronique et ce mot de passe.",
        "You can now sign in with your email address and this password.",
    );
    let back = say(
        language,
        "Retournez pour cela là où vous vouliez vous connecter : dans votre application ou sur son site.",
        "To do so, go back to where you wanted to sign in: in your application, or on its site.",
    );
    Page::new(
        language,
        say(language, "Mot de passe enregistré", "Password saved"),
        vec![next.to_owned(), back.to_owned()],
    )
}
