//! A page: something said, perhaps a form, and what was wrong with it when it came back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use domain::people::Language;
use domain::words::Word;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::forms::{Button, Group};
use super::section::{Link, Section};
use super::ways::{Script, Ways};
use crate::http::input::Form;
use crate::http::problem::Location;
use crate::http::templates;
use crate::http::{Code, Fault, Problem};

/// Styles of its own and forms that lead back here, or on to one other place; nothing else, and no script but one that the
/// page needs, known by its hash, which may ask this site alone. Browsers hold a redirect after a form against it as well.
fn policy(leads_to: Option<&str>, script: Option<&Script>) -> String {
    let further = leads_to.map_or_else(String::new, |source| format!(" {source}"));
    let script = script.map_or_else(String::new, |script| {
        format!("script-src 'sha256-{}'; connect-src 'self'; ", script.hash)
    });
    format!(
        "default-src 'none'; {script}style-src 'unsafe-inline'; form-action 'self'{further}; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

/// A page in one language.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    #[serde(skip)]
    language: Language,
    title: String,
    paragraphs: Vec<String>,
    errors: Vec<Shown>,
    sections: Vec<Section>,
    groups: Vec<Group>,
    buttons: Vec<Button>,
    hidden: Vec<(&'static str, String)>,
    link: Option<Link>,
    /// Where its forms are sent, if not to its own address.
    action: Option<String>,
    ways: Option<Ways>,
    #[serde(skip)]
    leads_to: Option<String>,
}

/// Something wrong, told above the form and linked to its field.
#[derive(Debug, Serialize)]
struct Shown {
    name: Option<String>,
    label: Option<String>,
    message: String,
}

/// The words in the language of the page.
pub(super) const fn say(language: Language, fr: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::French => fr,
        Language::English => en,
    }
}

impl Page {
    /// A page that says something.
    pub fn new(language: Language, title: impl Into<String>, paragraphs: Vec<String>) -> Self {
        Self {
            language,
            title: title.into(),
            paragraphs,
            errors: Vec::new(),
            sections: Vec::new(),
            groups: Vec::new(),
            buttons: Vec::new(),
            hidden: Vec::new(),
            link: None,
            action: None,
            ways: None,
            leads_to: None,
        }
    }

    /// The same with a form.
    pub fn with_form(self, groups: Vec<Group>, button: &'static str) -> Self {
        self.with_groups(groups).with_buttons(vec![Button::new(button)])
    }

    /// The same with these fields.
    pub fn with_groups(mut self, groups: Vec<Group>) -> Self {
        self.groups = groups;
        self
    }

    /// The same with these buttons.
    pub fn with_buttons(mut self, buttons: Vec<Button>) -> Self {
        self.buttons = buttons;
        self
    }

    /// The same with something that its form sends along.
    pub fn with_hidden(mut self, name: &'static str, value: String) -> Self {
        self.hidden.push((name, value));
        self
    }

    /// The same, whose form may lead on to another place: a source as a Content Security Policy writes it.
    pub fn leading_to(mut self, source: Option<String>) -> Self {
        self.leads_to = source;
        self
    }

    /// The same, whose forms are sent to this address of the hub's.
    pub fn sent_to(mut self, action: String) -> Self {
        self.action = Some(action);
        self
    }

    /// The same with other ways of doing what it is for.
    pub fn with_ways(mut self, ways: Ways) -> Self {
        self.ways = Some(ways).filter(|ways| !ways.is_empty());
        self
    }

    /// The same with more to read.
    pub fn with_sections(mut self, sections: Vec<Section>) -> Self {
        self.sections = sections;
        self
    }

    /// The same with what was typed, lest it be lost with a refusal.
    pub fn refilled(mut self, sent: &Form) -> Self {
        for group in &mut self.groups {
            group.refill(sent);
        }
        self
    }

    /// The same with what was typed into one field.
    pub fn keeping(mut self, name: &str, sent: &Form) -> Self {
        for input in self.groups.iter_mut().flat_map(|group| &mut group.inputs) {
            if input.name == name {
                input.fill(sent.values(name).map(str::to_owned).collect());
            }
        }
        self
    }

    /// The same with a way out.
    pub fn with_link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    /// A page for what cannot be helped here, with what to do next.
    pub fn of_problem(problem: &Problem, language: Language) -> Self {
        let title = problem.code().row().wording(language).title;
        let mut paragraphs = vec![problem.sentence(language).to_owned()];
        if problem.code() == Code::LinkNotValid {
            let next = say(
                language,
                "Si vous avez déjà choisi votre mot de passe, connectez-vous. Sinon, demandez un nouveau lien là où \
                 vous vous connectez : « Mot de passe oublié » pour un compte ouvert, « Renvoyer mon lien » pour un \
                 compte en cours de création. Utilisez toujours le lien du message le plus récent.",
                "If you have chosen your password already, sign in. Otherwise ask for a new link where you sign in: \
                 “Forgotten password” for an account that is open, “Send my link again” for one that is being opened. \
                 Always use the link of the latest message.",
            );
            paragraphs.push(next.to_owned());
        }
        Self::new(language, title, paragraphs)
    }

    /// The same form again, with what was wrong at its fields.
    pub fn refused(mut self, problem: &Problem) -> Self {
        for fault in problem.faults() {
            self.mark(fault);
        }
        if self.errors.is_empty() {
            self.errors.push(Shown {
                name: None,
                label: None,
                message: self.sentence(problem).to_owned(),
            });
        }
        self
    }

    /// What there is to say to somebody who sees a form, not a JSON document.
    fn sentence<'a>(&self, problem: &'a Problem) -> &'a str {
        match problem.code() {
            Code::ItemsLeft => say(
                self.language,
                "Corrigez ou commentez chaque élément ci-dessous.",
                "Correct or answer each item below.",
            ),
            _ => problem.sentence(self.language),
        }
    }

    fn mark(&mut self, fault: &Fault) {
        let message = fault.message.speak(self.language).to_owned();
        let (Location::Pointer(place) | Location::Parameter(place)) = &fault.place;
        let place = place.trim_start_matches('/');
        let mut inputs: Vec<_> = self.groups.iter_mut().flat_map(|group| &mut group.inputs).collect();
        let nearest = inputs
            .iter()
            .position(|input| input.is_at(place))
            .or_else(|| inputs.iter().position(|input| input.is_below(place)));
        let input = nearest.and_then(|position| inputs.get_mut(position));
        let (name, label) = match input {
            Some(input) => {
                input.errors.push(message.clone());
                (Some(input.name.clone()), Some(input.label.clone()))
            }
            None => (None, None),
        };
        self.errors.push(Shown { name, label, message });
    }

    /// The page as it is sent.
    pub fn respond(&self, status: StatusCode) -> HttpResponse {
        match self.html() {
            Ok(html) => HttpResponse::build(status)
                .content_type("text/html; charset=utf-8")
                .insert_header((CONTENT_LANGUAGE, self.language.name()))
                .insert_header((
                    CONTENT_SECURITY_POLICY,
                    policy(self.leads_to.as_deref(), self.ways.as_ref().and_then(Ways::script)),
                ))
                .insert_header((CACHE_CONTROL, "no-store"))
                .body(html),
            Err(error) => HttpResponse::from_error(Problem::internal(error)),
        }
    }

    fn html(&self) -> Result<String, minijinja::Error> {
        templates::render(
            "page.html",
            context! {
                language => self.language.name(),
                page => Serde(self),
                to_correct => say(self.language, "À corriger", "To correct"),
                optional => say(self.language, "facultatif", "optional"),
                error => say(self.language, "Erreur", "Error"),
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use domain::rules::FaultCode;

    use super::super::inputs::Input;
    use super::*;

    #[test]
    fn what_is_wrong_is_shown_at_its_field_and_escaped() {
        let input = Input::new("address/city", "Ville").holding(vec!["<Lyon>".to_owned()]);
        let group = Group {
            inputs: vec![input],
            ..Group::default()
        };
        let page = Page::new(Language::French, "Titre", Vec::new()).with_form(vec![group], "Envoyer");
        let html = page
            .refused(&Problem::at("/address/city", FaultCode::Missing))
            .html()
            .expect("a page");
        assert!(
            html.contains("<html lang=\"fr\">") && html.contains("aria-invalid=\"true\""),
            "{html}"
        );
        assert!(html.contains("&lt;Lyon&gt;") && !html.contains("<Lyon>"), "{html}");
        assert!(!html.contains("<script"));
    }

    #[test]
    fn a_link_that_works_no_more_says_what_to_do() {
        let page = Page::of_problem(&Problem::new(Code::LinkNotValid), Language::English);
        assert!(page.html().expect("a page").contains("Send my link again"));
    }
}
