//! Places: postcode, town, municipality or region -> municipality -> region, offline.
//!
//! A postcode, a town, a municipality, a former name and an alias of one municipality are the same answer. Capitals,
//! accents, spaces, hyphens, what stands in brackets behind a name, and the letters of a full postcode do not matter.

use alloc::{string::String, vec::Vec};

use crate::pack::{numbered, require};

/// Where somebody lives: indices into [`Places`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A municipality, and through it a region.
    Municipality(u16),
    /// A region alone.
    Region(u16),
}

impl Place {
    /// The municipality, if it is known.
    pub fn municipality(self) -> Option<u16> {
        match self {
            Place::Municipality(municipality) => Some(municipality),
            Place::Region(_) => None,
        }
    }
}

/// The places of a pack. All lists may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// How many digits a postcode has; 0: the pack has no postcodes.
    pub postcode_digits: u8,
    /// In declared order.
    pub regions: Vec<Region>,
    /// In declared order.
    pub municipalities: Vec<Municipality>,
    /// Runs of consecutive postcodes of one municipality, ascending.
    pub postcodes: Vec<PostcodeRun>,
    /// Postcodes that lie in several municipalities, ascending.
    pub split: Vec<SplitPostcode>,
}

/// The area whose service a person goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
}

/// A municipality.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Municipality {
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its region.
    pub region: u16,
    /// Other and former names.
    pub aliases: Vec<String>,
    /// Towns and villages, also those of the municipality's own name.
    pub towns: Vec<String>,
}

/// Consecutive postcodes of one municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostcodeRun {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// The municipality.
    pub municipality: u16,
}

/// A postcode in several municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitPostcode {
    /// The postcode.
    pub code: u32,
    /// The municipalities, the one with the most addresses first.
    pub municipalities: Vec<u16>,
}

/// What a typed text stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Nothing that the pack knows.
    Unknown,
    /// One place.
    One(Place),
    /// Several municipalities: ask which.
    Several(Vec<u16>),
}

/// A name that begins as typed, and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion<'p> {
    /// The name that matched.
    pub name: &'p str,
    /// Where it is.
    pub place: Place,
}

impl Places {
    /// Whether there is any place to choose.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }

    /// A region by index.
    pub fn region(&self, index: u16) -> Option<&Region> {
        self.regions.get(usize::from(index))
    }

    /// A municipality by index.
    pub fn municipality(&self, index: u16) -> Option<&Municipality> {
        self.municipalities.get(usize::from(index))
    }

    /// The region of a place.
    pub fn region_of(&self, place: Place) -> Option<u16> {
        match place {
            Place::Municipality(index) => self.municipality(index).map(|municipality| municipality.region),
            Place::Region(region) => Some(region),
        }
    }

    /// Whether the place is in the pack.
    pub fn has(&self, place: Place) -> bool {
        match place {
            Place::Municipality(index) => self.municipality(index).is_some(),
            Place::Region(index) => self.region(index).is_some(),
        }
    }

    /// The place with an official code, of a region or a municipality.
    pub fn by_code(&self, code: &str) -> Option<Place> {
        let region = crate::pack::position(&self.regions, |region| region.code == code).map(Place::Region);
        region.or_else(|| crate::pack::position(&self.municipalities, |one| one.code == code).map(Place::Municipality))
    }

    /// The municipalities of a postcode: none, one, or several where it is split.
    pub fn postcode(&self, code: u32) -> Resolved {
        if let Ok(at) = self.split.binary_search_by_key(&code, |split| split.code) {
            return self
                .split
                .get(at)
                .map_or(Resolved::Unknown, |split| Resolved::Several(split.municipalities.clone()));
        }
        let after = self.postcodes.partition_point(|run| run.first <= code);
        match after.checked_sub(1).and_then(|at| self.postcodes.get(at)) {
            Some(run) if code <= run.last => Resolved::One(Place::Municipality(run.municipality)),
            _ => Resolved::Unknown,
        }
    }

    /// What a typed text stands for: a postcode, or the full name of a town, municipality or region. A name that is a
    /// region and a municipality at once is the municipality.
    pub fn resolve(&self, typed: &str) -> Resolved {
        if let Some(code) = self.read_postcode(typed) {
            return self.postcode(code);
        }
        match (self.called(&fold(typed)), typed.split_once('(')) {
            (Resolved::Unknown, Some((bare, _))) => self.called(&fold(bare)),
            (found, _) => found,
        }
    }

    /// The places that a folded name stands for.
    fn called(&self, wanted: &str) -> Resolved {
        if wanted.is_empty() {
            return Resolved::Unknown;
        }
        let mut found: Vec<u16> = Vec::new();
        for (index, municipality) in numbered(&self.municipalities) {
            if municipality.names().any(|name| is_called(name, wanted)) {
                found.push(index);
            }
        }
        match found.as_slice() {
            [] => numbered(&self.regions)
                .find(|(_, region)| region.names().any(|name| is_called(name, wanted)))
                .map_or(Resolved::Unknown, |(index, _)| Resolved::One(Place::Region(index))),
            &[one] => Resolved::One(Place::Municipality(one)),
            _ => Resolved::Several(found),
        }
    }

    /// Names that begin with the typed text, or have a word that does, at most `most` of them. The full name goes
    /// first, then names that begin so, then later words; within each, municipality, town, region, then the alphabet.
    pub fn suggest(&self, typed: &str, most: usize) -> Vec<Suggestion<'_>> {
        if let Some(code) = self.read_postcode(typed) {
            return self.suggest_postcode(code, most);
        }
        let wanted = fold(typed);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut best = Best { found: Vec::new(), most, wanted: &wanted, words: String::new() };
        for (index, municipality) in numbered(&self.municipalities) {
            let place = Place::Municipality(index);
            best.look(&municipality.name, 0, place);
            municipality.aliases.iter().for_each(|name| best.look(name, 1, place));
            municipality.towns.iter().for_each(|name| best.look(name, 2, place));
        }
        for (index, region) in numbered(&self.regions) {
            region.names().for_each(|name| best.look(name, 3, Place::Region(index)));
        }
        best.found.into_iter().map(|(_, _, suggestion)| suggestion).collect()
    }

    fn suggest_postcode(&self, code: u32, most: usize) -> Vec<Suggestion<'_>> {
        let municipalities = match self.postcode(code) {
            Resolved::One(Place::Municipality(one)) => alloc::vec![one],
            Resolved::Several(all) => all,
            Resolved::One(Place::Region(_)) | Resolved::Unknown => Vec::new(),
        };
        municipalities
            .into_iter()
            .filter_map(|index| {
                let name = &self.municipality(index)?.name;
                Some(Suggestion { name, place: Place::Municipality(index) })
            })
            .take(most)
            .collect()
    }

    /// The number in a postcode as typed, `1011`, `1011 AB` or `1011ab`; `None` if it is none.
    pub fn read_postcode(&self, typed: &str) -> Option<u32> {
        let compact: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let digits = usize::from(self.postcode_digits);
        let (number, rest) = compact.split_at_checked(digits)?;
        let tail = rest.is_empty() || (rest.len() <= 2 && rest.iter().all(char::is_ascii_alphabetic));
        if digits == 0 || !tail {
            return None;
        }
        number.iter().try_fold(0u32, |sum, digit| sum.checked_mul(10)?.checked_add(digit.to_digit(10)?))
    }

    pub(crate) fn check(&self) -> Result<(), &'static str> {
        require(self.postcode_digits <= 9, "postcodes with too many digits")?;
        require(
            self.regions.len() < usize::from(u16::MAX) && self.municipalities.len() < usize::from(u16::MAX),
            "too many places",
        )?;
        require(
            self.municipalities.iter().all(|municipality| self.region(municipality.region).is_some()),
            "a municipality in a region that is not there",
        )?;
        let ascending = self.postcodes.iter().all(|run| run.first <= run.last)
            && self.postcodes.iter().zip(self.postcodes.iter().skip(1)).all(|(one, two)| one.last < two.first)
            && self.split.iter().zip(self.split.iter().skip(1)).all(|(one, two)| one.code < two.code);
        require(ascending, "postcodes out of order")?;
        let is_choice = |split: &SplitPostcode| {
            let mut all = split.municipalities.clone();
            all.sort_unstable();
            all.len() >= 2 && all.iter().zip(all.iter().skip(1)).all(|(one, next)| one != next)
        };
        require(self.split.iter().all(is_choice), "a split postcode with nothing to choose")?;
        let of_split = self.split.iter().flat_map(|split| &split.municipalities).copied();
        require(
            self.postcodes.iter().map(|run| run.municipality).chain(of_split).all(|m| self.municipality(m).is_some()),
            "a postcode in a municipality that is not there",
        )
    }
}

impl Region {
    /// The name and the other names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        core::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

impl Municipality {
    /// Every name that stands for this municipality: its own, other and former ones, its towns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        core::iter::once(self.name.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.towns.iter().map(String::as_str))
    }
}

/// How a name matches what was typed, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Whole,
    Start,
    Word,
}

/// The best suggestions so far, in order.
struct Best<'a, 'p> {
    found: Vec<(Match, u8, Suggestion<'p>)>,
    most: usize,
    wanted: &'a str,
    words: String,
}

impl<'p> Best<'_, 'p> {
    /// Takes a name in if it matches and is among the best; of two spellings of one place the better stays.
    fn look(&mut self, name: &'p str, sort: u8, place: Place) {
        let Some(how) = matches(name, self.wanted, &mut self.words) else { return };
        let before = |other: &(Match, u8, Suggestion)| (other.0, other.1, other.2.name) <= (how, sort, name);
        let again =
            |other: &(Match, u8, Suggestion)| other.2.place == place && fold(bare(other.2.name)) == fold(bare(name));
        if let Some(at) = self.found.iter().position(again) {
            if self.found.get(at).is_some_and(before) {
                return;
            }
            self.found.remove(at);
        }
        let at = self.found.partition_point(before);
        if at < self.most {
            self.found.insert(at, (how, sort, Suggestion { name, place }));
            self.found.truncate(self.most);
        }
    }
}

fn matches(name: &str, wanted: &str, words: &mut String) -> Option<Match> {
    words.clear();
    fold_words(name, words);
    if begins(words, wanted) {
        return Some(if is_called(name, wanted) { Match::Whole } else { Match::Start });
    }
    let later = words.match_indices(' ').filter_map(|(at, _)| words.get(at.saturating_add(1)..));
    later.into_iter().any(|rest| begins(rest, wanted)).then_some(Match::Word)
}

/// Whether folded words, with a space between, begin with a folded text that has none.
fn begins(words: &str, wanted: &str) -> bool {
    let mut letters = words.bytes().filter(|&byte| byte != b' ');
    wanted.bytes().all(|byte| letters.next() == Some(byte))
}

/// A name without what stands in brackets behind it.
fn bare(name: &str) -> &str {
    name.split_once('(').map_or(name, |(bare, _)| bare)
}

/// Whether a folded text is a name, with or without what stands in brackets behind it.
fn is_called(name: &str, wanted: &str) -> bool {
    let bare = bare(name);
    folds_to(bare, wanted) || (bare.len() != name.len() && folds_to(name, wanted))
}

/// Whether [`fold`] makes this of a name. Most names differ in their first letter, so none is folded to the end for it.
fn folds_to(name: &str, wanted: &str) -> bool {
    let rest = name.chars().filter_map(fold_char).try_fold(wanted, |rest, letters| match letters {
        Folded::One(letter) => rest.strip_prefix(letter),
        Folded::Two(letters) => rest.strip_prefix(letters),
    });
    rest.is_some_and(str::is_empty)
}

/// A name as it is compared: small letters without accents, digits, and nothing else.
pub fn fold(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    fold_words(name, &mut words);
    words.retain(|c| c != ' ');
    words
}

/// As [`fold`], with one space where a new word begins.
fn fold_words(name: &str, into: &mut String) {
    let mut between = false;
    for c in name.chars() {
        let letters = match fold_char(c) {
            Some(letters) => letters,
            None => {
                between |= !is_combining(c);
                continue;
            }
        };
        if core::mem::take(&mut between) && !into.is_empty() {
            into.push(' ');
        }
        match letters {
            Folded::One(letter) => into.push(letter),
            Folded::Two(letters) => into.push_str(letters),
        }
    }
}

enum Folded {
    One(char),
    Two(&'static str),
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Apostrophes, hyphens and spaces that keyboards and word processors put in a name.
fn is_mark(c: char) -> bool {
    ('\u{2b0}'..='\u{2ff}').contains(&c) || ('\u{2000}'..='\u{206f}').contains(&c)
}

/// The letters of the Latin alphabets of Europe (Latin-1 and Latin Extended-A) without their marks; other letters as
/// they are; `None` for what is no letter or digit.
fn fold_char(c: char) -> Option<Folded> {
    let letter = match c {
        'a'..='z' | '0'..='9' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => 'a',
        'Ç' | 'ç' | 'Ć'..='č' => 'c',
        'Ð' | 'ð' | 'Ď'..='đ' => 'd',
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => 'e',
        'Ĝ'..='ģ' => 'g',
        'Ĥ'..='ħ' => 'h',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => 'i',
        'Ĵ' | 'ĵ' => 'j',
        'Ķ'..='ĸ' => 'k',
        'Ĺ'..='ł' => 'l',
        'Ñ' | 'ñ' | 'Ń'..='ŋ' => 'n',
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => 'o',
        'Ŕ'..='ř' => 'r',
        'Ś'..='š' | 'ſ' => 's',
        'Ţ'..='ŧ' => 't',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => 'u',
        'Ŵ' | 'ŵ' => 'w',
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => 'y',
        'Ź'..='ž' => 'z',
        'Æ' | 'æ' => return Some(Folded::Two("ae")),
        'Œ' | 'œ' => return Some(Folded::Two("oe")),
        'Ĳ' | 'ĳ' => return Some(Folded::Two("ij")),
        'ß' => return Some(Folded::Two("ss")),
        'Þ' | 'þ' => return Some(Folded::Two("th")),
        '\u{180}'.. if !is_combining(c) && !is_mark(c) => c,
        _ => return None,
    };
    Some(Folded::One(letter))
}
