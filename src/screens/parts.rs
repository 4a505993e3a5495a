//! What several screens have in common: the way back, progress, the summary of errors, buttons, one option.

use wegwijzer_core::{Opt, Service};
use yew::prelude::*;

use crate::{
    app::{Scene, focus, level},
    state::{Action, Problem, State},
    words::{fill, site, tel},
};

/// The way back, and how far it is. The place of the button is the same on every screen (WCAG 3.2.6).
pub fn top(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let screens = scene.state.screens(scene.walk);
    let at = scene.state.rows().start;
    let n = screens.iter().filter(|&&screen| screen < at).count() + 1;
    let total = screens.len().max(n);
    let has_back = scene.state.before().is_some();
    html! {
        <div class="way">
            <span class="back" hidden={!has_back}>{ scene.link_button(&ui.back, Action::Back) }</span>
            <div class="progress">
                <span id="progress">
                    { fill(&ui.progress, &[("n", &n.to_string()), ("total", &total.to_string())]) }
                </span>
                <progress aria-labelledby="progress" max={total.to_string()} value={n.to_string()} />
            </div>
        </div>
    }
}

/// A form whose button says "continue": Enter works, and nothing is ever submitted to anywhere.
pub fn form(scene: &Scene, key: &str, content: Html, extra: Html) -> Html {
    let onsubmit = scene.act.reform(|event: SubmitEvent| {
        event.prevent_default();
        Action::Continue
    });
    let ui = &scene.texts.ui;
    html! {
        <form key={key.to_owned()} class="question" data-question={key.to_owned()} novalidate=true {onsubmit}>
            { top(scene) }
            { summary(scene) }
            { content }
            <div class="row">
                <button type="submit" class="button" data-action="continue">{ &ui.next }</button>
                { extra }
                { scene.link_button(&ui.skip, Action::Skip) }
            </div>
            <p class="private">{ lock() }<span>{ &ui.private }</span></p>
        </form>
    }
}

/// The first sentence of the whole questionnaire, on its first screen only.
pub fn promise(scene: &Scene) -> Html {
    let first = scene.state.before().is_none();
    html! { <p class="promise" hidden={!first}>{ if first { scene.texts.ui.promise.as_str() } else { "" } }</p> }
}

/// What is wrong, in the words of the pack.
pub fn problem(scene: &Scene) -> Option<String> {
    let ui = &scene.texts.ui;
    Some(match scene.state.error.as_ref()? {
        Problem::NothingTyped => ui.place_empty.clone(),
        Problem::UnknownPlace(typed) => fill(&ui.place_unknown, &[("typed", typed)]),
        Problem::NothingChosen => {
            let rows = scene.state.rows();
            let many = scene.state.pack.question(rows.start).is_some_and(|q| q.kind == wegwijzer_core::Kind::Many);
            match (rows.len(), many) {
                (2.., _) => ui.choose_each.clone(),
                (_, true) => ui.choose_many.clone(),
                _ => ui.choose_one.clone(),
            }
        }
    })
}

/// The summary of errors. Its link moves the focus itself: inside a shadow root a fragment leads nowhere and would change
/// the address of the host page.
fn summary(scene: &Scene) -> Html {
    let problem = problem(scene);
    let field = scene.field.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        focus(&field);
    });
    html! {
        <div class="errors" tabindex="-1" role="group" aria-labelledby="errors" hidden={problem.is_none()} ref={scene.summary.clone()}>
            <@{level(scene.heading_level + 1)} id="errors" class="errors-title">{ &scene.texts.ui.error_title }</@>
            <a href="#field" {onclick}>{ problem.unwrap_or_default() }</a>
        </div>
    }
}

/// The same words again beside the fields.
pub fn inline_problem(scene: &Scene) -> Html {
    let problem = problem(scene);
    html! { <p id="problem" class="problem" hidden={problem.is_none()}>{ problem.unwrap_or_default() }</p> }
}

/// What a group of fields is described by: the hint, and the problem if there is one.
pub fn described_by(state: &State, hint: bool) -> Option<&'static str> {
    match (hint, state.error.is_some()) {
        (true, true) => Some("hint problem"),
        (true, false) => Some("hint"),
        (false, true) => Some("problem"),
        (false, false) => None,
    }
}

/// An option as a row: the whole row is the target.
pub struct Choice<'a> {
    pub name: String,
    pub option: &'a str,
    pub label: &'a str,
    pub detail: &'a str,
    pub several: bool,
    pub checked: bool,
    pub first: bool,
    pub icon: Option<&'a str>,
    pub action: Action,
}

pub fn choice(scene: &Scene, choice: Choice) -> Html {
    let action = choice.action;
    let field = if choice.first { scene.field.clone() } else { NodeRef::default() };
    html! {
        <label key={choice.option.to_owned()} class="option" data-option={choice.option.to_owned()}>
            <input ref={field} type={if choice.several { "checkbox" } else { "radio" }} name={choice.name}
                checked={choice.checked} onchange={scene.on(move || action.clone())} />
            <span class="label">{ choice.label }<small hidden={choice.detail.is_empty()}>{ choice.detail }</small></span>
            { icon(choice.icon) }
        </label>
    }
}

/// A drawing of the pack beside an option. It adds nothing that the words do not say.
fn icon(path: Option<&str>) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={path.unwrap_or_default().to_owned()} /></svg>
    }
}

/// The drawing of an option.
pub fn icon_of<'a>(state: &'a State, option: &Opt) -> Option<&'a str> {
    option.icon.and_then(|icon| state.pack.icons.get(usize::from(icon))).map(String::as_str)
}

fn lock() -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M5 10h14v10H5zM8 10V7a4 4 0 0 1 8 0v3" />
        </svg>
    }
}

/// The ways to reach a service, each a link of its own. The first is the one that stands out if `strong`.
pub fn channels(scene: &Scene, service: &Service, strong: bool) -> Html {
    let ui = &scene.texts.ui;
    let class = |first: bool| if first && strong { "button" } else { "button second" };
    let url = service.url.map(|url| {
        html! {
            <a key="url" class={class(true)} href={url.to_owned()} rel="noopener noreferrer" referrerpolicy="no-referrer">
                { fill(&ui.open_site, &[("site", site(url))]) }
            </a>
        }
    });
    let phone = service.phone.map(|phone| {
        html! {
            <a key="phone" class={class(service.url.is_none())} href={tel(phone)}>{ fill(&ui.call, &[("phone", phone)]) }</a>
        }
    });
    html! {
        <div class="channels" hidden={!service.has_channel()}>
            <div class="row">{ for url.into_iter().chain(phone) }</div>
            <p class="address" hidden={service.address.is_none()}>
                <b>{ &ui.visit }</b>{ " " }{ service.address.unwrap_or_default() }
            </p>
        </div>
    }
}
