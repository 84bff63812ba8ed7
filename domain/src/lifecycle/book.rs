//! The diagrams of all lifecycles, one page each, drawn from the tables: `docs/lifecycles/`.

use super::{Lifecycle, Table, grid, mermaid};
use crate::account::{self, Account};
use crate::attestation::{self, Attestation};
use crate::card::{self, Card};
use crate::case::Kind;
use crate::entitlement::{self, Entitlement};
use crate::labels::Label as _;
use crate::payment::{self, Payment};
use crate::people::Language;
use crate::production_order::{self, ProductionOrder};
use crate::words::Word as _;

/// Every page, by its file's name.
pub fn pages() -> Vec<(String, String)> {
    let mut pages = vec![
        page::<Account>("account", "The account", account::TABLE),
        page::<Attestation>("attestation", "The attestation", attestation::TABLE),
        page::<Card>("card", "The card", card::TABLE),
        page::<Entitlement>("entitlement", "The entitlement", entitlement::TABLE),
        page::<Payment>("payment", "The payment", payment::TABLE),
        page::<ProductionOrder>("production_order", "The production order", production_order::TABLE),
    ];
    pages.extend(Kind::ALL.iter().map(|kind| {
        let title = format!("The {kind} case: {}", kind.label(Language::English));
        page(&format!("case_{kind}"), &title, kind.table())
    }));
    pages
}

fn page<L: Lifecycle>(name: &str, title: &str, table: Table<L>) -> (String, String) {
    let listed = listed(&grid(table));
    let text = format!(
        "# {title}\n\nDrawn from its table; `UPDATE_LIFECYCLES=1 cargo test -p domain` draws it anew.\n\n\
         ```mermaid\n{}```\n\nEvery row, stage by stage; what is not listed is refused.\n\n```text\n{listed}```\n",
        mermaid(table)
    );
    (format!("{name}.md"), text)
}

/// A grid without the cells that are refused, and without the stages that have no others.
fn listed(grid: &str) -> String {
    let mut text = String::new();
    let mut stage = None;
    for line in grid.lines().filter(|line| !line.ends_with(" -")) {
        if !line.starts_with(' ') {
            stage = Some(line);
            continue;
        }
        for line in stage.take().into_iter().chain([line]) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::pages;

    /// Compared with what is committed, as the contract is; drawn anew where that is asked for.
    #[test]
    fn the_committed_diagrams_are_those_of_the_tables() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/lifecycles");
        let draw = std::env::var_os("UPDATE_LIFECYCLES").is_some();
        for (name, page) in pages() {
            let file = folder.join(&name);
            if draw {
                std::fs::create_dir_all(&folder).expect("a folder");
                std::fs::write(&file, &page).expect("written");
            }
            let committed = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(
                committed == page,
                "docs/lifecycles/{name} is stale: run UPDATE_LIFECYCLES=1 cargo test -p domain"
            );
        }
    }
}
