//! The families of Nørrebro and Bispebjerg, as rows of text. Every name is invented.

mod bispebjerg;
mod caseload;
mod family_one;
mod family_two;
mod long;
mod mimers;
mod noerrebro;

use super::script::Row;

/// All 35, by number.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    [&family_one::ROW, &family_two::ROW]
        .into_iter()
        .chain(caseload::ROWS)
        .chain(noerrebro::ROWS)
        .chain(mimers::ROWS)
        .chain(bispebjerg::ROWS)
}
