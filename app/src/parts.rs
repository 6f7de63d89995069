//! The parts the program comes in: what a family and the team open every day is in the first; the rest of a family's
//! screens are one part, the team's another. A part a screen would be fifty files, for what screens share is a file of
//! its own for each choice of screens that share it.

use leptos::prelude::*;
use leptos_router::LazyRoute;

use crate::appointments::team::MeetingPage;
use crate::appointments::{AppointmentPage, AppointmentsPage};
use crate::booking::BookingPage;
use crate::families::team::{FamilyPage, TeamPage};
use crate::letters::SharePage;
use crate::settings::SettingsPage;
use crate::staff::{CalendarPage, UnitPage};

/// Screens that are loaded together: `$part` is the function that the build cuts the program at.
macro_rules! part {
    ($part:ident, $loads:ident, $which:ident: $($(#[$doc:meta])* $screen:ident => $page:ident),+ $(,)?) => {
        #[derive(Clone, Copy, Debug)]
        enum $which {
            $($screen),+
        }

        #[lazy]
        fn $part(screen: $which) -> AnyView {
            match screen {
                $($which::$screen => view! { <$page/> }.into_any()),+
            }
        }

        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(crate) struct $screen;

            impl LazyRoute for $screen {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    $part($which::$screen).await
                }

                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    $loads().await;
                }
            }
        )+
    };
}

part! {
    everyones_screens, __preload_everyones_screens, Everyones:
    /// Aftaler.
    Appointments => AppointmentsPage,
    /// One meeting.
    Appointment => AppointmentPage,
    /// What can be booked.
    Booking => BookingPage,
    /// What another app shared to this one.
    Share => SharePage,
    /// Indstillinger.
    Settings => SettingsPage,
}

part! {
    teams_screens, __preload_teams_screens, Teams:
    /// My families, and what waits for a decision of mine.
    Team => TeamPage,
    /// The unit's own things.
    Unit => UnitPage,
    /// A day or a week of the team's.
    Calendar => CalendarPage,
    /// A meeting's page, for the team.
    Meeting => MeetingPage,
    /// One family's page.
    Family => FamilyPage,
}
