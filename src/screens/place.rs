//! The place question: a box with suggestions, the list of regions, and "which one?".
//!
//! The box follows the combobox pattern of ARIA 1.2 with a list of suggestions: the focus stays in the box, the arrow keys
//! move through the list, Enter takes a suggestion, Escape and Tab close. Typing a full name and pressing Enter works as well.
//! A press of the mouse elsewhere closes nothing: what is below would move away under the pointer before the release.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use wegwijzer_core::{Place, Region, Suggestion};
use yew::prelude::*;

use crate::{
    app::Scene,
    dom::{element, line, text},
    screens::parts::{self, Choice},
    state::{Action, SUGGESTIONS},
    words::fill,
};

pub fn typed(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let Some(question) = scene.state.pack.place_question() else { return Html::default() };
    let (Some(model), Some(texts)) =
        (scene.state.pack.question(question), scene.texts.questions.get(usize::from(question)))
    else {
        return Html::default();
    };
    let content = element(
        "div",
        &[("class", "place")],
        vec![
            scene.heading(&texts.title),
            parts::promise(scene),
            parts::hint(&texts.hint),
            parts::inline_problem(scene),
            combobox(scene),
        ],
    );
    parts::form(scene, &model.id, content, scene.link_button(ui.place_list(), Action::ShowRegions))
}

fn combobox(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let draft = &scene.state.draft;
    let places = &scene.state.pack.places;
    let suggestions = if draft.open { places.suggest(&draft.typed, SUGGESTIONS) } else { Vec::new() };
    let expanded = !suggestions.is_empty();
    let active = draft.active.filter(|&at| at < suggestions.len());

    let oninput = scene
        .scope
        .callback(|event: InputEvent| Action::Type(event.target_unchecked_into::<HtmlInputElement>().value()));
    let scope = scene.scope.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        // Keys that compose a letter belong to the keyboard of the language, not to the list.
        if event.is_composing() {
            return;
        }
        let action = match (event.key().as_str(), active) {
            ("ArrowDown", _) => Action::Arrow { down: true },
            ("ArrowUp", _) => Action::Arrow { down: false },
            ("Escape" | "Tab", _) if expanded => Action::CloseSuggestions,
            ("Enter", Some(at)) => Action::Pick(at),
            _ => return,
        };
        if event.key() != "Tab" {
            // Escape that closes the list must not close a dialog of the host as well, with all answers.
            event.prevent_default();
            event.stop_propagation();
        }
        scope.send_message(action);
    });
    let count = if expanded { fill(ui.place_count(), &[("n", &suggestions.len().to_string())]) } else { String::new() };
    let items = suggestions.iter().enumerate().map(|(at, suggestion)| {
        let pick = scene.on(Action::Pick(at));
        // The press would take the focus out of the box before the click arrives.
        let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
        html! {
            <li key={at} id={["suggestion-", &at.to_string()].concat()} role="option" data-place={code(scene, suggestion.place)}
                aria-selected={(active == Some(at)).to_string()} onclick={pick} {onmousedown}>
                <span>{ suggestion.name }</span>
                { line("small", "detail", &detail(scene, suggestion)) }
            </li>
        }
    });
    let list = html! {
        <ul id="suggestions" role="listbox" aria-label={ui.place_label().to_owned()} hidden={!expanded}>{ for items }</ul>
    };
    let input = html! {
            <input id="place" type="text" ref={scene.field.clone()} role="combobox" autocomplete="off" autocapitalize="words"
                spellcheck="false" enterkeyhint="go" aria-autocomplete="list" aria-controls="suggestions"
                aria-expanded={expanded.to_string()} aria-describedby={parts::described_by(scene.state, true)}
                aria-invalid={scene.state.error.is_some().then_some("true")}
                aria-activedescendant={active.map(|at| ["suggestion-", &at.to_string()].concat())}
                value={draft.typed.clone()} {oninput} {onkeydown} />
    };
    element(
        "div",
        &[("class", "combobox")],
        vec![
            element("label", &[("for", "place"), ("class", "field-label")], vec![text(ui.place_label())]),
            input,
            list,
            element("p", &[("class", "status"), ("role", "status")], vec![text(&count)]),
        ],
    )
}

/// What tells a suggestion from others of the same name: its municipality, and its region.
fn detail(scene: &Scene, suggestion: &Suggestion) -> String {
    let places = &scene.state.pack.places;
    let region = places.region_of(suggestion.place).and_then(|region| places.region(region));
    let region = region.map_or("", |region| region.name.as_str());
    match suggestion.place {
        Place::Region(_) => scene.texts.ui.place_region().to_owned(),
        Place::Municipality(index) => match places.municipality(index) {
            Some(municipality) if municipality.name != suggestion.name => {
                [municipality.name.as_str(), ", ", region].concat()
            }
            _ => region.to_owned(),
        },
    }
}

fn code(scene: &Scene, place: Place) -> Option<String> {
    let places = &scene.state.pack.places;
    match place {
        Place::Municipality(index) => places.municipality(index).map(|municipality| municipality.code.clone()),
        Place::Region(index) => places.region(index).map(|region| region.code.clone()),
    }
}

pub fn regions(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let chosen = scene.state.draft.place;
    // By name. Inserted in order: the standard sort alone is 5 kB of wasm.
    let mut regions: Vec<(u16, &Region)> = Vec::new();
    for (index, region) in (0u16..).zip(&scene.state.pack.places.regions) {
        regions.insert(regions.partition_point(|(_, other)| other.name <= region.name), (index, region));
    }
    let options = regions.into_iter().map(|(index, region)| {
        html! {
            <option key={region.code.clone()} value={index.to_string()} selected={chosen == Some(Place::Region(index))}>
                { &region.name }
            </option>
        }
    });
    let nothing = html! { <option key="" value="" selected={chosen.is_none()}></option> };
    let onchange = scene.scope.callback(|event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().value().parse();
        Action::Select(index.ok().map(Place::Region))
    });
    let select = html! {
        <select id="region" ref={scene.field.clone()} aria-describedby="problem" {onchange}>
            { for std::iter::once(nothing).chain(options) }
        </select>
    };
    let content = element(
        "div",
        &[("class", "place")],
        vec![
            scene.heading(ui.place_list_title()),
            parts::inline_problem(scene),
            element("label", &[("for", "region"), ("class", "field-label")], vec![text(ui.place_region())]),
            select,
        ],
    );
    parts::form(scene, "regions", content, scene.link_button(ui.place_type(), Action::ShowTyping))
}

pub fn which(scene: &Scene, municipalities: &[u16]) -> Html {
    let ui = &scene.texts.ui;
    let places = &scene.state.pack.places;
    let chosen = scene.state.draft.place;
    let choices = municipalities.iter().enumerate().filter_map(|(at, &index)| {
        let municipality = places.municipality(index)?;
        let region = places.region(municipality.region)?;
        let place = Place::Municipality(index);
        Some(parts::choice(
            scene,
            Choice {
                name: "which".to_owned(),
                option: &municipality.code,
                label: &municipality.name,
                detail: &region.name,
                several: false,
                checked: chosen == Some(place),
                first: at == 0,
                icon: None,
                action: Action::Select(Some(place)),
            },
        ))
    });
    let title = fill(ui.which_title(), &[("typed", scene.state.draft.typed.trim())]);
    let content = element(
        "fieldset",
        &[("aria-describedby", parts::described_by(scene.state, false))],
        vec![
            element("legend", &[], vec![scene.heading(&title)]),
            parts::inline_problem(scene),
            element("div", &[("class", "options")], choices.collect()),
        ],
    );
    parts::form(scene, "which", content, scene.link_button(ui.which_none(), Action::ShowTyping))
}
