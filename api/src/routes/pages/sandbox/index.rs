//! `/sandbox`

use actix_web::HttpResponse;

use crate::http::InLanguage;
use crate::hub::demo::SIGN_INS;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::{Fact, Link, Section};

/// What there is to play with.
pub(super) async fn show(InLanguage(language): InLanguage) -> HttpResponse {
    let say = |fr, en| say(language, fr, en);
    let lead = say(
        "Tout est fictif ici : aucun message ne part, aucun argent ne circule.",
        "Nothing here is real: no message leaves, no money moves.",
    );
    let places = vec![
        Link::new(say("Boîte aux lettres", "Mailbox"), "/sandbox/mailbox").noting(say(
            "les messages et SMS que le hub aurait envoyés",
            "the mails and texts that the hub would have sent",
        )),
        Link::new(say("Bureau de l’agent", "The agent’s desk"), "/sandbox/desk")
            .noting(say("ce qui attend une décision", "what waits for a decision")),
        Link::new(say("Fabrication", "Production"), "/sandbox/factory").noting(say(
            "les cartes à fabriquer et à poster",
            "the cards to make and to post",
        )),
        Link::new(say("Documentation de l’API", "The API’s documentation"), "/docs/"),
    ];
    let sign_ins = SIGN_INS.map(|(email, password)| Fact::new(email, password));
    let sections = vec![
        Section::new(say("Où aller", "Where to go")).with_links(places),
        Section::new(say("Comptes de démonstration", "Demo accounts"))
            .noting(say("Adresse et mot de passe.", "Address and password."))
            .with_facts(sign_ins.into()),
    ];
    let title = say("Bac à sable", "Sandbox");
    super::shown(
        Ok(Page::new(language, title, vec![lead.to_owned()]).with_sections(sections)),
        language,
    )
}
