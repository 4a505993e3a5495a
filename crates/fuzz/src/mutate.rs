//! Damage that keeps its shape: a text is changed word by word and line by line, a list of numbers entry by entry, so that
//! most of what comes out gets past the first check of its reader.

use crate::random::Random;

/// What readers have stumbled over before, here or elsewhere.
const ODD: [&str; 62] = [
    "",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\u{a0}",
    "é",
    "e\u{301}",
    "ÿ",
    "😀",
    "\u{202e}",
    "\u{10ffff}",
    "\"",
    "'",
    "\"\"",
    "\"\"\"",
    "'''",
    "\\",
    "\\\n",
    "\\u00e9",
    "\\UFFFFFFFF",
    "\\x",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "(",
    ")",
    ",",
    ";",
    ".",
    "..",
    "=",
    "==",
    "#",
    "-",
    "_",
    "0",
    "1",
    "-1",
    "00",
    "0x7fffffffffffffff",
    "9223372036854775808",
    "-9223372036854775808",
    "1e999",
    "nan",
    "true",
    "2027-02-30",
    "2027-01-31T00:00:00Z",
    "{n}",
    "{",
    "unknown",
    "not not",
    "a.b.c.d.e",
    "💥,\"",
];

/// A text cut into words, white space and signs.
pub fn words(text: &str) -> Vec<String> {
    let class = |c: char| match c {
        _ if c.is_alphanumeric() || matches!(c, '-' | '_') => 0,
        '\n' => 2,
        _ if c.is_whitespace() => 1,
        _ => 3,
    };
    let mut words: Vec<String> = Vec::new();
    let mut last = 3;
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if class(c) == last && last < 2 => word.push(c),
            _ => words.push(c.to_string()),
        }
        last = class(c);
    }
    words
}

/// Changes some words of a text; `others` are words that it could have.
pub fn text(base: &[String], others: &[String], edits: usize, random: &mut Random) -> Vec<u8> {
    let mut words: Vec<&str> = base.iter().map(String::as_str).collect();
    for _ in 0..edits {
        edit(&mut words, base, others, random);
    }
    let mut bytes = words.concat().into_bytes();
    // Now and then what is no text any more.
    if edits > 0 && random.one_in(12) && !bytes.is_empty() {
        let at = random.below(bytes.len());
        match random.below(3) {
            0 => bytes[at] = random.draw() as u8,
            1 => bytes.truncate(at),
            _ => bytes[at] ^= 1 << random.below(8),
        }
    }
    bytes
}

fn edit<'w>(words: &mut Vec<&'w str>, base: &'w [String], others: &'w [String], random: &mut Random) {
    let at = random.below(words.len());
    let other = |random: &mut Random| match random.below(4) {
        0 => *random.pick(&ODD),
        1 if !base.is_empty() => random.pick(base).as_str(),
        _ if !others.is_empty() => random.pick(others).as_str(),
        _ => "",
    };
    if words.is_empty() {
        words.push(other(random));
        return;
    }
    match random.below(12) {
        0 => drop(words.remove(at)),
        1 => words.insert(at, other(random)),
        2 => words.insert(at, words[at]),
        3 => {
            let with = random.below(words.len());
            words.swap(at, with);
        }
        4 => drop(words.drain(line(words, at))),
        5 => {
            let again = words[line(words, at)].to_vec();
            let to = line(words, random.below(words.len())).start;
            words.splice(to..to, again);
        }
        6 => {
            let end = (at + random.below(30)).min(words.len());
            drop(words.drain(at..end));
        }
        7 => {
            // A stretch of another place, or of the same one many times over.
            let from = random.below(base.len());
            let stretch: Vec<&str> = base.iter().skip(from).take(random.below(20)).map(String::as_str).collect();
            for _ in 0..1 + random.below(40) / 36 * random.below(40) {
                words.splice(at..at, stretch.iter().copied());
            }
        }
        _ => words[at] = other(random),
    }
}

/// The words of the line around a word, its end included.
fn line(words: &[&str], at: usize) -> std::ops::Range<usize> {
    let is_end = |word: &&str| *word == "\n";
    let start = words[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
    let end = words[at..].iter().position(is_end).map_or(words.len(), |end| at + end + 1);
    start..end
}

/// A number that means something: small, or at the end of what a field can hold.
pub fn number(random: &mut Random) -> u32 {
    match random.below(8) {
        0 => u32::MAX,
        1 => random.draw() as u32,
        2 => *random.pick(&[127, 128, 255, 256, 32_767, 32_768, 65_534, 65_535, 65_536]),
        _ => random.below(8) as u32,
    }
}

/// Takes something out of a list, puts something in, repeats a stretch, or, most often, changes something.
pub fn list<T: Clone>(list: &mut Vec<T>, random: &mut Random, other: impl Fn(&mut Random) -> T) {
    if list.is_empty() {
        list.push(other(random));
        return;
    }
    let at = random.below(list.len());
    match random.below(9) {
        0 => drop(list.remove(at)),
        1 => list.insert(at, other(random)),
        2 => {
            let from = random.below(list.len());
            let stretch: Vec<T> = list[from..].iter().take(random.below(12)).cloned().collect();
            list.splice(at..at, stretch);
        }
        3 => {
            let with = random.below(list.len());
            list.swap(at, with);
        }
        _ => list[at] = other(random),
    }
}
