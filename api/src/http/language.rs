//! The language of labels and problem texts: `Accept-Language`, French by default, English where it is preferred.
//!
//! Read element by element, unlike actix's `AcceptLanguage`, which is lost as a whole where one element cannot be read.

use std::borrow::Cow;
use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap};
use actix_web::{FromRequest, HttpRequest};
use domain::people::Language;

/// A sentence in both languages of the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    fr: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Text {
    /// The same sentence, in French and in English.
    pub fn new(fr: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self {
            fr: fr.into(),
            en: en.into(),
        }
    }

    /// The sentence in one language.
    pub fn speak(&self, language: Language) -> &str {
        match language {
            Language::French => &self.fr,
            Language::English => &self.en,
        }
    }

    /// Puts a value in the place of `{name}`, in both languages.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        let placeholder = format!("{{{name}}}");
        let fill = |text: Cow<'static, str>| -> Cow<'static, str> {
            if text.contains(&placeholder) {
                text.replace(&placeholder, value).into()
            } else {
                text
            }
        };
        Self {
            fr: fill(self.fr),
            en: fill(self.en),
        }
    }
}

/// The language the caller reads, as an extractor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InLanguage(pub Language);

impl FromRequest for InLanguage {
    type Error = Infallible;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(preferred(request.headers()))))
    }
}

/// The language preferred by these request headers; French where they say nothing we speak.
pub fn preferred(headers: &HeaderMap) -> Language {
    let wishes = headers
        .get_all(ACCEPT_LANGUAGE)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|v| v.split(','));
    let mut best = (0.0, Language::French);
    for (range, weight) in wishes.filter_map(wish) {
        let language = match range.split('-').next().unwrap_or(range).to_ascii_lowercase().as_str() {
            "fr" | "*" => Language::French,
            "en" => Language::English,
            _ => continue,
        };
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

/// One element of `Accept-Language`: a range and its weight.
fn wish(element: &str) -> Option<(&str, f32)> {
    let mut parts = element.split(';').map(str::trim);
    let range = parts.next().filter(|range| !range.is_empty())?;
    let weight = parts
        .find_map(|part| part.strip_prefix("q="))
        .map_or(Some(1.0), |q| q.trim().parse().ok())?;
    Some((range, weight))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn for_header(value: &str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_str(value).expect("a header"));
        preferred(&headers)
    }

    #[test]
    fn french_unless_english_is_preferred() {
        assert_eq!(preferred(&HeaderMap::new()), Language::French);
        assert_eq!(for_header("en"), Language::English);
        assert_eq!(for_header("en-GB,en;q=0.9,fr;q=0.8"), Language::English);
        assert_eq!(for_header("de, fr;q=0.7, en;q=0.3"), Language::French);
        assert_eq!(for_header("fr;q=0, en;q=0.1"), Language::English);
        assert_eq!(for_header("de"), Language::French);
        assert_eq!(for_header(";;q=,,"), Language::French);
        assert_eq!(for_header("EN"), Language::English);
    }

    #[test]
    fn a_text_takes_values_in_both_languages() {
        let text = Text::new("au plus {max}", "at most {max}").with("max", "20");
        assert_eq!(text.speak(Language::French), "au plus 20");
        assert_eq!(text.speak(Language::English), "at most 20");
    }
}
