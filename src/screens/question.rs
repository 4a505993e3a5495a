//! A question with options, or several statements that are answered alike.

use wegwijzer_core::{Kind, Opt};
use yew::prelude::*;

use crate::{
    app::Scene,
    dom::{attributes, element, text},
    screens::parts::{self, Choice},
    state::Action,
};

pub fn show(scene: &Scene) -> Html {
    let rows = scene.state.rows();
    let key = scene.state.pack.question(rows.start).map_or("", |question| question.id.as_str());
    let content = if rows.len() > 1 { statements(scene) } else { one_question(scene) };
    parts::form(scene, key, content, Html::default())
}

fn one_question(scene: &Scene) -> Html {
    let row = scene.state.rows().start;
    let (Some(question), Some(texts)) = (scene.state.pack.question(row), scene.texts.questions.get(usize::from(row)))
    else {
        return Html::default();
    };
    let many = question.kind == Kind::Many;
    let hint = if texts.hint.is_empty() && many { scene.texts.ui.many_hint() } else { &texts.hint };
    let described_by = parts::described_by(scene.state, !hint.is_empty());
    element(
        "fieldset",
        attributes![("aria-describedby", described_by)],
        vec![
            element("legend", attributes![], vec![scene.heading(&texts.title)]),
            parts::promise(scene),
            parts::hint(hint),
            parts::inline_problem(scene),
            element("div", attributes![("class", "options")], options(scene, 0, many)),
        ],
    )
}

fn statements(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let statements = scene.state.rows().enumerate().filter_map(|(row, question)| {
        let texts = scene.texts.questions.get(usize::from(question))?;
        let id = &scene.state.pack.question(question)?.id;
        Some(element(
            "fieldset",
            attributes![("key", id), ("class", "statement"), ("data-statement", id)],
            vec![
                element("legend", attributes![], vec![text(&texts.title)]),
                element("div", attributes![("class", "scale")], options(scene, row, false)),
            ],
        ))
    });
    let described_by = parts::described_by(scene.state, true);
    element(
        "div",
        attributes![("role", "group"), ("aria-labelledby", "title"), ("aria-describedby", described_by)],
        vec![
            element("div", attributes![("id", "title")], vec![scene.heading(ui.statements_title())]),
            parts::promise(scene),
            parts::hint(ui.statements_hint()),
            parts::inline_problem(scene),
            element("div", attributes![("class", "statements")], statements.collect()),
        ],
    )
}

/// The options of a question by its place on the screen.
fn options(scene: &Scene, row: usize, several: bool) -> Vec<Html> {
    let Some(question) = scene.state.rows().nth(row) else { return Vec::new() };
    let (Some(model), Some(texts)) =
        (scene.state.pack.question(question), scene.texts.questions.get(usize::from(question)))
    else {
        return Vec::new();
    };
    let chosen = scene.state.draft.chosen.get(row).copied().unwrap_or_default();
    let choice = |(index, (option, texts)): (u8, (&Opt, &wegwijzer_core::texts::OptionTexts))| {
        parts::choice(
            scene,
            Choice {
                name: &model.id,
                option: &option.id,
                label: &texts.label,
                detail: "",
                several,
                checked: chosen.has(index),
                first: row == 0 && index == 0,
                icon: parts::icon_of(scene.state, option),
                action: Action::Choose { row, option: index },
            },
        )
    };
    (0u8..).zip(model.options.iter().zip(&texts.options)).map(choice).collect()
}
