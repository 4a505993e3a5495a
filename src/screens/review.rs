//! The list of answers: what was said, each with a way to change it.

use wegwijzer_core::{Answer, OptionSet, Place, State as Said};
use yew::prelude::*;

use crate::{
    app::Scene,
    dom::{attributes, element, line, text},
    state::Action,
    words::fill,
};

pub fn show(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let rows = scene.walk.asked().filter_map(|question| row(scene, question)).collect();
    let to_result = scene.button("button", Action::ShowResult, vec![text(ui.to_result())]);
    element(
        "div",
        attributes![("key", "review")],
        vec![
            scene.heading(ui.review_title()),
            element("dl", attributes![("class", "answers")], rows),
            element("div", attributes![("class", "row")], vec![to_result]),
        ],
    )
}

fn row(scene: &Scene, question: u16) -> Option<Html> {
    let ui = &scene.texts.ui;
    let texts = scene.texts.questions.get(usize::from(question))?;
    let id = &scene.state.pack.question(question)?.id;
    let what = fill(ui.change_what(), &[("question", &texts.title)]);
    let words = vec![text(ui.change()), text(" "), line("span", "unseen", &what)];
    let change = scene.button("link", Action::Change(question), words);
    Some(element(
        "div",
        attributes![("key", id), ("class", "answer"), ("data-question", id)],
        vec![
            element("dt", attributes![], vec![text(&texts.title)]),
            element("dd", attributes![], vec![text(&said(scene, question))]),
            element("dd", attributes![("class", "change")], vec![change]),
        ],
    ))
}

fn said(scene: &Scene, question: u16) -> String {
    match scene.walk.state(question) {
        Said::Answered(Answer::Options(chosen)) => labels(scene, question, chosen).join(", "),
        Said::Answered(Answer::Place(place)) => place_name(scene, place),
        Said::Skipped | Said::NotAsked => scene.texts.ui.skipped().to_owned(),
    }
}

fn labels<'a>(scene: &'a Scene, question: u16, chosen: OptionSet) -> Vec<&'a str> {
    let texts = scene.texts.questions.get(usize::from(question));
    let options = texts.map_or(&[][..], |texts| &texts.options);
    chosen.iter().filter_map(|option| options.get(usize::from(option))).map(|option| option.label.as_str()).collect()
}

/// A municipality with its region, or a region.
pub fn place_name(scene: &Scene, place: Place) -> String {
    let places = &scene.state.pack.places;
    let region = places.region_of(place).and_then(|region| places.region(region)).map_or("", |region| &region.name);
    match place.municipality().and_then(|index| places.municipality(index)) {
        Some(municipality) if municipality.name != region => [&municipality.name, " (", region, ")"].concat(),
        _ => region.to_owned(),
    }
}
