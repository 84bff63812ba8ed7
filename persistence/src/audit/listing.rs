//! The lines that a seal covers, as bytes: each as its id and the SHA-256 of all that it says.

use domain::words::Word as _;
use uuid::Uuid;

use super::AuditEvent;
use crate::{canonical_json, digest};

const ID: usize = 16;
const HASH: usize = 32;

/// A line, known by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: Uuid,
    pub(super) hash: [u8; HASH],
}

/// What is sealed of a line: all of it. What is absent hashes otherwise than what is empty.
pub(super) fn line(event: &AuditEvent) -> Line {
    let at = event.at.timestamp_micros().to_be_bytes();
    let details = event.details.as_ref().map(|details| canonical_json::of(&details.0));
    let subject_id = event.subject_id.map(|id| id.0);
    let given = [
        event.actor_id.as_deref().map(str::as_bytes),
        subject_id.as_ref().map(|id| id.as_bytes().as_slice()),
        event.request_id.as_deref().map(str::as_bytes),
        details.as_deref().map(str::as_bytes),
        event.client_address.as_deref().map(str::as_bytes),
    ];
    let always = [
        event.id.0.as_bytes().as_slice(),
        &at,
        event.actor_role.name().as_bytes(),
        event.action.as_bytes(),
        event.subject.as_bytes(),
    ];
    let optional = given.iter().flat_map(|part| match part {
        None => [&[0][..], &[]],
        Some(part) => [&[1][..], part],
    });
    Line {
        id: event.id.0,
        hash: digest::of_parts(always.into_iter().chain(optional)),
    }
}

/// The list, as it is kept.
pub(super) fn write(lines: &[Line]) -> Vec<u8> {
    let mut list = Vec::with_capacity(lines.len() * (ID + HASH));
    for line in lines {
        list.extend_from_slice(line.id.as_bytes());
        list.extend_from_slice(&line.hash);
    }
    list
}

/// The list that was kept; none where it is none.
pub(super) fn read(list: &[u8]) -> Option<Vec<Line>> {
    let (lines, rest) = list.as_chunks::<{ ID + HASH }>();
    let read = |line: &[u8; ID + HASH]| {
        let (id, hash) = line.split_first_chunk::<ID>()?;
        Some(Line {
            id: Uuid::from_bytes(*id),
            hash: hash.try_into().ok()?,
        })
    };
    if !rest.is_empty() {
        return None;
    }
    lines.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use domain::actor::Role;
    use serde_json::json;

    use super::*;
    use crate::dialect::{AnyId, At, Stored};

    fn event() -> AuditEvent {
        AuditEvent {
            id: AnyId(Uuid::from_u128(7)),
            at: At("2026-11-22T09:00:00Z".parse().expect("an instant")),
            actor_role: Role::System,
            actor_id: None,
            action: "read".to_owned(),
            subject: "case".to_owned(),
            subject_id: Some(AnyId(Uuid::from_u128(8))),
            request_id: Some(String::new()),
            details: Some(Stored(json!({"b": 1, "a": [2]}))),
            client_address: None,
        }
    }

    #[test]
    fn whatever_is_changed_of_a_line_changes_its_hash() {
        let changes: [fn(&mut AuditEvent); 10] = [
            |event| event.id = AnyId(Uuid::from_u128(9)),
            |event| event.at = At(event.at.0 + chrono::TimeDelta::microseconds(1)),
            |event| event.actor_role = Role::Driver,
            |event| event.actor_id = Some(String::new()),
            |event| event.action = "write".to_owned(),
            |event| event.subject = "card".to_owned(),
            |event| event.subject_id = None,
            |event| event.request_id = None,
            |event| event.details = Some(Stored(json!({"b": 1, "a": [3]}))),
            |event| event.client_address = Some("192.0.2.1".to_owned()),
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut other = event();
            change(&mut other);
            assert_ne!(line(&other).hash, line(&event()).hash, "change {index}");
        }
    }

    #[test]
    fn details_hash_alike_in_whatever_order_the_database_gives_their_members() {
        let mut other = event();
        other.details = Some(Stored(json!({"a": [2], "b": 1})));
        assert_eq!(line(&other), line(&event()));
    }

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let lines = [line(&event())];
        let mut written = write(&lines);
        assert_eq!(read(&written).expect("lines"), lines);
        written.pop();
        assert_eq!(read(&written), None);
    }
}
