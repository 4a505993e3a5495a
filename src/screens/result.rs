//! The result: what to sort out first, the one next step, what helps besides, and a person to talk to.
//!
//! Every card says who helps, how to reach them, because of which answers, and where that knowledge comes from.

use wegwijzer_core::{Recommendation, Role, outcome};
use yew::prelude::*;

use crate::{
    app::Scene,
    content::date,
    screens::{parts, review::place_name},
    state::Action,
    words::fill,
};

/// How many recommendations of the roles *first* and *also* are shown at once; the rest stand behind "more".
const SHOWN: usize = 2;

pub fn show(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let outcome = outcome(&scene.state.pack, scene.walk);
    let of_role = |role: Role| -> Vec<&Recommendation> {
        outcome.recommendations.iter().filter(|one| one.role == role).collect()
    };
    let mains = of_role(Role::Main);
    let equals = mains.len() > 1;
    html! {
        <div class="result" key="result">
            <span class="back">{ scene.link_button(&ui.review, Action::ShowReview) }</span>
            { scene.heading(&ui.result_title) }
            { region_line(scene, outcome.place) }
            <p class="notice" hidden={!scene.content.stale}>{ if scene.content.stale { ui.stale.as_str() } else { "" } }</p>
            { folded(scene, &of_role(Role::First)) }
            <div class={if equals { "equals" } else { "alone" }}>{ for mains.iter().map(|one| card(scene, one)) }</div>
            { folded(scene, &of_role(Role::Also)) }
            <div>{ for of_role(Role::Person).iter().map(|one| card(scene, one)) }</div>
        </div>
    }
}

fn region_line(scene: &Scene, place: Option<wegwijzer_core::Place>) -> Html {
    let ui = &scene.texts.ui;
    let Some(question) = scene.state.pack.place_question() else { return html! { <p hidden=true /> } };
    let line = match place {
        Some(place) => fill(&ui.for_region, &[("region", &place_name(scene, place))]),
        None => ui.for_nobody.clone(),
    };
    html! {
        <p class="region">{ line }{ " " }{ scene.link_button(&ui.change_place, Action::Change(question)) }</p>
    }
}

/// Two of a role, and the rest behind "more".
fn folded(scene: &Scene, all: &[&Recommendation]) -> Html {
    let (shown, more) = all.split_at(all.len().min(SHOWN));
    html! {
        <div>
            <div>{ for shown.iter().map(|one| card(scene, one)) }</div>
            <details class="more" hidden={more.is_empty()}>
                <summary>{ fill(&scene.texts.ui.more, &[("n", &more.len().to_string())]) }</summary>
                <div>{ for more.iter().map(|one| card(scene, one)) }</div>
            </details>
        </div>
    }
}

fn card(scene: &Scene, one: &Recommendation) -> Html {
    let ui = &scene.texts.ui;
    let pack = &scene.state.pack;
    let rule = pack.rules.get(usize::from(one.rule)).map_or("", |rule| rule.id.as_str());
    let step = pack.steps.get(usize::from(one.step)).map_or("", |step| step.id.as_str());
    let (Some(step_texts), Some(kind)) =
        (scene.texts.steps.get(usize::from(one.step)), scene.texts.kinds.get(usize::from(one.service.kind)))
    else {
        return Html::default();
    };
    let role = match (one.role, one.equal) {
        (Role::First, _) => &ui.role_first,
        (Role::Main, false) => &ui.role_main,
        (Role::Main, true) => &ui.role_main_equal,
        (Role::Also, _) => &ui.role_also,
        (Role::Person, _) => &ui.role_person,
    };
    let name = one.service.name.unwrap_or(&kind.name);
    let find = !one.service.has_channel() && !kind.find.is_empty();
    let actions = step_texts.actions.iter().enumerate().map(|(at, action)| html! { <li key={at}>{ action }</li> });
    html! {
        <section key={rule.to_owned()} class={classes!("card", one.role.id())} data-role={one.role.id()}
            data-rule={rule.to_owned()} data-step={step.to_owned()} data-service={one.service.id.to_owned()}>
            <p class="role">{ role }</p>
            { scene.subheading(1, "card-title", &step_texts.title) }
            <p class="notice" hidden={!one.fallback}>{ if one.fallback { ui.fallback.as_str() } else { "" } }</p>
            <ol class="actions" hidden={step_texts.actions.is_empty()}>{ for actions }</ol>
            <p class="who"><b>{ name }</b>{ ". " }{ &kind.about }</p>
            <p class="find" hidden={!find}>{ if find { kind.find.as_str() } else { "" } }</p>
            { parts::channels(scene, &one.service, one.role == Role::Main) }
            { because(scene, one) }
            { source(scene, one) }
        </section>
    }
}

fn because(scene: &Scene, one: &Recommendation) -> Html {
    let ui = &scene.texts.ui;
    let place = scene.state.pack.place_question();
    let mut said: Vec<String> = Vec::new();
    for reason in &one.reasons {
        if Some(reason.question) == place {
            if let wegwijzer_core::State::Answered(wegwijzer_core::Answer::Place(place)) = scene.walk.state(reason.question) {
                said.push(fill(&ui.because_place, &[("place", &place_name(scene, place))]));
            }
            continue;
        }
        let texts = scene.texts.questions.get(usize::from(reason.question));
        let options = texts.map_or(&[][..], |texts| &texts.options);
        let phrases = reason.options.iter().filter_map(|option| options.get(usize::from(option)));
        said.extend(phrases.map(|texts| texts.because.clone()));
    }
    let last = said.len().saturating_sub(1);
    let parts = said.iter().enumerate().map(|(at, phrase)| {
        let between = match at {
            0 => " ".to_owned(),
            _ if at == last => [" ", &ui.and, " "].concat(),
            _ => ", ".to_owned(),
        };
        html! { <span key={at}>{ between }<b>{ phrase }</b></span> }
    });
    html! {
        <p class="because">
            { if said.is_empty() { ui.because_nothing.as_str() } else { ui.because.as_str() } }
            <span>{ for parts }</span>
            { if said.is_empty() { "" } else { "." } }
        </p>
    }
}

/// Where the knowledge comes from. Nobody has checked a row by hand yet, and the card says so.
fn source(scene: &Scene, one: &Recommendation) -> Html {
    let ui = &scene.texts.ui;
    let sources = one.service.rows.iter().map(|row| {
        let line = if row.source_date.is_empty() {
            fill(&ui.source_undated, &[("source", &row.source)])
        } else {
            let date = date(&row.source_date, &scene.texts.language);
            fill(&ui.source, &[("source", &row.source), ("date", &date)])
        };
        let ending = row.status == wegwijzer_core::Status::Ending;
        html! {
            <span key={row.id.clone()}>
                { line }{ " " }
                { if row.second_hand { ui.second_hand.as_str() } else { "" } }{ " " }
                { if ending { ui.ending.as_str() } else { "" } }{ " " }
            </span>
        }
    });
    html! { <p class="source"><span>{ for sources }</span>{ &ui.not_checked }</p> }
}
