//! How long rows are kept: every table has a class. A new table without one fails a test.

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

/// Every table, with its class.
pub const RETENTION: &[(&str, Class)] = &[
    ("absences", Class::Organisation),
    ("administrations", Class::Organisation),
    ("appointments", Class::Case),
    ("assignments", Class::Case),
    ("audit", Class::Record),
    ("blob_kinds", Class::Case),
    ("blobs", Class::Case),
    ("deliveries", Class::Passing),
    ("entries", Class::Case),
    ("families", Class::Case),
    ("grants", Class::Record),
    ("holds", Class::Passing),
    ("interpreters", Class::Organisation),
    ("letters", Class::Case),
    ("members", Class::Case),
    ("messages", Class::Case),
    ("migrations", Class::Program),
    ("municipalities", Class::Organisation),
    ("occupancy", Class::Case),
    ("outcomes", Class::Passing),
    ("persons", Class::Membership),
    ("quarantine", Class::Case),
    ("quarantine_readers", Class::Case),
    ("seen", Class::Case),
    ("services", Class::Organisation),
    ("sessions", Class::Passing),
    ("sights", Class::Passing),
    ("slots", Class::Organisation),
    ("streams", Class::Case),
    ("templates", Class::Organisation),
    ("threads", Class::Case),
    ("units", Class::Organisation),
    ("unnamed", Class::Passing),
];
