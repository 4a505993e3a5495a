//! The place question: a box with suggestions, the list of regions, and "which one?".
//!
//! The box follows the combobox pattern of ARIA 1.2 with a list of suggestions: the focus stays in the box, the arrow keys
//! move through the list, Enter takes a suggestion, Escape and Tab close. Typing a full name and pressing Enter works as well.
//! A press of the mouse elsewhere closes nothing: what is below would move away under the pointer before the release.

use std::iter;

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use wegwijzer_core::{Place, Region, Suggestion};
use yew::{prelude::*, virtual_dom::ListenerKind};

use crate::{
    app::{Scene, chosen_index, option},
    dom::{Input, attributes, element, input, line, live_element, text, yes},
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
        attributes![("class", "place")],
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

    let typed = scene.listen(ListenerKind::oninput, |event| {
        Some(Action::Type(event.target()?.unchecked_into::<HtmlInputElement>().value()))
    });
    let key = scene.listen(ListenerKind::onkeydown, move |event| {
        let event: KeyboardEvent = event.unchecked_into();
        // Keys that compose a letter belong to the keyboard of the language, not to the list.
        if event.is_composing() {
            return None;
        }
        let action = match (event.key().as_str(), active) {
            ("ArrowDown", _) => Action::Arrow { down: true },
            ("ArrowUp", _) => Action::Arrow { down: false },
            ("Escape" | "Tab", _) if expanded => Action::CloseSuggestions,
            ("Enter", Some(at)) => Action::Pick(at),
            _ => return None,
        };
        if event.key() != "Tab" {
            // Escape that closes the list must not close a dialog of the host as well, with all answers.
            event.prevent_default();
            event.stop_propagation();
        }
        Some(action)
    });
    let count = if expanded { fill(ui.place_count(), &[("n", &suggestions.len().to_string())]) } else { String::new() };
    let items = suggestions.iter().enumerate().map(|(at, suggestion)| {
        let pick = scene.on(ListenerKind::onclick, Action::Pick(at));
        // The press would take the focus out of the box before the click arrives.
        let press = scene.listen(ListenerKind::onmousedown, |event| {
            event.prevent_default();
            None
        });
        let id = suggestion_id(at);
        let attributes = attributes![
            ("key", &id),
            ("id", &id),
            ("role", "option"),
            ("data-place", code(scene, suggestion.place)),
            ("aria-selected", yes_or_no(active == Some(at))),
        ];
        let name = element("span", attributes![], vec![text(suggestion.name)]);
        let children = vec![name, line("small", "detail", &detail(scene, suggestion))];
        live_element("li", attributes, &NodeRef::default(), &[pick, press], children)
    });
    let attributes = attributes![
        ("id", "suggestions"),
        ("role", "listbox"),
        ("aria-label", ui.place_label()),
        ("hidden", yes(!expanded)),
    ];
    let list = element("ul", attributes, items.collect());
    let attributes = attributes![
        ("id", "place"),
        ("type", "text"),
        ("role", "combobox"),
        ("autocomplete", "off"),
        ("autocapitalize", "words"),
        ("spellcheck", "false"),
        ("enterkeyhint", "go"),
        ("aria-autocomplete", "list"),
        ("aria-controls", "suggestions"),
        ("aria-expanded", yes_or_no(expanded)),
        ("aria-describedby", parts::described_by(scene.state, true)),
        ("aria-invalid", yes(scene.state.error.is_some())),
        ("aria-activedescendant", &active.map(suggestion_id).unwrap_or_default()),
    ];
    let input = input(Input::Text(&draft.typed), attributes, &scene.nodes.field, &[typed, key]);
    element(
        "div",
        attributes![("class", "combobox")],
        vec![
            element("label", attributes![("for", "place"), ("class", "field-label")], vec![text(ui.place_label())]),
            input,
            list,
            element("p", attributes![("class", "status"), ("role", "status")], vec![text(&count)]),
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

fn suggestion_id(at: usize) -> String {
    ["suggestion-", &at.to_string()].concat()
}

/// The value of an attribute that always says which.
fn yes_or_no(says: bool) -> &'static str {
    if says { "true" } else { "false" }
}

fn code<'a>(scene: &'a Scene, place: Place) -> &'a str {
    let places = &scene.state.pack.places;
    match place {
        Place::Municipality(index) => places.municipality(index).map_or("", |municipality| &municipality.code),
        Place::Region(index) => places.region(index).map_or("", |region| &region.code),
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
    let options = regions
        .into_iter()
        .map(|(index, region)| option(&index.to_string(), "", chosen == Some(Place::Region(index)), &region.name));
    let nothing = option("", "", chosen.is_none(), "");
    let change = scene.listen(ListenerKind::onchange, |event| {
        let index = chosen_index(&event).and_then(|index| u16::try_from(index).ok());
        Some(Action::Select(index.map(Place::Region)))
    });
    let attributes = attributes![("id", "region"), ("aria-describedby", "problem")];
    let options = iter::once(nothing).chain(options).collect();
    let select = live_element("select", attributes, &scene.nodes.field, &[change], options);
    let content = element(
        "div",
        attributes![("class", "place")],
        vec![
            scene.heading(ui.place_list_title()),
            parts::inline_problem(scene),
            element("label", attributes![("for", "region"), ("class", "field-label")], vec![text(ui.place_region())]),
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
                name: "which",
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
        attributes![("aria-describedby", parts::described_by(scene.state, false))],
        vec![
            element("legend", attributes![], vec![scene.heading(&title)]),
            parts::inline_problem(scene),
            element("div", attributes![("class", "options")], choices.collect()),
        ],
    );
    parts::form(scene, "which", content, scene.link_button(ui.which_none(), Action::ShowTyping))
}
