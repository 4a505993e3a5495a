//! The result: what to sort out first, the one next step, what helps besides, and a person to talk to.
//!
//! Every card says who helps, how to reach them, because of which answers, and where that knowledge comes from.

use wegwijzer_core::{Answer, Place, Recommendation, Role, State as Said, Status, outcome};
use yew::prelude::*;

use crate::{
    app::Scene,
    content::date,
    dom::{attributes, element, line, text, yes},
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
    element(
        "div",
        attributes![("key", "result")],
        vec![
            element("span", attributes![("class", "back")], vec![scene.link_button(ui.review(), Action::ShowReview)]),
            scene.heading(ui.result_title()),
            region_line(scene, outcome.place),
            line("p", "notice", if scene.content.stale { ui.stale() } else { "" }),
            folded(scene, &of_role(Role::First)),
            element(
                "div",
                attributes![("class", "mains"), ("data-count", &mains.len().to_string())],
                cards(scene, &mains),
            ),
            folded(scene, &of_role(Role::Also)),
            element("div", attributes![], cards(scene, &of_role(Role::Person))),
            // Nobody has checked a row by hand yet, and the page says so.
            line("p", "source", ui.not_checked()),
            parts::kept(scene, true),
        ],
    )
}

fn cards(scene: &Scene, all: &[&Recommendation]) -> Vec<Html> {
    all.iter().map(|one| card(scene, one)).collect()
}

fn region_line(scene: &Scene, place: Option<Place>) -> Html {
    let ui = &scene.texts.ui;
    let is_asked = |&question: &u16| scene.walk.state(question) != Said::NotAsked;
    let Some(question) = scene.state.pack.place_question().filter(is_asked) else { return line("p", "region", "") };
    let words = match place {
        Some(place) => fill(ui.for_region(), &[("region", &place_name(scene, place))]),
        None => ui.for_nobody().to_owned(),
    };
    let change = scene.link_button(ui.change_place(), Action::Change(question));
    element("p", attributes![("class", "region")], vec![text(&words), text(" "), change])
}

/// Two of a role, and the rest behind "more".
fn folded(scene: &Scene, all: &[&Recommendation]) -> Html {
    let (shown, more) = all.split_at(all.len().min(SHOWN));
    let summary = fill(scene.texts.ui.more(), &[("n", &more.len().to_string())]);
    let rest = element("div", attributes![], cards(scene, more));
    element(
        "div",
        attributes![],
        vec![element("div", attributes![], cards(scene, shown)), details(&summary, rest, more.is_empty())],
    )
}

/// Something that a tap opens, without a script.
fn details(summary: &str, content: Html, hidden: bool) -> Html {
    let summary = element("summary", attributes![], vec![text(summary)]);
    element("details", attributes![("class", "more"), ("hidden", yes(hidden))], vec![summary, content])
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
        (Role::First, _) => ui.role_first(),
        (Role::Main, false) => ui.role_main(),
        (Role::Main, true) => ui.role_main_equal(),
        (Role::Also, _) => ui.role_also(),
        (Role::Person, _) => ui.role_person(),
    };
    let name = one.service.name.unwrap_or(&kind.name);
    let find = !one.service.has_channel() && !kind.find.is_empty();
    let actions =
        step_texts.actions.iter().map(|words| element("li", attributes![("key", words)], vec![text(words)])).collect();
    let actions = element("ol", attributes![("class", "actions")], actions);
    // What helps besides is one tap further, so that the one next step is not lost among many on a phone.
    let actions = if one.role == Role::Also { details(ui.how(), actions, false) } else { actions };
    let attributes = attributes![
        ("key", rule),
        ("class", "card"),
        ("data-role", one.role.id()),
        ("data-rule", rule),
        ("data-step", step),
        ("data-service", one.service.id),
    ];
    let who = vec![line("b", "name", name), text(". "), text(&kind.about)];
    element(
        "section",
        attributes,
        vec![
            line("p", "role", role),
            scene.subheading(1, "card-title", &step_texts.title),
            line("p", "notice", if one.fallback { ui.fallback() } else { "" }),
            element("p", attributes![("class", "who")], who),
            actions,
            line("p", "find", if find { &kind.find } else { "" }),
            parts::channels(scene, &one.service),
            because(scene, one),
            source(scene, one),
        ],
    )
}

fn because(scene: &Scene, one: &Recommendation) -> Html {
    let ui = &scene.texts.ui;
    let place = scene.state.pack.place_question();
    let and = [" ", ui.and(), " "].concat();
    let mut said: Vec<String> = Vec::new();
    for reason in &one.reasons {
        if Some(reason.question) == place {
            if let Said::Answered(Answer::Place(place)) = scene.walk.state(reason.question) {
                said.push(fill(ui.because_place(), &[("place", &place_name(scene, place))]));
            }
            continue;
        }
        let texts = scene.texts.questions.get(usize::from(reason.question));
        let options = texts.map_or(&[][..], |texts| &texts.options);
        let phrases = reason.options.iter().filter_map(|option| options.get(usize::from(option)));
        said.extend(phrases.map(|texts| texts.because.clone()));
    }
    let mut words = vec![text(if said.is_empty() { ui.because_nothing() } else { ui.because() })];
    for (at, phrase) in said.iter().enumerate() {
        words.push(text(match at {
            0 => " ",
            _ if at + 1 == said.len() => &and,
            _ => ", ",
        }));
        words.push(line("b", "said", phrase));
    }
    element("p", attributes![("class", "because")], words)
}

/// Where the knowledge comes from.
fn source(scene: &Scene, one: &Recommendation) -> Html {
    let ui = &scene.texts.ui;
    let mut words = String::new();
    for row in &one.service.rows {
        let date = date(&row.source_date, ui.months());
        let source = if row.source_date.is_empty() { ui.source_undated() } else { ui.source() };
        words.push_str(&fill(source, &[("source", &row.source), ("date", &date)]));
        words.push(' ');
        if row.second_hand {
            words.push_str(ui.second_hand());
            words.push(' ');
        }
        if row.status == Status::Ending {
            words.push_str(ui.ending());
            words.push(' ');
        }
    }
    line("p", "source", &words)
}
