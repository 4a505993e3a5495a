//! The pages that are one tap away from everywhere: a person to talk to, and what this tool is.

use wegwijzer_core::{State as Said, serve};
use yew::prelude::*;

use crate::{
    app::Scene,
    screens::parts,
    state::Action,
    words::fill,
};

pub fn talk(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let pack = &scene.state.pack;
    html! {
        <div class="aside" key="talk">
            { close(scene) }
            { scene.heading(&ui.talk_title) }
            <p class="hint">{ &ui.talk_intro }</p>
            <div>{ for pack.talk.iter().map(|&kind| contact(scene, kind, "person")) }</div>
            { scene.subheading(1, "part-title", &ui.crisis_title) }
            <p class="hint">{ &ui.crisis_intro }</p>
            <div>{ for pack.crisis.iter().map(|&kind| contact(scene, kind, "first")) }</div>
        </div>
    }
}

fn contact(scene: &Scene, kind: u16, class: &'static str) -> Html {
    let pack = &scene.state.pack;
    let place = pack.place_question().and_then(|question| match scene.walk.state(question) {
        Said::Answered(wegwijzer_core::Answer::Place(place)) => Some(place),
        _ => None,
    });
    let service = serve(pack, kind, place);
    let Some(texts) = scene.texts.kinds.get(usize::from(kind)) else { return Html::default() };
    let name = service.name.unwrap_or(&texts.name);
    html! {
        <section key={kind.to_string()} class={classes!("card", class)} data-service={service.id.to_owned()}>
            { scene.subheading(2, "card-title", name) }
            <p>{ &texts.about }</p>
            { parts::channels(scene, &service, false) }
        </section>
    }
}

pub fn about(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let pack = &scene.state.pack;
    let paragraphs = scene.texts.about.iter().enumerate().map(|(at, text)| html! { <p key={at}>{ text }</p> });
    let reviewed = match &pack.reviewed_by {
        Some(who) => fill(&ui.reviewed, &[("who", who)]),
        None => ui.not_reviewed.clone(),
    };
    html! {
        <div class="aside" key="about">
            { close(scene) }
            { scene.heading(&ui.about_title) }
            <p class="notice">{ reviewed }</p>
            <div class="prose">{ for paragraphs }</div>
            <p class="hint">{ fill(&ui.about_version, &[("version", &pack.version)]) }</p>
        </div>
    }
}

fn close(scene: &Scene) -> Html {
    html! { <span class="back">{ scene.link_button(&scene.texts.ui.close, Action::Close) }</span> }
}
