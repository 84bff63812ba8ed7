//! The shape of a written message: paragraphs, lists, one button. Text and HTML are both made from it, so that they
//! always say the same.
//!
//! In a template, a blank line ends a paragraph, `- ` begins an item, `---` alone is a rule, and `{{ button("…") }}`
//! is the message's link. Lines within a paragraph are joined. Where the link would lead nowhere, the button is left
//! out: what stands around it must say enough.

use domain::people::Language;
use serde::Serialize;

use super::typography;

/// Encloses the label of a button in a rendered template. Values cannot contain control characters.
pub(super) const BUTTON: char = '\u{2}';

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "shape", content = "says", rename_all = "snake_case")]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A list.
    Items(Vec<String>),
    /// The message's link, by its label.
    Button(String),
    /// What follows is small print.
    Rule,
}

/// Reads the pieces of a rendered template.
pub(super) fn parse(rendered: &str, language: Language) -> Vec<Block> {
    paragraphs(rendered)
        .into_iter()
        .map(|lines| block(&lines, language))
        .collect()
}

fn paragraphs(rendered: &str) -> Vec<Vec<&str>> {
    let mut paragraphs = vec![Vec::new()];
    for line in rendered.lines().map(str::trim) {
        match paragraphs.last_mut() {
            Some(current) if !line.is_empty() => current.push(line),
            Some(current) if !current.is_empty() => paragraphs.push(Vec::new()),
            _ => {}
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

fn block(lines: &[&str], language: Language) -> Block {
    let text = lines.join(" ");
    if let Some(label) = text.strip_prefix(BUTTON).and_then(|rest| rest.strip_suffix(BUTTON)) {
        Block::Button(typography::set(label, language))
    } else if text == "---" {
        Block::Rule
    } else if text.starts_with("- ") {
        Block::Items(items(lines, language))
    } else {
        Block::Paragraph(typography::set(&text, language))
    }
}

fn items(lines: &[&str], language: Language) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in lines {
        match (line.strip_prefix("- "), items.last_mut()) {
            (Some(item), _) => items.push(item.to_owned()),
            (None, Some(item)) => {
                item.push(' ');
                item.push_str(line);
            }
            (None, None) => items.push((*line).to_owned()),
        }
    }
    items.iter().map(|item| typography::set(item, language)).collect()
}

/// The text part. A rule is the `-- ` that mail readers know to begin a signature.
pub(super) fn text(blocks: &[Block], url: Option<&str>) -> String {
    let written = blocks.iter().map(|block| match block {
        Block::Paragraph(text) => format!("{text}\n\n"),
        Block::Items(items) => items.iter().flat_map(|item| ["- ", item, "\n"]).chain(["\n"]).collect(),
        Block::Button(label) => format!("→ {label}\n{}\n\n", url.unwrap_or_default()),
        Block::Rule => "-- \n".to_owned(),
    });
    let text: String = written.collect();
    format!("{}\n", text.trim_end())
}
