//! Guides: Markdown within the one shell of all pages, rendered once.

use std::collections::HashMap;
use std::sync::LazyLock;

use bytes::Bytes;
use pulldown_cmark::{Options, Parser, html};

const SHELL: &str = include_str!("../../../assets/docs/shell.html");
const LIST: &str = include_str!("../../../assets/docs/nav.html");

macro_rules! guides {
    ($($name:ident)+) => {
        &[$((stringify!($name), include_str!(concat!("../../../assets/docs/guides/", stringify!($name), ".md")))),+]
    };
}

/// Every guide, by its name in the address.
const GUIDES: &[(&str, &str)] =
    guides!(errors index journey lifecycles papers payments tokens uploads versions webhooks);

static PAGES: LazyLock<HashMap<&str, Bytes>> = LazyLock::new(|| {
    let pages = GUIDES.iter().map(|(name, text)| (*name, render(name, text).into()));
    pages.collect()
});

/// The page of a guide.
pub(super) fn page(name: &str) -> Option<Bytes> {
    PAGES.get(name).cloned()
}

fn render(name: &str, text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut content = String::new();
    html::push_html(&mut content, Parser::new_ext(text, options));
    let title = text
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .unwrap_or("CQC Hub");
    SHELL
        .replace("{{title}}", title)
        .replace("{{nav}}", &list_at(name))
        .replace("{{content}}", &content)
}

/// The list of guides, in which the link to the page itself says that it is here.
fn list_at(name: &str) -> String {
    let address = if name == "index" { "" } else { name };
    let link = format!("href=\"/docs/{address}\"");
    LIST.replace(&link, &format!("{link} aria-current=\"page\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_has_a_title_and_knows_where_it_is() {
        for (name, text) in GUIDES {
            assert!(text.starts_with("# "), "{name}");
            let page = page(name).expect("a page");
            let page = std::str::from_utf8(&page).expect("UTF-8");
            assert_eq!(page.matches("aria-current").count(), 1, "{name}");
            assert!(!page.contains("{{"), "{name}");
        }
    }

    #[test]
    fn every_guide_is_on_the_list() {
        let linked = LIST.matches("href=\"/docs/").count();
        assert_eq!(linked, GUIDES.len() + 1, "each guide, and the reference");
    }
}
