//! Lines of answers as `wegwijzer run` reads them.

use std::io::BufReader;

use serde_json::Value;
use wegwijzer_cli::results::stream;
use wegwijzer_core::{Kind, Pack};

use super::{See, Verdict, require};
use crate::{
    corpus::Corpus,
    mutate::{text, words},
    random::Random,
};

const WORDS: [&str; 16] = [
    "answers",
    "null",
    "[]",
    "{}",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "1e400",
    "-0",
    "true",
    "\\",
    "place",
    "AM18",
    "1011 AB",
    "[[[[[[[[",
    "{\"answers\":",
];

pub fn one(corpus: &Corpus, random: &mut Random, see: See) -> Verdict {
    let pack = &random.pick(&corpus.bases).compiled.pack;
    let mut input = Vec::new();
    for _ in 0..1 + random.below(3) {
        let line = line(pack, random);
        let others: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
        let edits = random.below(6).saturating_sub(2);
        input.extend(text(&words(&line), &others, edits, random));
        input.extend(*random.pick(&[&b"\n"[..], b"\n", b"\r\n", b"\n\n", b""]));
    }
    see(&String::from_utf8_lossy(&input));
    let (mut output, mut again) = (Vec::new(), Vec::new());
    let good = stream(BufReader::new(&input[..]), &mut output, pack).map_err(|error| error.to_string())?;
    // Another size of buffer, as from a slow program at the other end.
    let same = stream(BufReader::with_capacity(7, &input[..]), &mut again, pack).map_err(|error| error.to_string())?;
    require(good == same && output == again, "the same lines give the same results")?;

    let unmarked = input.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&input);
    let lines = unmarked.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
    let output = String::from_utf8(output).map_err(|error| error.to_string())?;
    require(output.lines().count() == lines, "one line comes out for each line that is not blank")?;
    let mut errors = 0;
    for line in output.lines() {
        let line: Value = serde_json::from_str(line).map_err(|error| format!("a line is JSON: {error}"))?;
        match (line.get("error"), line.get("recommendations")) {
            (Some(error), None) => {
                errors += 1;
                let said =
                    ["where", "found", "expected"].iter().all(|key| error.get(key).is_some_and(Value::is_string));
                require(said, "an error says where, what was found and what was expected")?;
            }
            (None, Some(Value::Array(_))) => {}
            _ => return Err(format!("a line is a result or an error: {line}")),
        }
    }
    require(good == (errors == 0), "the exit status says whether every line could be used")?;
    Ok(good)
}

/// A line that fits the pack, mostly.
fn line(pack: &Pack, random: &mut Random) -> String {
    let mut entries = Vec::new();
    for question in &pack.questions {
        if random.one_in(3) {
            continue;
        }
        let option = |random: &mut Random| match question.options.is_empty() {
            true => String::new(),
            false => format!("\"{}\"", random.pick(&question.options).id),
        };
        let value = match question.kind {
            _ if random.one_in(10) => "null".to_owned(),
            Kind::One | Kind::Statement => option(random),
            Kind::Many => {
                let chosen: Vec<String> = (0..1 + random.below(3)).map(|_| option(random)).collect();
                format!("[{}]", chosen.join(","))
            }
            Kind::Place => match random.below(20) {
                0 => "\"x\"".to_owned(),
                1..8 if !pack.places.regions.is_empty() => format!("\"{}\"", random.pick(&pack.places.regions).code),
                8..16 if !pack.places.municipalities.is_empty() => {
                    format!("\"{}\"", random.pick(&pack.places.municipalities).name)
                }
                _ => format!("\"{}\"", random.below(10_000)),
            },
        };
        entries.push(format!("\"{}\":{value}", question.id));
    }
    format!("{{\"answers\":{{{}}}}}", entries.join(","))
}
