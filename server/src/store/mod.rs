//! Keeping: one query code and one set of tables on SQLite and PostgreSQL.
//!
//! Every statement is written in the SQL that both speak, with `$1` placeholders. Reads go to a pool; every change is
//! a [`Transaction`] that is committed whole or not at all, in a task or thread of its own, so that a request that
//! is dropped halfway changes nothing about it.

pub mod address;
pub mod args;
pub mod db;
pub mod era;
pub mod migrate;
pub(crate) mod postgres;
pub mod readers;
pub mod record;
pub mod retention;
pub mod row;
pub mod sqlite;
pub mod transaction;
pub mod trouble;
pub mod writer;

pub use args::{Arg, Question, args};
pub use db::Db;
pub use row::Row;
pub use transaction::{Move, Transaction};
pub use trouble::Trouble;
