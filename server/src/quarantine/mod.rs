//! What was written while the access lasted, and arrived after.

/// Someone has the thread now, and sees what is written in it: they may send on what was set aside. A condition, of columns
/// and a placeholder for now.
macro_rules! has_thread {
    ($municipality:literal, $person:literal, $thread:literal, $now:literal) => {
        $crate::desk::reach::has_stream!(
            $municipality,
            $person,
            $thread,
            "'adult', 'young', 'contact', 'substitute'",
            $now
        )
    };
}

mod apply;
mod former;
mod rows;

use indgang_domain::quarantine::{Discard, QuarantineView, SendOn};

use crate::desk::feature::{applied, stored};
pub(crate) use apply::{hand_over, keep, take_back};

stored! { QuarantineView => rows::QUARANTINE }

applied! {
    SendOn => apply::send_on;
    Discard => apply::discard;
}

#[cfg(test)]
mod tests {
    use indgang_domain::messages::MessageView;
    use indgang_domain::policy::seen_by;
    use indgang_domain::stream::View;

    use crate::store::row::word;

    #[test]
    fn who_has_a_thread_are_those_who_see_its_messages() {
        let sql = has_thread!("m", "p", "t", "$3");
        let names: Vec<_> =
            seen_by(MessageView::KIND).iter().map(|lens| format!("'{}'", word(lens))).collect();
        assert!(sql.contains(&format!("IN ({})", names.join(", "))), "{sql}");
    }
}
