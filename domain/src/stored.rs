//! Lets ids and words be compared with columns, where the feature `stored` asks for it.
//!
//! How a column holds them is `persistence`'s business. But only the crate that defines a type may say that it is a
//! value and no query of its own, and that is all that is said here.

pub use crate::__stored as stored;
#[cfg(feature = "stored")]
pub use diesel;
#[cfg(feature = "stored")]
use diesel::sql_types;

/// What is bound to a column, by whether it can be without a value: the value itself, or `Some` of it.
#[cfg(feature = "stored")]
pub trait Wrapped<T> {
    /// What is bound.
    type Value;

    /// Makes it of the value.
    fn wrap(value: T) -> Self::Value;
}

#[cfg(feature = "stored")]
impl<T> Wrapped<T> for sql_types::is_nullable::NotNull {
    type Value = T;

    fn wrap(value: T) -> T {
        value
    }
}

#[cfg(feature = "stored")]
impl<T> Wrapped<T> for sql_types::is_nullable::IsNullable {
    type Value = Option<T>;

    fn wrap(value: T) -> Option<T> {
        Some(value)
    }
}

/// Makes a type a value that diesel binds to a query, whatever the column.
#[cfg(feature = "stored")]
#[doc(hidden)]
#[macro_export]
macro_rules! __stored {
    ($Type:ty) => {
        const _: () = {
            use $crate::stored::Wrapped;
            use $crate::stored::diesel::expression::{AsExpression, TypedExpressionType};
            use $crate::stored::diesel::internal::derives::as_expression::Bound;
            use $crate::stored::diesel::sql_types::SqlType;

            impl<ST: SqlType + TypedExpressionType> AsExpression<ST> for $Type
            where
                ST::IsNull: Wrapped<Self>,
            {
                type Expression = Bound<ST, <ST::IsNull as Wrapped<Self>>::Value>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(ST::IsNull::wrap(self))
                }
            }

            impl<ST: SqlType + TypedExpressionType> AsExpression<ST> for &$Type
            where
                ST::IsNull: Wrapped<Self>,
            {
                type Expression = Bound<ST, <ST::IsNull as Wrapped<Self>>::Value>;

                fn as_expression(self) -> Self::Expression {
                    Bound::new(ST::IsNull::wrap(self))
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
