//! Rows that wait to be written together.

use diesel::Connection as _;
use diesel::prelude::*;
use domain::actor::Role;
use domain::case::{Kind, Stage};
use domain::ids::{AccountId, CardId, CaseId, StaffId};
use domain::lifecycle::Subject;
use domain::people::{Address, Holder};
use domain::sector::Sector;
use persistence::accounts::{AccountRecord, ConsentRecord, ProfileRecord};
use persistence::attestations::AttestationRecord;
use persistence::audit::AuditEvent;
use persistence::cards::CardRecord;
use persistence::cases::CaseItem;
use persistence::certificates::CertificateRecord;
use persistence::dialect::{AnyId, At, Connection, Stored};
use persistence::documents::{DocumentRecord, FormRecord};
use persistence::entitlements::EntitlementRecord;
use persistence::production_orders::OrderRecord;
use persistence::schema;
use persistence::timers::Timer;

/// Rows that one statement writes at the most: PostgreSQL takes 65,535 values.
const AT_ONCE: usize = 1_000;

/// Writes a struct of vectors of rows, and how they are written: in this order, table by table. PostgreSQL copies what
/// has a value in every column, and inserts the others.
macro_rules! tables {
    ($( $table:ident: $Row:ty, by $way:ident; )+) => {
        /// Rows of several drivers, table by table.
        #[derive(Debug, Default)]
        pub(super) struct Rows {
            $( pub(super) $table: Vec<$Row>, )+
        }

        impl Rows {
            /// Writes them in one transaction: row by row into SQLite, where that is the fastest way.
            pub(super) fn insert(self, connection: &mut Connection) -> QueryResult<()> {
                match connection {
                    Connection::Postgres(postgres) => postgres.transaction(|postgres| {
                        $( tables!(@ $way postgres, schema::$table::table, self.$table); )+
                        Ok(())
                    }),
                    Connection::Sqlite(sqlite) => sqlite.immediate_transaction(|sqlite| {
                        $( for row in &self.$table {
                            diesel::insert_into(schema::$table::table).values(row).execute(sqlite)?;
                        } )+
                        Ok(())
                    }),
                }
            }
        }
    };
    (@ copy $postgres:expr, $table:expr, $rows:expr) => {
        diesel::copy_from($table).from_insertable($rows).execute($postgres)?;
    };
    (@ insert $postgres:expr, $table:expr, $rows:expr) => {
        for rows in $rows.chunks(AT_ONCE) {
            diesel::insert_into($table).values(rows).execute($postgres)?;
        }
    };
}

tables! {
    accounts: AccountRecord, by copy;
    profiles: ProfileRecord, by insert;
    consents: ConsentRecord, by insert;
    attestations: AttestationRecord, by copy;
    cases: CaseRow, by copy;
    entitlements: EntitlementRecord, by copy;
    certificates: CertificateRecord, by copy;
    cards: CardRecord, by copy;
    documents: DocumentRecord, by copy;
    document_forms: FormRecord, by insert;
    case_items: CaseItem, by copy;
    production_orders: OrderRecord, by copy;
    transitions: Step, by copy;
    audit_events: AuditEvent, by copy;
    timers: Timer, by insert;
}

/// A case.
#[derive(Debug, Insertable)]
#[diesel(table_name = schema::cases)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct CaseRow {
    pub(super) id: CaseId,
    pub(super) version: i32,
    pub(super) account_id: AccountId,
    pub(super) kind: Kind,
    pub(super) stage: Stage,
    pub(super) reference: String,
    pub(super) subject_card_id: Option<CardId>,
    pub(super) produced_card_id: Option<CardId>,
    pub(super) holder: Option<Stored<Holder>>,
    pub(super) delivery_address: Option<Stored<Address>>,
    pub(super) sectors: Option<Stored<Vec<Sector>>>,
    pub(super) assignee_id: Option<StaffId>,
    pub(super) answer_before: Option<At>,
    pub(super) requested_at: Option<At>,
    pub(super) decision_reason: Option<String>,
    pub(super) tracking_number: Option<String>,
    pub(super) submitted_at: Option<At>,
    pub(super) decided_at: Option<At>,
    pub(super) shipped_at: Option<At>,
    pub(super) created_at: At,
    pub(super) updated_at: At,
}

/// A step of the way of a case.
#[derive(Debug, Insertable)]
#[diesel(table_name = schema::transitions)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct Step {
    pub(super) id: AnyId,
    pub(super) subject: Subject,
    pub(super) subject_id: AnyId,
    pub(super) action: &'static str,
    pub(super) from_stage: Option<&'static str>,
    pub(super) to_stage: &'static str,
    pub(super) actor_role: Role,
    pub(super) actor_id: Option<String>,
    pub(super) reason: Option<&'static str>,
    pub(super) at: At,
}
