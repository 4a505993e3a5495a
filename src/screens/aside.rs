//! The pages that are one tap away from everywhere: a person to talk to, and what this tool is.

use wegwijzer_core::{State as Said, serve};
use yew::prelude::*;

use crate::{
    app::Scene,
    dom::{attributes, element, line, text},
    screens::parts,
    state::Action,
    words::fill,
};

pub fn talk(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let pack = &scene.state.pack;
    let contacts = |kinds: &[u16], below, tint| {
        element("div", attributes![], kinds.iter().map(|&kind| contact(scene, kind, below, tint)).collect())
    };
    element(
        "div",
        attributes![("key", "talk")],
        vec![
            close(scene),
            scene.heading(ui.talk_title()),
            line("p", "hint", ui.talk_intro()),
            contacts(&pack.talk, 1, "person"),
            scene.subheading(1, "part-title", ui.crisis_title()),
            line("p", "hint", ui.crisis_intro()),
            contacts(&pack.crisis, 2, "first"),
        ],
    )
}

fn contact(scene: &Scene, kind: u16, below: u8, tint: &'static str) -> Html {
    let pack = &scene.state.pack;
    let place = pack.place_question().and_then(|question| match scene.walk.state(question) {
        Said::Answered(wegwijzer_core::Answer::Place(place)) => Some(place),
        _ => None,
    });
    let service = serve(pack, kind, place);
    let Some(texts) = scene.texts.kinds.get(usize::from(kind)) else { return Html::default() };
    let name = service.name.unwrap_or(&texts.name);
    let attributes =
        attributes![("key", service.id), ("class", "card"), ("data-tint", tint), ("data-service", service.id)];
    element(
        "section",
        attributes,
        vec![
            scene.subheading(below, "card-title", name),
            line("p", "who", &texts.about),
            parts::channels(scene, &service),
        ],
    )
}

pub fn about(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let pack = &scene.state.pack;
    let paragraphs =
        scene.texts.about.iter().map(|words| element("p", attributes![("key", words)], vec![text(words)])).collect();
    let reviewed = match &pack.reviewed_by {
        Some(who) => fill(ui.reviewed(), &[("who", who)]),
        None => ui.not_reviewed().to_owned(),
    };
    element(
        "div",
        attributes![("key", "about")],
        vec![
            close(scene),
            scene.heading(ui.about_title()),
            line("p", "notice", &reviewed),
            element("div", attributes![("class", "prose")], paragraphs),
            line("p", "hint", &fill(ui.about_version(), &[("version", &pack.version)])),
            parts::kept(scene, true),
        ],
    )
}

fn close(scene: &Scene) -> Html {
    element("span", attributes![("class", "back")], vec![scene.link_button(scene.texts.ui.close(), Action::Close)])
}
