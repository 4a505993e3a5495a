//! A question with options, or several statements that are answered alike.

use wegwijzer_core::{Kind, Opt};
use yew::prelude::*;

use crate::{
    app::Scene,
    screens::parts::{self, Choice},
    state::Action,
};

pub fn show(scene: &Scene) -> Html {
    let rows = scene.state.rows();
    let key = scene.state.pack.question(rows.start).map_or("", |question| question.id.as_str());
    let content = if rows.len() > 1 { statements(scene) } else { one_question(scene) };
    parts::form(scene, key, content, html! {})
}

fn one_question(scene: &Scene) -> Html {
    let row = scene.state.rows().start;
    let (Some(question), Some(texts)) =
        (scene.state.pack.question(row), scene.texts.questions.get(usize::from(row)))
    else {
        return Html::default();
    };
    let many = question.kind == Kind::Many;
    let hint = if texts.hint.is_empty() && many { &scene.texts.ui.many_hint } else { &texts.hint };
    html! {
        <fieldset aria-describedby={parts::described_by(scene.state, !hint.is_empty())}>
            <legend>{ scene.heading(&texts.title) }</legend>
            { parts::promise(scene) }
            <p id="hint" class="hint" hidden={hint.is_empty()}>{ hint }</p>
            { parts::inline_problem(scene) }
            <div class="options">{ options(scene, 0, many) }</div>
        </fieldset>
    }
}

fn statements(scene: &Scene) -> Html {
    let ui = &scene.texts.ui;
    let statements = scene.state.rows().enumerate().filter_map(|(row, question)| {
        let texts = scene.texts.questions.get(usize::from(question))?;
        let id = &scene.state.pack.question(question)?.id;
        Some(html! {
            <fieldset key={id.clone()} class="statement" data-statement={id.clone()}>
                <legend>{ &texts.title }</legend>
                <div class="scale">{ options(scene, row, false) }</div>
            </fieldset>
        })
    });
    html! {
        <div role="group" aria-labelledby="title" aria-describedby={parts::described_by(scene.state, true)}>
            <div id="title">{ scene.heading(&ui.statements_title) }</div>
            { parts::promise(scene) }
            <p id="hint" class="hint">{ &ui.statements_hint }</p>
            { parts::inline_problem(scene) }
            <div class="statements">{ for statements }</div>
        </div>
    }
}

/// The options of a question by its place on the screen.
fn options(scene: &Scene, row: usize, several: bool) -> Html {
    let Some(question) = scene.state.rows().nth(row) else { return Html::default() };
    let (Some(model), Some(texts)) =
        (scene.state.pack.question(question), scene.texts.questions.get(usize::from(question)))
    else {
        return Html::default();
    };
    let chosen = scene.state.draft.chosen.get(row).copied().unwrap_or_default();
    let choice = |(index, (option, texts)): (u8, (&Opt, &wegwijzer_core::texts::OptionTexts))| {
        parts::choice(
            scene,
            Choice {
                name: model.id.clone(),
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
