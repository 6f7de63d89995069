//! Forms that are commands: plain HTML without script, the same command through the backend with it.

use std::marker::PhantomData;

use indgang_domain::envelope::Status;
use indgang_domain::form::{self, Fields};
use indgang_domain::problem::{Problem, ProblemKey};
use indgang_domain::verbs::Command;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement};

use crate::backend::{Backend, OutboxLine, Outgoing, Submitted, outgoing, use_backend};
use crate::boot::{Posted, Taken, use_boot};
use crate::minted::{ENVELOPE, take, take_envelope};
use crate::ui::{ProblemNotice, Waiting, reactive, use_awake};

/// Fields that are not shown, by name.
pub type Hidden = Vec<(&'static str, String)>;

/// A form that submits a command of type `C`: what stands in its hidden and its visible fields, by the fields' names.
#[component]
pub fn CommandForm<C: Command>(
    /// Where to go afterwards, without script.
    #[prop(into)]
    back: String,
    /// What is already known.
    #[prop(optional)]
    hidden: Hidden,
    /// A field that takes a new id each time.
    #[prop(optional)]
    mints: Option<&'static str>,
    /// Classes of the form.
    #[prop(optional)]
    class: &'static str,
    /// Once it is kept or done.
    #[prop(optional, into)]
    done: Option<Callback<()>>,
    /// When it was refused.
    #[prop(optional, into)]
    refused: Option<Callback<()>>,
    /// Empties the form once it is kept or done.
    #[prop(optional)]
    reset: bool,
    /// What is being written in its fields: let go once it is kept or done.
    #[prop(optional)]
    drafts: Vec<crate::draft::Draft>,
    /// The visible fields and the button.
    children: Children,
    #[prop(optional)] command: PhantomData<C>,
) -> impl IntoView {
    let PhantomData = command;
    let problem = RwSignal::new(posted::<C>(&hidden).and_then(|posted| posted.problem));
    let (command, read) = (C::NAME, ready::<C>);
    Form { command, back, hidden, mints, class, done, refused, reset, drafts, problem, read }.view(children)
}

/// The command that a form's fields say, made ready.
fn ready<C: Command>(backend: &dyn Backend, written: Fields) -> Result<Outgoing, Problem> {
    outgoing(backend, &form::read::<C>(written)?, Vec::new())
}

/// A form of any command: one code for all of them.
struct Form {
    command: &'static str,
    back: String,
    hidden: Hidden,
    mints: Option<&'static str>,
    class: &'static str,
    done: Option<Callback<()>>,
    refused: Option<Callback<()>>,
    reset: bool,
    drafts: Vec<crate::draft::Draft>,
    problem: RwSignal<Option<Problem>>,
    read: fn(&dyn Backend, Fields) -> Result<Outgoing, Problem>,
}

impl Form {
    fn view(self, children: Children) -> AnyView {
        let Self { command, back, hidden, mints, class, done, refused, reset, drafts, problem, read } = self;
        let backend = use_backend();
        let busy = RwSignal::new(false);
        let fixed = hidden.clone();
        // What makes a new thing is never the same as another: its fixed fields only say where.
        let may_wait = mints.is_none() && !hidden.is_empty();
        let waits = may_wait.then(|| on_its_way(command, hidden.clone()));
        let is_waiting = move || waits.is_some_and(|waits| waits.get_untracked());
        let minted = mints.map(|name| (name, backend.mint().to_string()));
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            let Some(form) = form_of(&event) else { return };
            if busy.get_untracked() || is_waiting() {
                return;
            }
            let mut written = written(&form);
            for (name, value) in &fixed {
                written.set(*name, value);
            }
            let outgoing = match read(&*backend, written) {
                Ok(outgoing) => Outgoing { envelope: take_envelope(&form, &*backend), ..outgoing },
                Err(wrong) => return problem.set(Some(wrong)),
            };
            // As the envelope: what is sent next makes a thing of its own.
            _ = mints.and_then(|name| take(&form, name, &*backend));
            busy.set(true);
            let sent: Vec<_> = drafts.iter().map(|draft| (*draft, draft.text())).collect();
            let (backend, submitted) = (backend.clone(), backend.submit(outgoing));
            spawn_local(async move {
                let wrong = problem_of(submitted.await);
                if wrong.is_none() {
                    for (draft, sent) in sent {
                        draft.let_go(backend.clone(), &sent).await;
                    }
                }
                busy.set(false);
                if wrong.is_none() {
                    if reset {
                        form.reset();
                    }
                    // Who has gone to another screen meanwhile has taken along what was to be done.
                    _ = done.and_then(|done| done.try_run(()));
                } else {
                    _ = refused.and_then(|refused| refused.try_run(()));
                }
                problem.set(wrong);
            });
        };
        let minted =
            minted.map(|(name, value)| view! { <input type="hidden" name=name value=value data-minted=""/> });
        view! {
            <form method="post" action="/act" class=class autocomplete="off" aria-busy=Signal::derive(move || busy.get().then_some("true")) on:submit=send>
                <Envelope command back/>
                {hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                {minted}
                {children()}
                {waits.map(|waits| view! {
                    <div class="live" role="status">{reactive(move || waits.get().then(|| view! { <p class="late"><Waiting/></p> }))}</div>
                })}
                {reactive(move || problem.get().map(|problem| view! { <ProblemNotice problem/> }))}
            </form>
        }
        .into_any()
    }
}

/// The same was sent from this device and is not judged yet: sent twice, the second would be refused.
fn on_its_way(command: &'static str, hidden: Hidden) -> Memo<bool> {
    let (awake, outbox) = (use_awake(), use_backend().outbox());
    let about_the_same =
        move |line: &OutboxLine| line.failed.is_none() && line.command == command && line.says(&hidden);
    Memo::new(move |_| awake.get() && outbox.read().iter().any(&about_the_same))
}

/// Of the form itself: its command takes no field that it does not know.
const OWN: [&str; 3] = ["command", ENVELOPE, "back"];

/// What every form carries: which command, a minted envelope so that posting twice has one effect, and the way back.
#[component]
pub fn Envelope(
    /// [`Command::NAME`].
    command: &'static str,
    /// Where to go afterwards.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let envelope = use_backend().mint().to_string();
    view! {
        <input type="hidden" name="command" value=command/>
        <input type="hidden" name=ENVELOPE value=envelope data-minted=""/>
        <input type="hidden" name="back" value=back/>
    }
}

/// The form of this command that came back refused, if it is about the same thing as `hidden`.
pub fn posted<C: Command>(hidden: &[(&'static str, String)]) -> Option<Posted> {
    let posted = use_boot().with_value(|boot| boot.posted.clone())?;
    let same = hidden.iter().all(|(name, value)| posted.fields.get(*name) == Some(value));
    let posted = Some(posted).filter(|posted| posted.command == C::NAME && same)?;
    if let Some(taken) = use_context::<Taken>() {
        taken.take();
    }
    Some(posted)
}

/// What to tell of a submit; nothing where it is kept or done.
pub fn problem_of(submitted: Submitted) -> Option<Problem> {
    match submitted {
        Submitted::Queued(_) => None,
        Submitted::Settled(outcome) if outcome.status == Status::Done => None,
        Submitted::Settled(outcome) => Some(outcome.problem.unwrap_or_else(|| ProblemKey::Unknown.into())),
        Submitted::Failed(problem) => Some(problem),
    }
}

/// The form that an event is about.
pub fn form_of(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.target()?.dyn_into().ok()
}

/// What stands in a form's fields, its own and files left out.
pub fn written(form: &HtmlFormElement) -> Fields {
    let Ok(data) = FormData::new_with_form(form) else { return Fields::default() };
    let pairs = js_sys::try_iter(&data).ok().flatten();
    let pairs = pairs.into_iter().flatten().filter_map(|pair| {
        let pair = js_sys::Array::from(&pair.ok()?);
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    });
    pairs.filter(|(name, _)| !OWN.contains(&name.as_str())).collect()
}
