//! Saying that one cannot come or can after all, and cancelling: the family for itself, the team for the family, each in
//! its own words.

use indgang_domain::appointments::{CanCome, CancelAppointment, CannotCome};
use indgang_domain::kernel::time::Moment;
use leptos::html::Details;
use leptos::prelude::*;

use crate::act::{CommandForm, Hidden, posted};
use crate::i18n::use_texts;
use crate::ui::{Icon, Kind, WriteLine, reactive, says};

/// Which meeting a form is about.
#[derive(Clone, Debug)]
pub struct About {
    /// Its id and where it stands.
    pub hidden: Hidden,
    /// Where the form leads back to, without script.
    pub back: String,
    /// The time that one answers, where there is one.
    pub starts: Signal<Option<Moment>>,
}

/// The time that is on screen, where there is one.
#[component]
fn Seen(starts: Signal<Option<Moment>>) -> impl IntoView {
    reactive(move || {
        starts.get().map(|starts| view! { <input type="hidden" name="starts" value=starts.to_string()/> })
    })
}

/// What is said around a form's one line.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// On its lid.
    pub title: Signal<&'static str>,
    /// What happens.
    pub text: &'static str,
    /// Before the line.
    pub why: &'static str,
    /// On the button.
    pub send: Signal<&'static str>,
}

/// One cannot come then, or at none of the offered times.
#[component]
pub fn CannotForm(
    about: About,
    /// What is said around it.
    words: Words,
    /// Where it is on its page, for who is led to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// What it stands behind.
    #[prop(optional)]
    lid: NodeRef<Details>,
) -> impl IntoView {
    let About { hidden, back, starts } = about;
    let refused = posted::<CannotCome>(&hidden);
    let open = refused.is_some();
    let why = refused.and_then(|posted| posted.fields.get("why").cloned()).unwrap_or_default();
    view! {
        <details node_ref=lid class="disclosure" id=id open=open>
            <summary><span inner_html=says(move || words.title.get())></span><Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<CannotCome> back hidden class="stack">
                <Seen starts/>
                <p>{words.text}</p>
                <WriteLine label=words.why id="cannot-why" name="why" written=why/>
                <div class="actions snug"><button class="button primary" inner_html=says(move || words.send.get())></button></div>
            </CommandForm<CannotCome>>
        </details>
    }
    .into_any()
}

/// One can after all.
#[component]
pub fn CanForm(
    about: About,
    /// The word on the button.
    words: &'static str,
) -> impl IntoView {
    view! {
        <CommandForm<CanCome> back=about.back hidden=about.hidden class="actions snug">
            <button class="button">{words}</button>
        </CommandForm<CanCome>>
    }
    .into_any()
}

/// It will not be; and, where there are some, nor will those that come after it.
#[component]
pub fn CancelForm(
    about: About,
    /// What is said around it.
    words: Words,
    /// Some of its series come after it.
    #[prop(into)]
    more: Signal<bool>,
) -> impl IntoView {
    let texts = use_texts();
    let About { hidden, back, starts } = about;
    let refused = posted::<CancelAppointment>(&hidden);
    let open = refused.is_some();
    let fields = refused.map(|posted| posted.fields).unwrap_or_default();
    let (why, all) = (fields.get("why").cloned().unwrap_or_default(), fields.contains_key("following"));
    view! {
        <details class="disclosure" open=open>
            <summary><span inner_html=says(move || words.title.get())></span><Icon name="chevron" kind=Kind::Turns/></summary>
            <CommandForm<CancelAppointment> back hidden class="stack">
                <Seen starts/>
                <p>{words.text}</p>
                <WriteLine label=words.why id="cancel-why" name="why" written=why/>
                {reactive(move || more.get().then(|| view! {
                    <label class="choice">
                        <input type="checkbox" name="following" value="true" checked=all/>
                        <span>{texts.appointment_cancel_following()}</span>
                    </label>
                }))}
                <div class="actions snug"><button class="button danger" inner_html=says(move || words.send.get())></button></div>
            </CommandForm<CancelAppointment>>
        </details>
    }
    .into_any()
}
