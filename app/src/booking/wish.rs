//! A wish, where there is no connection or no time fits.

use indgang_domain::booking::{BookingAnswer, WishForTime};
use leptos::prelude::*;

use super::choose::address;
use super::page::Wanted;
use super::whom::{Interpreted, Whom};
use crate::act::{CommandForm, posted};
use crate::backend::{Link, use_backend};
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, WriteLine, says};

/// The form, behind its own words; open where nothing else can be done.
#[component]
pub fn WishForm(
    /// What is wished for.
    wanted: Wanted,
    /// The screen's answer.
    answer: Memo<BookingAnswer>,
) -> impl IntoView {
    let texts = use_texts();
    let link = use_backend().link();
    let hidden =
        vec![("service", wanted.service.id.to_string()), ("kind", wanted.service.kind.as_str().to_owned())];
    let refused = posted::<WishForTime>(&hidden);
    let field = |name: &str| refused.as_ref().and_then(|posted| posted.fields.get(name).cloned());
    let (wish, stream) = (field("wish").unwrap_or_default(), field("stream"));
    let came_back = refused.is_some();
    let open = Signal::derive(move || came_back || link.get() == Link::Offline);
    let kept = RwSignal::new(false);
    let done = Callback::new(move |()| kept.set(true));
    view! {
        <details class="disclosure" open=open>
            <summary>{texts.booking_wish()}<Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<WishForTime> back=address(&wanted) hidden mints="id" class="stack" done reset=true>
                <p>{texts.booking_wish_text()}</p>
                <WriteLine label=texts.booking_wish_when() id="wish" name="wish" written=wish/>
                <Whom answer stream/>
                <Interpreted tongue=wanted.tongue.clone()/>
                <div class="actions snug"><button class="button primary">{texts.booking_wish_send()}</button></div>
            </CommandForm<WishForTime>>
            <p role="status" class="hint" inner_html=says(move || if kept.get() { texts.booking_wish_kept() } else { "" })></p>
        </details>
    }
    .into_any()
}
