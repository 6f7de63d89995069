//! How long rows are kept: every table has a class, in the migration that makes it, on a line before its `CREATE TABLE`:
//! `-- retention: case`. A table without one fails a test.

use std::collections::BTreeMap;

use super::migrate;

/// Why, and so how long, rows are kept. How many days that is, each municipality decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// As long as the case it belongs to.
    Case,
    /// As long as someone belongs to the municipality's app.
    Membership,
    /// As long as the organisation is as it is.
    Organisation,
    /// As long as law asks for a record of who did and saw what.
    Record,
    /// Days to months: what makes sending twice harmless, and logins.
    Passing,
    /// Of the program itself; no person's data.
    Program,
}

impl Class {
    fn named(name: &str) -> Option<Self> {
        match name {
            "case" => Some(Self::Case),
            "membership" => Some(Self::Membership),
            "organisation" => Some(Self::Organisation),
            "record" => Some(Self::Record),
            "passing" => Some(Self::Passing),
            "program" => Some(Self::Program),
            _ => None,
        }
    }
}

/// Every table that the migrations leave and give a class, with that class.
pub fn classes() -> BTreeMap<&'static str, Class> {
    let mut classes = BTreeMap::new();
    migrate::statements().for_each(|sql| read(sql, &mut classes));
    classes
}

/// What one migration says: a class counts for the table that is made next.
fn read<'s>(sql: &'s str, classes: &mut BTreeMap<&'s str, Class>) {
    let mut next = None;
    for line in sql.lines() {
        let words: Vec<_> = line.split_whitespace().map(|word| word.trim_end_matches(';')).collect();
        match words.as_slice() {
            ["--", "retention:", name] => next = Class::named(name),
            ["CREATE", "TABLE", "IF", "NOT", "EXISTS", table, ..] | ["CREATE", "TABLE", table, ..] => {
                classes.extend(next.take().map(|class| (*table, class)));
            }
            ["DROP", "TABLE", table] => drop(classes.remove(table)),
            ["ALTER", "TABLE", table, "RENAME", "TO", name] => {
                let class = classes.remove(table);
                classes.extend(class.map(|class| (*name, class)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> Vec<(&str, Class)> {
        let mut classes = BTreeMap::new();
        read(sql, &mut classes);
        classes.into_iter().collect()
    }

    #[test]
    fn a_class_counts_for_the_table_that_is_made_next_and_for_no_other() {
        let sql = "-- retention: case\n-- What is said.\nCREATE TABLE said (\n);\nCREATE TABLE other (\n);";
        assert_eq!(of(sql), [("said", Class::Case)]);
        assert_eq!(of("-- retention: for ever\nCREATE TABLE said (\n);"), []);
    }

    #[test]
    fn a_table_keeps_its_class_under_another_name() {
        let before = "-- retention: case\nCREATE TABLE said (\n);\n";
        let after =
            "-- retention: record\nCREATE TABLE new (\n);\nDROP TABLE said;\nALTER TABLE new RENAME TO said;";
        assert_eq!(of(&format!("{before}{after}")), [("said", Class::Record)]);
    }
}
