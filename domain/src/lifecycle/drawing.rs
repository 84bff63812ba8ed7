//! Lifecycles draw themselves: as a grid of every cell (stage × action), and as a Mermaid diagram.

use std::fmt::Write;

use super::{Lifecycle, Row, Table, To, rows};
use crate::words::Word;

/// Every cell of the table, stage by stage: where each action leads and who may do it, or `-` where it is refused.
pub fn grid<L: Lifecycle>(table: Table<L>) -> String {
    let stages = std::iter::once(None).chain(L::Stage::ALL.iter().copied().map(Some));
    let mut text = String::new();
    for stage in stages {
        writeln!(text, "{}", stage.map_or("(new)", Word::name)).expect("text grows");
        for action in L::Action::ALL {
            let cells: Vec<_> = rows(table)
                .filter(|row| row.action == *action && row.starts_from(stage))
                .map(cell)
                .collect();
            let cell = if cells.is_empty() {
                "-".to_owned()
            } else {
                cells.join(" | ")
            };
            writeln!(text, "  {:<22} {cell}", action.name()).expect("text grows");
        }
    }
    text
}

fn cell<L: Lifecycle>(row: &Row<L>) -> String {
    let mut text = format!("→ {} by {}", target(row), row.by);
    if !row.guards.is_empty() {
        write!(text, " if {:?}", row.guards).expect("text grows");
    }
    if !row.effects.is_empty() {
        write!(text, " then {:?}", row.effects).expect("text grows");
    }
    if let Some(days) = row.after_days {
        write!(text, " after {days} days").expect("text grows");
    }
    if let Some(days) = row.alarm_after_days {
        write!(text, ", alarm after {days}").expect("text grows");
    }
    text
}

/// The table as a Mermaid state diagram.
pub fn mermaid<L: Lifecycle>(table: Table<L>) -> String {
    let mut text = String::from("stateDiagram-v2\n");
    for row in rows(table) {
        let label = format!("{} ({})", row.action.name(), row.by);
        if row.from.is_empty() {
            writeln!(text, "    [*] --> {}: {label}", target(row)).expect("text grows");
        }
        for from in row.from {
            for to in targets(table, row, *from) {
                writeln!(text, "    {} --> {}: {label}", from.name(), to.name()).expect("text grows");
            }
        }
    }
    for stage in L::Stage::ALL {
        let entered = rows(table).any(|row| row.to == To::Stage(*stage));
        let left = rows(table).any(|row| row.from.contains(stage));
        if entered && !left {
            writeln!(text, "    {} --> [*]", stage.name()).expect("text grows");
        }
    }
    text
}

fn target<L: Lifecycle>(row: &Row<L>) -> &'static str {
    match row.to {
        To::Stage(to) => to.name(),
        To::WhereFrom => "(where from)",
    }
}

/// Where a row leads from a stage: back to wherever that stage is entered from, or to its one stage.
fn targets<L: Lifecycle>(table: Table<L>, row: &Row<L>, from: L::Stage) -> Vec<L::Stage> {
    match row.to {
        To::Stage(to) => vec![to],
        To::WhereFrom => rows(table)
            .filter(|entering| entering.to == To::Stage(from))
            .flat_map(|entering| entering.from.iter().copied())
            .collect(),
    }
}
