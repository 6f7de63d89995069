//! What the policy's table says, as words in statements. A statement is a constant; a test holds the words to the table.

/// A condition: someone of this role may be a contact person, stand in for one, and works in the unit.
macro_rules! of_team {
    ($role:literal) => {
        concat!($role, " IN ('staff', 'team-lead')")
    };
}

pub(crate) use of_team;

/// The words that a statement has in quotes.
#[cfg(test)]
pub(super) fn quoted(sql: &str) -> std::collections::BTreeSet<String> {
    sql.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use indgang_domain::policy::{Lens, Role, may_hold};

    use super::quoted;
    use crate::store::row::word;

    #[test]
    fn who_is_of_the_team_are_those_who_may_have_families() {
        let words = quoted(of_team!("p.role"));
        for lens in [Lens::Contact, Lens::Substitute, Lens::Colleague] {
            let roles = Role::ALL.iter().filter(|role| may_hold(**role, lens));
            assert_eq!(words, roles.map(|role| word(*role)).collect(), "{lens:?}");
        }
    }
}
