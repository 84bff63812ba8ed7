//! The tree of pages [ISO 32000-2, 7.7.3].

use std::collections::HashSet;

use super::Broken;
use super::index::Index;
use super::syntax::{entry, is_name, references};
use super::work::Work;

/// Whether there is a page. Broken where there is nothing in which pages would hang.
pub(super) fn has_page<'a>(index: &Index<'a>, work: &'a Work) -> Result<bool, Broken> {
    let root = index.trailed(b"Root", work).find_map(|root| tree(index, root, work));
    let mut waiting = vec![root.ok_or(Broken)?];
    let mut seen = HashSet::new();
    while let Some(node) = waiting.pop() {
        match entry(node, b"Kids", work).and_then(|kids| index.resolved(kids, work)) {
            // Each is looked at once, however often it is named.
            Some(kids) => waiting.extend(references(kids, work).filter_map(|kid| {
                let node = index.object(kid).filter(|node| node.starts_with(b"<<"))?;
                seen.insert(kid.number).then_some(node)
            })),
            None if is_name(entry(node, b"Type", work), b"Pages") => {}
            None => return work.check().map(|()| true),
        }
    }
    work.check().map(|()| false)
}

/// The root of the tree, which the document's catalogue names.
fn tree<'a>(index: &Index<'a>, root: &'a [u8], work: &'a Work) -> Option<&'a [u8]> {
    let catalogue = index.resolved(root, work)?;
    index.resolved(entry(catalogue, b"Pages", work)?, work)
}
