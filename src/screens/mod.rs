//! Screens: one file for each kind. All of them are plain functions from a [`Scene`] to HTML.

mod aside;
mod parts;
mod place;
mod question;
mod result;
mod review;

use yew::prelude::*;

use crate::{
    app::Scene,
    state::{Aside, State, View},
};

/// The documented name of the screen that is shown.
pub fn name(state: &State) -> &'static str {
    match (state.aside, &state.view) {
        (Some(Aside::Talk), _) => "talk",
        (Some(Aside::About), _) => "about",
        (None, View::Question(question)) if Some(*question) == state.pack.place_question() => "place",
        (None, View::Question(_)) => "question",
        (None, View::Regions) => "regions",
        (None, View::Which(_)) => "which",
        (None, View::Review) => "review",
        (None, View::Result) => "result",
    }
}

/// The screen of a state.
pub fn show(scene: &Scene) -> Html {
    match (scene.state.aside, &scene.state.view) {
        (Some(Aside::Talk), _) => aside::talk(scene),
        (Some(Aside::About), _) => aside::about(scene),
        (None, View::Question(question)) if Some(*question) == scene.state.pack.place_question() => place::typed(scene),
        (None, View::Question(_)) => question::show(scene),
        (None, View::Regions) => place::regions(scene),
        (None, View::Which(municipalities)) => place::which(scene, municipalities),
        (None, View::Review) => review::show(scene),
        (None, View::Result) => result::show(scene),
    }
}
