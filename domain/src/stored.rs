//! Lets ids and words be compared with columns, where the feature `stored` asks for it.
//!
//! How a column holds them is `persistence`'s business. But only the crate that defines a type may say that it is a
//! value and no query of its own, and that is all that is said here.

pub use crate::__stored as stored;
#[cfg(feature = "stored")]
pub use diesel;

/// Makes a type a value that diesel binds to a query, whatever the column.
#[cfg(feature = "stored")]
#[doc(hidden)]
#[macro_export]
macro_rules! __stored {
    ($Type:ty) => {
        const _: () = {
            use $crate::stored::diesel::backend::Backend;
            use $crate::stored::diesel::expression::{AsExpression, TypedExpressionType};
            use $crate::stored::diesel::internal::derives::as_expression::Bound;
            use $crate::stored::diesel::serialize::{Output, Result, ToSql};
            use $crate::stored::diesel::sql_types::is_nullable::NotNull;
            use $crate::stored::diesel::sql_types::{Nullable, SqlType};

            impl<ST: SqlType + TypedExpressionType> AsExpression<ST> for $Type {
                type Expression = Bound<ST, Self>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }

            impl<ST: SqlType + TypedExpressionType> AsExpression<ST> for &$Type {
                type Expression = Bound<ST, Self>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }

            impl<ST: SqlType<IsNull = NotNull>, DB: Backend> ToSql<Nullable<ST>, DB> for $Type
            where
                Self: ToSql<ST, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> Result {
                    ToSql::<ST, DB>::to_sql(self, out)
                }
            }
        };
    };
}

/// Nothing to do without a database.
#[cfg(not(feature = "stored"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __stored {
    ($Type:ty) => {};
}
