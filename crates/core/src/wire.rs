//! The wire: how a pack is laid out inside its files, as one string of texts and one list of numbers.
//!
//! All texts stand in one string, each with a NUL behind it: without lengths between them they compress a tenth better.
//! Postcard reads and writes the string and the list; the structs are put together from them here. Deriving serde for every struct
//! would cost the widget 6 kB (brotli), because each field checks for an error and takes apart what was built before it.
//! Here a list that runs out is remembered once and asked for at the end, so reading is a straight line.
//!
//! Reading never panics and never runs longer than both are: a list of things ends where the numbers or texts do.

use alloc::{string::String, vec, vec::Vec};

use serde::{Serialize, Serializer, ser::Error as _};

use crate::{
    guard::{Guard, Op},
    pack::{
        Band, Confidence, Kind, Opt, Pack, Question, Role, Rule, Scale, ScaleItem, Scope, ServiceRow, Status, Step,
    },
    place::{Municipality, Places, PostcodeRun, Region, SplitPostcode},
    texts::{KindTexts, OptionTexts, QuestionTexts, StepTexts, Texts, Ui},
};

/// The two lists while they are written.
#[derive(Default)]
struct Writer {
    texts: String,
    numbers: Vec<u32>,
    /// No text holds what ends a text.
    whole: bool,
}

/// What ends a text. No text holds it (`bodies!`).
const END: char = '\0';

/// The two lists while they are read.
struct Reader<'a> {
    texts: &'a str,
    numbers: vec::IntoIter<u32>,
    /// A list ran out, or a number does not fit its field.
    failed: bool,
}

impl Reader<'_> {
    // Not inlined: one call for each field of each struct, instead of one copy.
    #[inline(never)]
    fn number(&mut self) -> u32 {
        self.numbers.next().unwrap_or_else(|| self.fail())
    }

    #[inline(never)]
    fn text(&mut self) -> String {
        match self.texts.split_once(END) {
            Some((text, rest)) => {
                self.texts = rest;
                text.into()
            }
            None => self.fail(),
        }
    }

    #[inline(never)]
    fn small(&mut self) -> u16 {
        u16::try_from(self.number()).unwrap_or_else(|_| self.fail())
    }

    fn list<T>(&mut self, one: impl Fn(&mut Reader) -> T) -> Vec<T> {
        let mut all = Vec::new();
        for _ in 0..self.number() {
            all.push(one(self));
            if self.failed {
                break;
            }
        }
        all
    }

    fn fail<T: Default>(&mut self) -> T {
        self.failed = true;
        T::default()
    }
}

/// Something that can be written to the two lists and read back.
trait Wire: Sized {
    fn write(&self, to: &mut Writer);
    fn read(from: &mut Reader) -> Self;
}

impl Wire for u32 {
    fn write(&self, to: &mut Writer) {
        to.numbers.push(*self);
    }
    fn read(from: &mut Reader) -> Self {
        from.number()
    }
}

impl Wire for u16 {
    fn write(&self, to: &mut Writer) {
        to.numbers.push((*self).into());
    }
    fn read(from: &mut Reader) -> Self {
        from.small()
    }
}

impl Wire for u8 {
    fn write(&self, to: &mut Writer) {
        to.numbers.push((*self).into());
    }
    fn read(from: &mut Reader) -> Self {
        u8::try_from(from.small()).unwrap_or_else(|_| from.fail())
    }
}

macro_rules! signed_numbers {
    ($($number:ident),+) => {
        $(impl Wire for $number {
            fn write(&self, to: &mut Writer) {
                to.numbers.push(i32::from(*self).cast_unsigned());
            }
            fn read(from: &mut Reader) -> Self {
                $number::try_from(from.number().cast_signed()).unwrap_or_else(|_| from.fail())
            }
        })+
    };
}
signed_numbers!(i8, i16);

impl Wire for bool {
    fn write(&self, to: &mut Writer) {
        to.numbers.push((*self).into());
    }
    fn read(from: &mut Reader) -> Self {
        from.number() != 0
    }
}

impl Wire for String {
    fn write(&self, to: &mut Writer) {
        to.whole &= !self.contains(END);
        to.texts.push_str(self);
        to.texts.push(END);
    }
    fn read(from: &mut Reader) -> Self {
        from.text()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, to: &mut Writer) {
        self.is_some().write(to);
        if let Some(value) = self {
            value.write(to);
        }
    }
    fn read(from: &mut Reader) -> Self {
        bool::read(from).then(|| T::read(from))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, to: &mut Writer) {
        (self.len() as u32).write(to);
        self.iter().for_each(|one| one.write(to));
    }
    fn read(from: &mut Reader) -> Self {
        from.list(T::read)
    }
}

// What comes after `but` lies in another file, and is empty until that is read.
macro_rules! structs {
    ($($name:ident { $($field:ident),+ $(; but $apart:ident)? })+) => {
        $(impl Wire for $name {
            fn write(&self, to: &mut Writer) {
                $(self.$field.write(to);)+
            }
            fn read(from: &mut Reader) -> Self {
                $name { $($field: Wire::read(from)),+ $(, $apart: Default::default())? }
            }
        })+
    };
}

structs! {
    Pack {
        id, version, languages, review_by, reviewed_by, questions, scales, readiness, rules, fallback_when, steps, kinds,
        services, talk, crisis, icons; but places
    }
    Question { id, kind, when, options }
    Opt { id, exclusive, open, icon }
    Scale { id, items, needs, bands }
    ScaleItem { question, points }
    Band { id, from }
    Rule { id, when, role, tier, step, kind, fallback, equal }
    Step { id, self_help }
    ServiceRow {
        id, kind, status, scope, confidence, name, url, phone, address, source, source_date, second_hand
    }
    Places { postcode_digits, regions, municipalities, postcodes, split }
    Region { code, name, aliases }
    SplitPostcode { code, municipalities }
    Texts { language, ui, questions, steps, kinds, about }
    QuestionTexts { title, hint, options }
    OptionTexts { label, because }
    StepTexts { title, actions }
    KindTexts { name, about, find }
}

impl Wire for Ui {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }
    fn read(from: &mut Reader) -> Self {
        Ui(Wire::read(from))
    }
}

impl Wire for Guard {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }
    fn read(from: &mut Reader) -> Self {
        Guard(Wire::read(from))
    }
}

impl Wire for Op {
    fn write(&self, to: &mut Writer) {
        let (name, first, second) = match *self {
            Op::Not => (0, 0, 0),
            Op::And => (1, 0, 0),
            Op::Or => (2, 0, 0),
            Op::Asked(question) => (3, question, 0),
            Op::Answered(question) => (4, question, 0),
            Op::Skipped(question) => (5, question, 0),
            Op::Region(region) => (6, region, 0),
            Op::Chose(question, option) => (7, question, option),
            Op::Band(scale, band) => (8, scale, band),
            Op::AtLeast(least, of) => (9, least.into(), of),
        };
        to.numbers.push(name);
        if name >= 3 {
            first.write(to);
        }
        if name >= 7 {
            second.write(to);
        }
    }
    fn read(from: &mut Reader) -> Self {
        let name = from.number();
        let first: u16 = if name >= 3 { Wire::read(from) } else { 0 };
        let second: u8 = if name >= 7 { Wire::read(from) } else { 0 };
        match name {
            0 => Op::Not,
            1 => Op::And,
            2 => Op::Or,
            3 => Op::Asked(first),
            4 => Op::Answered(first),
            5 => Op::Skipped(first),
            6 => Op::Region(first),
            7 => Op::Chose(first, second),
            8 => Op::Band(first, second),
            9 => Op::AtLeast(u8::try_from(first).unwrap_or_else(|_| from.fail()), second),
            _ => {
                from.failed = true;
                Op::Not
            }
        }
    }
}

macro_rules! names {
    ($($name:ident { $($variant:ident),+ })+) => {
        $(impl Wire for $name {
            fn write(&self, to: &mut Writer) {
                to.numbers.push(*self as u32);
            }
            fn read(from: &mut Reader) -> Self {
                let all @ [first, ..] = [$($name::$variant),+];
                all.get(from.number() as usize).copied().unwrap_or_else(|| {
                    from.failed = true;
                    first
                })
            }
        })+
    };
}

names! {
    Kind { One, Many, Statement, Place }
    Role { First, Main, Also, Person }
    Status { Active, Ending }
    Confidence { Low, Medium, High }
}

impl Wire for Scope {
    fn write(&self, to: &mut Writer) {
        match self {
            Scope::Country => to.numbers.push(0),
            Scope::Region(region) => {
                to.numbers.push(1);
                region.write(to);
            }
            Scope::Municipalities(all) => {
                to.numbers.push(2);
                all.write(to);
            }
        }
    }
    fn read(from: &mut Reader) -> Self {
        match from.number() {
            0 => Scope::Country,
            1 => Scope::Region(Wire::read(from)),
            2 => Scope::Municipalities(Wire::read(from)),
            _ => {
                from.failed = true;
                Scope::Country
            }
        }
    }
}

/// Municipalities are written column by column: what is alike stands together and compresses better.
impl Wire for Vec<Municipality> {
    fn write(&self, to: &mut Writer) {
        (self.len() as u32).write(to);
        self.iter().for_each(|one| one.code.write(to));
        self.iter().for_each(|one| one.region.write(to));
        self.iter().for_each(|one| one.name.write(to));
        self.iter().for_each(|one| one.aliases.write(to));
        self.iter().for_each(|one| one.towns.write(to));
    }
    fn read(from: &mut Reader) -> Self {
        let mut all: Vec<Municipality> =
            from.list(|from| Municipality { code: from.text(), ..Municipality::default() });
        all.iter_mut().for_each(|one| one.region = Wire::read(from));
        all.iter_mut().for_each(|one| one.name = Wire::read(from));
        all.iter_mut().for_each(|one| one.aliases = Wire::read(from));
        all.iter_mut().for_each(|one| one.towns = Wire::read(from));
        all
    }
}

/// Runs are written as distances, which compress far better than absolute numbers.
impl Wire for Vec<PostcodeRun> {
    fn write(&self, to: &mut Writer) {
        let mut end = 0u32;
        (self.len() as u32).write(to);
        for run in self {
            run.first.wrapping_sub(end).write(to);
            run.last.wrapping_sub(run.first).write(to);
            run.municipality.write(to);
            end = run.last;
        }
    }
    fn read(from: &mut Reader) -> Self {
        let mut end = 0u32;
        let mut runs = Vec::new();
        for _ in 0..from.number() {
            let first = end.saturating_add(from.number());
            end = first.saturating_add(from.number());
            runs.push(PostcodeRun { first, last: end, municipality: Wire::read(from) });
            if from.failed {
                break;
            }
        }
        runs
    }
}

/// The two lists as a file has them.
pub(crate) type Lists = (String, Vec<u32>);

/// What is written to the two lists and read from them as a whole.
pub(crate) trait Body: Sized {
    /// `None`: something is missing or left over.
    fn from_lists(lists: Lists) -> Option<Self>;
}

macro_rules! bodies {
    ($($name:ident),+) => {
        $(impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut to = Writer { whole: true, ..Writer::default() };
                Wire::write(self, &mut to);
                if !to.whole {
                    return Err(S::Error::custom("a text with a NUL"));
                }
                (to.texts, to.numbers).serialize(serializer)
            }
        }

        impl Body for $name {
            fn from_lists((texts, numbers): Lists) -> Option<Self> {
                let mut from = Reader { texts: &texts, numbers: numbers.into_iter(), failed: false };
                let value = Wire::read(&mut from);
                let whole = !from.failed && from.texts.is_empty() && from.numbers.len() == 0;
                whole.then_some(value)
            }
        })+
    };
}
bodies!(Pack, Places, Texts);
