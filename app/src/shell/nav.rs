//! The top line and the navigation.

use indgang_domain::messages::Threads;
use leptos::prelude::*;

use web_sys::{CustomEvent, CustomEventInit};

use crate::backend::use_query;
use crate::boot::{Boot, use_boot};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, Kind, reactive};

/// The team's two places.
const FAMILIES: &str = "/team";
const CALENDAR: &str = "/team/kalender";

/// The name of the app, or the way back; and the settings.
#[component]
pub fn Topbar(
    /// Where one is.
    path: Memo<String>,
) -> impl IntoView {
    let texts = use_texts();
    let boot = use_boot();
    let home = boot.with_value(Boot::home);
    let start = move || {
        match back(texts, &path.read(), home) {
        Some((href, words)) => {
            view! { <a class="back" href=href><Icon name="back" kind=Kind::Turns/>{words}</a> }.into_any()
        }
        None => view! { <a class="brand" href="/"><img src="/icon.svg" alt="" width="32" height="32"/>"Indgang"</a> }.into_any(),
    }
    };
    let settings = boot.with_value(|boot| boot.viewer.is_some()).then(|| {
        view! {
            <div class="tools">
                <a href="/indstillinger" aria-label=texts.nav_settings()><Icon name="settings"/></a>
            </div>
        }
    });
    view! { <header class="topbar">{reactive(start)}{settings}</header> }
}

/// Where one came from, on a screen of one task.
fn back(texts: Texts, path: &str, home: &str) -> Option<(&'static str, &'static str)> {
    if path.starts_with("/team/aftaler/") {
        return Some((CALENDAR, texts.calendar_title()));
    }
    let in_thread = path.starts_with("/beskeder/");
    if path.starts_with("/team/") && path != CALENDAR || home == FAMILIES && in_thread {
        return Some((FAMILIES, texts.nav_team()));
    }
    in_thread.then(|| ("/beskeder", texts.nav_messages()))
}

/// The few places there are.
#[component]
pub fn Nav(
    /// Where one is.
    path: Memo<String>,
) -> impl IntoView {
    let texts = use_texts();
    let places = match use_boot().with_value(Boot::home) {
        "/hjem" => view! {
            <Place path href="/hjem" icon="home" word=texts.nav_home()/>
            <Place path href="/beskeder" icon="messages" word=texts.nav_messages() badge=true/>
            <Place path href="/aftaler" icon="calendar" word=texts.nav_appointments()/>
        }
        .into_any(),
        FAMILIES => view! {
            <Place path href=FAMILIES icon="person" word=texts.nav_team()/>
            <Place path href=CALENDAR icon="calendar" word=texts.calendar_title()/>
        }
        .into_any(),
        _ => return ().into_any(),
    };
    view! { <nav class="nav" aria-label=texts.nav_main()>{places}</nav> }.into_any()
}

#[component]
fn Place(
    path: Memo<String>,
    href: &'static str,
    icon: &'static str,
    word: &'static str,
    #[prop(optional)] badge: bool,
) -> impl IntoView {
    let current = Signal::derive(move || is_at(&path.read(), href).then_some("page"));
    view! {
        <a href=href aria-current=current>
            <Icon name=icon/>
            <span>{word}</span>
            {badge.then(|| view! { <UnreadBadge/> })}
        </a>
    }
    .into_any()
}

/// Does a screen belong to this place? A meeting belongs to the calendar that it is opened from.
fn is_at(path: &str, href: &str) -> bool {
    let under =
        |place: &str| path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let in_calendar = || under(CALENDAR) || under("/team/aftaler");
    match href {
        CALENDAR => in_calendar(),
        FAMILIES => under(FAMILIES) && !in_calendar(),
        _ => under(href),
    }
}

#[component]
fn UnreadBadge() -> impl IntoView {
    let texts = use_texts();
    let threads = use_query(|| Threads {});
    let count = Memo::new(move |_| {
        let threads = threads.answer().get()?.ok()?;
        Some(threads.iter().map(|line| line.unread).sum::<u32>())
    });
    // Who wants a way out at hand wants no number on the telephone's screen either: others see it there.
    let shows = use_boot().with_value(|boot| !boot.settings.quick_exit);
    Effect::new(move |_| {
        if let Some(unread) = count.get() {
            tell_unread(if shows { unread } else { 0 });
        }
    });
    let unread = move || {
        let unread = count.get()?;
        (unread > 0).then(|| {
            view! { <span class="badge">{unread}<span class="visually-hidden">" "{texts.nav_unread(unread)}</span></span> }
        })
    };
    reactive(unread)
}

/// The page puts it on the app's sign on the home screen.
fn tell_unread(unread: u32) {
    let init = CustomEventInit::new();
    init.set_detail(&unread.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict("indgang:unread", &init) {
        _ = window().dispatch_event(&event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_belongs_to_one_place() {
        let places = |path: &str| [FAMILIES, CALENDAR, "/aftaler"].map(|href| is_at(path, href));
        assert_eq!(places("/team"), [true, false, false]);
        assert_eq!(places("/team/familier/1"), [true, false, false]);
        assert_eq!(places("/team/kalender"), [false, true, false]);
        assert_eq!(places("/team/aftaler/1"), [false, true, false]);
        assert_eq!(places("/aftaler/1"), [false, false, true]);
        assert_eq!(places("/teams"), [false, false, false]);
    }
}
