//! «A single resource carries an `ETag`»: which readings and writes send one, and that a reading of what is unchanged
//! answers 304.

use std::collections::BTreeSet;

use utoipa::openapi::path::Operation;
use utoipa::openapi::response::Response;
use utoipa::openapi::{OpenApi, Ref, RefOr};

use super::conventions::is_page;
use super::shared::{NOT_MODIFIED, refer_to_header};

/// Single resources of which there is one only, so that their paths name none.
const ONLY_ONES: &[&str] = &[
    "/openapi.json",
    "/openapi.yaml",
    "/problems",
    "/v1/account",
    "/v1/account/export",
    "/v1/back-office/fees",
    "/v1/reference-data",
];

/// What a link leads to: it is read and acted upon, or holds for the moment, and has no versions.
const BEHIND_LINKS: &[&str] = &[
    "/v1/account-corrections/{token}",
    "/v1/passwords/{token}",
    "/v1/shared/{token}",
];

/// Tells of `ETag` and 304 at every reading of a single resource, and of `ETag` at every write that answers with one.
pub(super) fn apply(contract: &mut OpenApi) {
    let mut resources = BTreeSet::new();
    for (path, item) in &mut contract.paths.paths {
        if let Some(reading) = &mut item.get
            && has_versions(path, reading)
        {
            for response in successes(reading) {
                refer_to_header(response, "ETag");
                resources.extend(resource(response));
            }
            let condition = Ref::new("#/components/parameters/IfNoneMatch");
            reading.parameters.get_or_insert_default().push(RefOr::Ref(condition));
            let unchanged = Ref::new(format!("#/components/responses/{NOT_MODIFIED}"));
            let responses = &mut reading.responses.responses;
            responses.insert("304".to_owned(), RefOr::Ref(unchanged));
        }
    }
    for item in contract.paths.paths.values_mut() {
        let writing = [&mut item.delete, &mut item.patch, &mut item.post, &mut item.put];
        for response in writing.into_iter().flatten().flat_map(successes) {
            if resource(response).is_some_and(|written| resources.contains(&written)) {
                refer_to_header(response, "ETag");
            }
        }
    }
}

fn has_versions(path: &str, reading: &mut Operation) -> bool {
    let is_single = path.contains('{') || ONLY_ONES.contains(&path);
    let is_list = successes(reading).any(|response| response.content.values().any(is_page));
    // What only leads on is no resource.
    let is_read = successes(reading).next().is_some();
    is_single && is_read && !is_list && !BEHIND_LINKS.contains(&path)
}

fn successes(operation: &mut Operation) -> impl Iterator<Item = &mut Response> {
    let all = operation.responses.responses.iter_mut();
    all.filter(|(status, _)| status.starts_with('2'))
        .filter_map(|(_, response)| match response {
            RefOr::T(response) => Some(response),
            RefOr::Ref(_) => None,
        })
}

/// The schema of the JSON that a response consists of, if it has a name.
fn resource(response: &Response) -> Option<String> {
    let RefOr::T(content) = response.content.get("application/json")? else {
        return None;
    };
    match content.schema.as_ref()? {
        RefOr::Ref(reference) => Some(reference.ref_location.clone()),
        RefOr::T(_) => None,
    }
}
