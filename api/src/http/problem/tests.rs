//! The table of codes as a whole.

use std::collections::BTreeSet;
use std::fmt::Write;

use domain::lifecycle::{Reason, Refusal, Subject};

use super::*;

#[test]
fn the_table_of_codes() {
    let mut table = String::new();
    for code in Code::ALL {
        let row = code.row();
        writeln!(
            table,
            "{} {:<24} {} / {}",
            row.status, row.name, row.fr.title, row.en.title
        )
        .expect("written");
    }
    insta::assert_snapshot!(table);
}

#[test]
fn the_table_of_faults() {
    let mut table = String::new();
    for code in InputFault::ALL {
        writeln!(table, "{:<18} {:?}", code.name(), code.message()).expect("written");
    }
    insta::assert_snapshot!(table);
}

#[test]
fn names_are_unique_and_found_again() {
    let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        assert_eq!(Code::from_name(code.name()), Some(*code));
        assert!(
            code.name()
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{}",
            code.name()
        );
        assert!(code.status().is_client_error() || code.status().is_server_error());
        for wording in [code.row().fr, code.row().en] {
            assert!(
                !wording.title.ends_with('.') && wording.explanation.ends_with('.'),
                "{}",
                code.name()
            );
        }
    }
    assert_eq!(Code::from_name("nothing"), None);
}

#[test]
fn every_status_has_a_plain_code() {
    for status in 400..600 {
        let code = Code::of_status(status);
        assert!(
            code.row().status == status || matches!(code, Code::MalformedRequest | Code::Internal),
            "{status}"
        );
    }
}

fn refused(reason: Reason) -> serde_json::Value {
    let refusal = Refusal {
        subject: Subject::Case,
        stage: Some("submitted"),
        action: "cancel",
        reason,
        possible: vec!["view"],
    };
    serde_json::from_str(&Problem::from(refusal).body()).expect("JSON")
}

#[test]
fn a_refusal_names_the_stage_and_what_is_possible() {
    let problem = refused(Reason::WrongStage);
    assert_eq!(problem["code"], "not_possible_in_stage");
    assert_eq!(problem["stage"], "submitted");
    assert_eq!(problem["possible_actions"][0], "view");
    assert_eq!(
        refused(Reason::Incomplete(vec!["photo".to_owned()]))["missing"][0],
        "photo"
    );
    assert_eq!(refused(Reason::NoReason)["errors"][0]["pointer"], "/reason");
    assert_eq!(
        refused(Reason::WrongRole(domain::actor::Role::Supervisor))["status"],
        403
    );
}

#[test]
fn members_come_in_their_usual_order() {
    let problem = Problem::at("/a", InputFault::Missing)
        .because("fr", "en")
        .member("stage", "draft");
    let names: Vec<_> = ["type", "title", "status", "detail", "code", "errors", "stage"]
        .iter()
        .map(|name| problem.body().find(&format!("\"{name}\":")).expect(name))
        .collect();
    assert!(names.is_sorted(), "{}", problem.body());
}
