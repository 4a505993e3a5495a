//! A pack's questions, guards, scales and rules as plain JSON, with guards as JsonLogic: what the comparison makes the
//! models of the other form libraries from. It is taken from the compiled pack, so that all of them ask what we ask.
//!
//! Only what a form library could hold: of places the municipalities, as options of a list; no services or reasons. A pack with a
//! guard over a region is refused.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use wegwijzer_core::{Guard, Kind, Op, Pack, Texts};

/// The questionnaire of a pack in the words of one of its languages.
///
/// # Errors
/// A guard that says more than the models can.
pub fn questionnaire(pack: &Pack, texts: &Texts) -> Result<Value> {
    let mut questions = Vec::new();
    for (index, question) in (0..).zip(&pack.questions) {
        let words = texts.questions.get(usize::from(index)).context("a question without words")?;
        let option =
            |id: &str, label: &str, exclusive: bool| json!({ "id": id, "label": label, "exclusive": exclusive });
        let options: Vec<Value> = if question.kind == Kind::Place {
            pack.places.municipalities.iter().map(|one| option(&one.code, &one.name, false)).collect()
        } else {
            let options = question.options.iter().zip(&words.options);
            options.map(|(one, words)| option(&one.id, &words.label, one.exclusive)).collect()
        };
        questions.push(json!({
            "id": question.id,
            "kind": match question.kind {
                Kind::One => "one",
                Kind::Many => "many",
                Kind::Statement => "statement",
                Kind::Place => "place",
            },
            "title": words.title,
            "hint": words.hint,
            // Statements of one screen name the same first question.
            "screen": pack.question(pack.screen(index).start).map(|first| &first.id),
            "when": logic(pack, &question.when)?,
            "options": options,
        }));
    }
    let mut rules = Vec::new();
    for rule in &pack.rules {
        rules.push(json!({
            "id": rule.id,
            "role": rule.role.id(),
            "tier": rule.tier,
            "when": logic(pack, &rule.when)?,
            "step": texts.steps.get(usize::from(rule.step)).map(|step| &step.title),
            "service": texts.kinds.get(usize::from(rule.kind)).map(|kind| &kind.name),
        }));
    }
    let ui = &texts.ui;
    Ok(json!({
        "language": texts.language,
        "ui": {
            "name": ui.name(), "back": ui.back(), "next": ui.next(), "result": ui.result_title(),
            "statements": ui.statements_title(), "statementsHint": ui.statements_hint(), "manyHint": ui.many_hint(),
            "first": ui.role_first(), "main": ui.role_main(), "also": ui.role_also(), "person": ui.role_person(),
        },
        "questions": questions,
        "scales": pack.scales.iter().map(|scale| scale_of(pack, scale)).collect::<Vec<_>>(),
        "rules": rules,
    }))
}

fn scale_of(pack: &Pack, scale: &wegwijzer_core::Scale) -> Value {
    let items = scale.items.iter().filter_map(|item| {
        let question = pack.question(item.question)?;
        let points =
            question.options.iter().zip(&item.points).map(|(option, points)| (option.id.clone(), json!(points)));
        Some(json!({ "question": question.id, "points": points.collect::<serde_json::Map<_, _>>() }))
    });
    let bands = scale.bands.iter().map(|band| json!({ "id": band.id, "from": band.from }));
    json!({
        "id": scale.id,
        "needs": scale.needs,
        "items": items.collect::<Vec<_>>(),
        "bands": bands.collect::<Vec<_>>(),
    })
}

/// A guard as JsonLogic over an object of answers: the id of an option, or a list of ids where several may be chosen.
fn logic(pack: &Pack, guard: &Guard) -> Result<Value> {
    let mut waiting: Vec<Value> = Vec::new();
    for &op in &guard.0 {
        let value = match op {
            Op::Chose(question, option) => {
                let question = pack.question(question).context("a guard over a question that is not there")?;
                let option = &question.options.get(usize::from(option)).context("a guard over no option")?.id;
                if question.kind == Kind::Many {
                    json!({ "in": [option, variable(&question.id)] })
                } else {
                    json!({ "==": [variable(&question.id), option] })
                }
            }
            Op::Asked(question) => asked(pack, question)?,
            Op::Answered(question) => json!({ "!!": variable(&id(pack, question)?) }),
            // The author of a form has to say both: that the question is there, and that nothing was chosen.
            Op::Skipped(question) => {
                let empty = json!({ "!": variable(&id(pack, question)?) });
                match asked(pack, question)? {
                    Value::Bool(true) => empty,
                    asked => json!({ "and": [asked, empty] }),
                }
            }
            Op::Band(scale, band) => {
                let scale = pack.scales.get(usize::from(scale)).context("a guard over a scale that is not there")?;
                let band = scale.bands.get(usize::from(band)).map_or("unknown", |band| &band.id);
                json!({ "==": [variable(&scale.id), band] })
            }
            Op::Not => json!({ "!": waiting.pop() }),
            Op::And => joined("and", &mut waiting),
            Op::Or => joined("or", &mut waiting),
            Op::Region(_) | Op::AtLeast(..) => {
                bail!(
                    "a guard of the pack `{}` asks for a region or counts: xtask/src/questionnaire.rs has no model of that yet",
                    pack.id
                )
            }
        };
        waiting.push(value);
    }
    Ok(waiting.pop().unwrap_or(Value::Bool(true)))
}

fn asked(pack: &Pack, question: u16) -> Result<Value> {
    logic(pack, &pack.question(question).context("a guard over a question that is not there")?.when)
}

/// The last two values under one operator, flat: `a or b or c` is one list, as an author would write it.
fn joined(operator: &str, waiting: &mut Vec<Value>) -> Value {
    let mut parts = Vec::new();
    for value in waiting.split_off(waiting.len().saturating_sub(2)) {
        match value.get(operator).and_then(Value::as_array) {
            Some(inner) => parts.extend(inner.iter().cloned()),
            None => parts.push(value),
        }
    }
    json!({ operator: parts })
}

fn variable(id: &str) -> Value {
    json!({ "var": id })
}

fn id(pack: &Pack, question: u16) -> Result<String> {
    Ok(pack.question(question).context("a guard over a question that is not there")?.id.clone())
}
