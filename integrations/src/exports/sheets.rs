//! Files of JSON, written page by page.

use std::sync::Arc;

use bytes::Bytes;
use persistence::Store;

use super::archive::{Archive, Error, Packing};
use super::{Contents, Cursor, Page, Sheet, Subject};

/// Adds a sheet to an archive.
pub(crate) async fn add_sheet(
    archive: &mut Archive,
    store: &Store,
    contents: &Arc<dyn Contents>,
    subject: &Subject,
    sheet: Sheet,
) -> Result<(), Error> {
    archive
        .file(format!("{}.json", sheet.name()), Packing::Deflated)
        .await?;
    let mut page = read(store, contents, subject, sheet, None).await?;
    if let Sheet::Object(_) = sheet {
        let object = page.items.pop().unwrap_or_default();
        return archive.add(serde_json::to_vec_pretty(&object)?).await;
    }
    archive.add(&b"{\"items\": ["[..]).await?;
    let mut is_first = true;
    loop {
        for item in &page.items {
            let separator: &[u8] = if is_first { b"\n" } else { b",\n" };
            is_first = false;
            archive.add(Bytes::from_static(separator)).await?;
            archive.add(serde_json::to_vec_pretty(item)?).await?;
        }
        match page.next {
            None => break,
            Some(cursor) => page = read(store, contents, subject, sheet, Some(cursor)).await?,
        }
    }
    archive.add(&b"]}\n"[..]).await
}

async fn read(
    store: &Store,
    contents: &Arc<dyn Contents>,
    subject: &Subject,
    sheet: Sheet,
    cursor: Option<Cursor>,
) -> Result<Page, Error> {
    let (contents, subject) = (contents.clone(), subject.clone());
    Ok(store.read(move |db| contents.page(db, &subject, sheet, cursor)).await?)
}
