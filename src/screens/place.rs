//! The place question: a box with suggestions, the list of regions, and "which one?".
//!
//! The box follows the combobox pattern of ARIA 1.2 with a list of suggestions: the focus stays in the box, the arrow keys
//! move through the list, Enter takes a suggestion, Escape closes. Typing a full name and pressing Enter works as well.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use wegwijzer_core::{Place, Suggestion};
use yew::prelude::*;

use crate::{
    app::Scene,
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
    let content = html! {
        <div class="place">
            { scene.heading(&texts.title) }
            { parts::promise(scene) }
            <p id="hint" class="hint" hidden={texts.hint.is_empty()}>{ &texts.hint }</p>
            { parts::inline_problem(scene) }
            { combobox(scene) }
        </div>
    };
    parts::form(scene, &model.id, content, scene.link_button(&ui.place_list, Action::ShowRegions))
}

fn combobox(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let draft = &scene.state.draft;
    let places = &scene.state.pack.places;
    let suggestions =
        if draft.open { places.suggest(&draft.typed, SUGGESTIONS) } else { Vec::new() };
    let expanded = !suggestions.is_empty();
    let active = draft.active.filter(|&at| at < suggestions.len());

    let oninput = scene.act.reform(|event: InputEvent| {
        Action::Type(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let picked = active
        .and_then(|at| suggestions.get(at))
        .map(|suggestion| (suggestion.place, suggestion.name.to_owned()));
    let act = scene.act.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let action = match (event.key().as_str(), &picked) {
            ("ArrowDown", _) => Action::Arrow { down: true },
            ("ArrowUp", _) => Action::Arrow { down: false },
            ("Escape", _) if expanded => Action::CloseSuggestions,
            ("Enter", Some((place, name))) => Action::Pick(*place, name.clone()),
            _ => return,
        };
        event.prevent_default();
        act.emit(action);
    });
    let count = if expanded { fill(&ui.place_count, &[("n", &suggestions.len().to_string())]) } else { String::new() };
    let items = suggestions.iter().enumerate().map(|(at, suggestion)| {
        let (place, name) = (suggestion.place, suggestion.name.to_owned());
        let pick = scene.on(move || Action::Pick(place, name.clone()));
        // The press would take the focus out of the box before the click arrives.
        let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
        html! {
            <li key={at} id={["suggestion-", &at.to_string()].concat()} role="option" data-place={code(scene, suggestion.place)}
                aria-selected={(active == Some(at)).to_string()} onclick={pick} {onmousedown}>
                <span>{ suggestion.name }</span>
                <small>{ detail(scene, suggestion) }</small>
            </li>
        }
    });
    html! {
        <div class="combobox">
            <label for="place" class="field-label">{ &ui.place_label }</label>
            <input id="place" type="text" ref={scene.field.clone()} role="combobox" autocomplete="off" autocapitalize="words"
                spellcheck="false" enterkeyhint="go" aria-autocomplete="list" aria-controls="suggestions"
                aria-expanded={expanded.to_string()} aria-describedby={parts::described_by(scene.state, true)}
                aria-invalid={scene.state.error.is_some().then_some("true")}
                aria-activedescendant={active.map(|at| ["suggestion-", &at.to_string()].concat())}
                value={draft.typed.clone()} {oninput} {onkeydown}
                onblur={scene.on(|| Action::CloseSuggestions)} />
            <ul id="suggestions" role="listbox" aria-label={ui.place_label.clone()} hidden={!expanded}>{ for items }</ul>
            <p class="status" role="status">{ count }</p>
        </div>
    }
}

/// What tells a suggestion from others of the same name: its municipality, and its region.
fn detail(scene: &Scene, suggestion: &Suggestion) -> String {
    let places = &scene.state.pack.places;
    let region = places.region_of(suggestion.place).and_then(|region| places.region(region));
    let region = region.map_or("", |region| region.name.as_str());
    match suggestion.place {
        Place::Region(_) => scene.texts.ui.place_region.clone(),
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
    let mut regions: Vec<_> = (0u16..).zip(&scene.state.pack.places.regions).collect();
    regions.sort_by(|(_, one), (_, two)| one.name.cmp(&two.name));
    let options = regions.into_iter().map(|(index, region)| {
        html! {
            <option key={region.code.clone()} value={index.to_string()} selected={chosen == Some(Place::Region(index))}>
                { &region.name }
            </option>
        }
    });
    let onchange = scene.act.reform(|event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().value().parse();
        Action::Select(index.ok().map(Place::Region))
    });
    let content = html! {
        <div class="place">
            { scene.heading(&ui.place_list_title) }
            { parts::inline_problem(scene) }
            <label for="region" class="field-label">{ &ui.place_region }</label>
            <select id="region" ref={scene.field.clone()} aria-describedby={parts::described_by(scene.state, false)} {onchange}>
                <option key="" value="" selected={chosen.is_none()}></option>
                { for options }
            </select>
        </div>
    };
    parts::form(scene, "regions", content, scene.link_button(&ui.place_type, Action::ShowTyping))
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
    let content = html! {
        <fieldset aria-describedby={parts::described_by(scene.state, false)}>
            <legend>{ scene.heading(&fill(&ui.which_title, &[("typed", scene.state.draft.typed.trim())])) }</legend>
            { parts::inline_problem(scene) }
            <div class="options">{ for choices }</div>
        </fieldset>
    };
    parts::form(scene, "which", content, scene.link_button(&ui.which_none, Action::ShowTyping))
}
