//! What `wegwijzer run` answers: one line of answers in, one line of result out, until the input ends. A line that cannot
//! be used gives an error line, and the others still run. However long a line or the input is, it takes no more memory
//! than one line of [`ANSWER_BYTES`].

use std::io::{self, BufRead, BufReader, Read, Write};

use serde_json::{Map, Value, json};
use wegwijzer_core::{Outcome, Pack, Place, State, Walk, outcome, read as read_scale, replay};
use wegwijzer_pack::limits::ANSWER_BYTES;

use crate::replies::{self, Replies, Unusable};

/// Answers every line of the input, and says whether all of them could be used.
///
/// # Errors
/// What the input or the output says.
pub fn stream<R: Read>(input: BufReader<R>, output: impl Write, pack: &Pack) -> io::Result<bool> {
    let tell = |read: Result<Replies, Unusable>| match read {
        Ok(replies) => result(&replies, pack).to_string(),
        Err(error) => json!({ "error": error }).to_string(),
    };
    stream_told(input, output, pack, tell)
}

/// The same, told by the caller: `tell` gives the lines for one person, or for a line that cannot be used.
///
/// # Errors
/// What the input or the output says.
pub fn stream_told<R: Read>(
    mut input: BufReader<R>,
    mut output: impl Write,
    pack: &Pack,
    tell: impl Fn(Result<Replies, Unusable>) -> String,
) -> io::Result<bool> {
    let mut line = Vec::new();
    let mut good = true;
    for number in 1.. {
        // A program that waits for its result before it sends the next line must get it; a file needs no flush a line.
        if input.buffer().is_empty() {
            output.flush()?;
        }
        let length = read_line(&mut input, &mut line)?;
        if length == 0 {
            break;
        }
        let mut text = line.as_slice();
        if number == 1 {
            text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        }
        let text = text.trim_ascii();
        if text.is_empty() {
            continue;
        }
        let read = match length {
            ..=ANSWER_BYTES => replies::read(text, number, pack),
            _ => Err(Unusable::too_long(number, length)),
        };
        good &= read.is_ok();
        output.write_all(tell(read).as_bytes())?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(good)
}

/// Reads the next line, or the beginning of one that is too long, whose rest is passed over. Gives the length of the
/// whole line, 0 at the end of the input.
fn read_line<R: Read>(input: &mut BufReader<R>, line: &mut Vec<u8>) -> io::Result<u64> {
    line.clear();
    // The line end does not count.
    let mut length = input.by_ref().take(ANSWER_BYTES + 1).read_until(b'\n', line)? as u64;
    if length <= ANSWER_BYTES || line.ends_with(b"\n") {
        return Ok(length.min(ANSWER_BYTES));
    }
    loop {
        let rest = input.fill_buf()?;
        let end = rest.iter().position(|&byte| byte == b'\n');
        let taken = end.map_or(rest.len(), |end| end + 1);
        input.consume(taken);
        length += end.unwrap_or(taken) as u64;
        if end.is_some() || taken == 0 {
            return Ok(length);
        }
    }
}

fn result(replies: &Replies, pack: &Pack) -> Value {
    let walk = replay(pack, &replies.answers);
    let outcome = outcome(pack, &walk);
    let id = |question: u16| pack.question(question).map_or("", |question| question.id.as_str());
    let is_asked = |question: u16| walk.state(question) != State::NotAsked;

    let mut line = Map::new();
    line.insert("asked".to_owned(), walk.asked().map(id).collect());
    line.insert("scales".to_owned(), scales(pack, &walk));
    let municipality = outcome.place.and_then(Place::municipality).and_then(|index| pack.places.municipality(index));
    let region = outcome.place.and_then(|place| pack.places.region_of(place));
    let region = region.and_then(|index| pack.places.region(index));
    line.insert("municipality".to_owned(), json!(municipality.map(|one| &one.code)));
    line.insert("region".to_owned(), json!(region.map(|one| &one.code)));
    line.insert("recommendations".to_owned(), recommendations(pack, &outcome));
    let ignored = replies.answered.iter().copied().filter(|&question| !is_asked(question));
    line.insert("ignored".to_owned(), ignored.map(id).collect());
    if let Some((question, municipalities)) = &replies.which
        && is_asked(*question)
    {
        let codes = municipalities.iter().filter_map(|&index| pack.places.municipality(index));
        let codes: Vec<&str> = codes.map(|one| one.code.as_str()).collect();
        let mut needs = Map::new();
        needs.insert(id(*question).to_owned(), json!(codes));
        line.insert("needs".to_owned(), Value::Object(needs));
    }
    Value::Object(line)
}

fn scales(pack: &Pack, walk: &Walk) -> Value {
    let mut scales = Map::new();
    for scale in &pack.scales {
        let reading = read_scale(scale, walk);
        let band = reading.band.and_then(|band| scale.bands.get(usize::from(band)));
        let band = band.map_or("unknown", |band| band.id.as_str());
        scales.insert(scale.id.clone(), json!({ "sum": reading.sum, "band": band }));
    }
    Value::Object(scales)
}

fn recommendations(pack: &Pack, outcome: &Outcome) -> Value {
    let one = |one: &wegwijzer_core::Recommendation| {
        let rule = pack.rules.get(usize::from(one.rule)).map_or("", |rule| rule.id.as_str());
        let step = pack.steps.get(usize::from(one.step)).map_or("", |step| step.id.as_str());
        let kind = pack.kinds.get(usize::from(one.service.kind)).map_or("", String::as_str);
        let mut channels = Map::new();
        let all = [("url", one.service.url), ("phone", one.service.phone), ("address", one.service.address)];
        for (channel, value) in all {
            if let Some(value) = value {
                channels.insert(channel.to_owned(), value.into());
            }
        }
        let reasons: Vec<&str> = one
            .reasons
            .iter()
            .filter_map(|reason| pack.question(reason.question))
            .map(|question| question.id.as_str())
            .collect();
        json!({
            "role": one.role.id(),
            "equal": one.equal,
            "fallback": one.fallback,
            "rule": rule,
            "step": step,
            "service": one.service.id,
            "kind": kind,
            "channels": channels,
            "reasons": reasons,
        })
    };
    outcome.recommendations.iter().map(one).collect()
}
