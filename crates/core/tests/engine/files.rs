//! Files: what was written is read, and nothing else is.

use proptest::prelude::*;
use wegwijzer_core::{
    Pack, Places, Texts,
    file::{self, FileError, read_places, read_structure, read_texts, write_places, write_structure, write_texts},
    texts::Ui,
};

use crate::{
    places::fixture,
    sample::{Draw, TINY, USUAL, pack, packs, texts},
    scales::statements,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_was_written_is_read(sample in packs(USUAL)) {
        let structure = write_structure(&sample.pack).unwrap();
        let words = texts(&sample.pack);
        let file = write_texts(&words, &structure).unwrap();
        let places = write_places(&sample.pack.places, &structure).unwrap();
        prop_assert_eq!(read_structure(&structure, &places), Ok(sample.pack.clone()));
        prop_assert_eq!(read_places(&places, &structure), Ok(sample.pack.places.clone()));
        prop_assert_eq!(read_texts(&file, &structure, &sample.pack), Ok(words));
        let without = Pack { places: Places::default(), ..sample.pack.clone() };
        prop_assert_eq!(file::read_structure_unproven(&structure), Ok(without));
        prop_assert_eq!(write_structure(&sample.pack).unwrap(), structure);
    }

    #[test]
    fn bytes_from_anywhere_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(read_structure(&bytes, &bytes), Err(FileError::Foreign));
        prop_assert_eq!(read_places(&bytes, &bytes), Err(FileError::Foreign));
        prop_assert_eq!(read_texts(&bytes, &bytes, &Pack::default()), Err(FileError::Foreign));
    }
}

#[test]
fn the_smallest_and_the_largest_numbers_are_read_as_written() {
    let mut pack = statements(2, &[i8::MIN, -1, 0, 1, i8::MAX], 255, &[i16::MIN, -1, 0, i16::MAX]);
    pack.review_by = u32::MAX;
    pack.places = fixture().places;
    pack.places.postcodes[0].first = 0;
    pack.places.postcodes[1].last = u32::MAX;
    let structure = write_structure(&pack).unwrap();
    assert_eq!(read_structure(&structure, &write_places(&pack.places, &structure).unwrap()), Ok(pack));
}

#[test]
fn each_word_is_found_by_its_key() {
    let Files { pack, structure, texts: file, .. } = files();
    let ui = read_texts(&file, &structure, &pack).unwrap().ui;
    assert_eq!(
        (ui.language_name().as_str(), ui.open_page().as_str()),
        ("the word language-name", "the word open-page")
    );
    assert_eq!(ui.words().len(), Ui::keys().count());
    assert!(Ui::keys().zip(ui.words()).all(|(key, word)| *word == format!("the word {key}")));
    assert_eq!(Ui::default().open_page(), "");
}

#[test]
fn every_file_that_is_cut_off_is_refused() {
    let Files { pack, structure, places, texts } = files();
    let expected = |length| if length < 4 { FileError::Foreign } else { FileError::Damaged };
    for length in 0..structure.len() {
        assert_eq!(read_structure(&structure[..length], &places), Err(expected(length)), "{length} bytes");
    }
    for length in 0..places.len() {
        assert_eq!(read_structure(&structure, &places[..length]), Err(expected(length)), "{length} bytes");
    }
    for length in 0..texts.len() {
        assert_eq!(read_texts(&texts[..length], &structure, &pack), Err(expected(length)), "{length} bytes");
    }
    for more in [&b"\0"[..], b"WGWZ"] {
        assert_eq!(read_structure(&[&structure, more].concat(), &places), Err(FileError::Damaged));
        assert_eq!(read_structure(&structure, &[&places, more].concat()), Err(FileError::Damaged));
    }
}

#[test]
fn every_single_byte_that_changes_is_noticed() {
    let Files { pack, structure, places, texts } = files();
    type Read<'a> = &'a dyn Fn(&[u8]) -> Option<FileError>;
    let readers: [(&[u8], Read); 3] = [
        (&structure, &|changed| read_structure(changed, &places).err()),
        (&places, &|changed| read_structure(&structure, changed).err()),
        (&texts, &|changed| read_texts(changed, &structure, &pack).err()),
    ];
    for (bytes, read) in readers {
        for at in 0..bytes.len() {
            for flip in 1..=u8::MAX {
                let mut changed = bytes.to_vec();
                changed[at] ^= flip;
                let expected = match at {
                    0..4 => FileError::Foreign,
                    4..6 => FileError::Format(u16::from_le_bytes([changed[4], changed[5]])),
                    _ => FileError::Damaged,
                };
                assert_eq!(read(&changed), Some(expected), "byte {at} by {flip}");
            }
        }
    }
}

#[test]
fn each_error_tells_what_to_do() {
    let Files { pack, structure, places, texts: file } = files();
    let says = |error: FileError| error.to_string();
    let foreign = read_structure(b"<!doctype html><title>404</title>", &places).unwrap_err();
    assert_eq!(says(foreign), "not a Wegwijzer pack file");
    let cut = read_structure(&structure[..structure.len() - 1], &places).unwrap_err();
    assert_eq!(says(cut), "pack file cut off or damaged");
    let mut newer = structure.clone();
    newer[4] = 3;
    assert_eq!(
        says(read_structure(&newer, &places).unwrap_err()),
        "pack format 3, but this engine reads format 2: use a loader and packs of one version"
    );
    newer[5] = 1;
    assert_eq!(read_structure(&newer, &places), Err(FileError::Format(259)));
    let swapped = "a pack file of another kind: structure, places or texts were swapped";
    assert_eq!(says(read_structure(&file, &places).unwrap_err()), swapped);
    assert_eq!(says(read_structure(&places, &structure).unwrap_err()), swapped);
    assert_eq!(says(read_structure(&structure, &structure).unwrap_err()), swapped);
    assert_eq!(says(read_texts(&structure, &structure, &pack).unwrap_err()), swapped);
    let mut other = pack.clone();
    other.version = "2".into();
    let other = write_structure(&other).unwrap();
    let mixed = "texts or places of another version than the structure";
    assert_eq!(says(read_texts(&file, &other, &pack).unwrap_err()), mixed);
    assert_eq!(says(read_structure(&other, &places).unwrap_err()), mixed);
    let wrong = write_structure(&Pack::default()).unwrap_err();
    assert_eq!(says(wrong), "pack file with no language");
    assert_eq!(file::FORMAT, 2, "the sentence about another format names this number");
}

#[test]
fn a_pack_that_is_wrong_is_neither_written_nor_read() {
    let Files { mut pack, structure, .. } = files();
    // What refers to a place that the places do not have.
    let mut lost = pack.clone();
    lost.places = fixture().places;
    lost.fallback_when = wegwijzer_core::Guard(vec![wegwijzer_core::Op::Region(1)]);
    let refers = write_structure(&lost).unwrap();
    lost.places.regions.truncate(1);
    lost.places.municipalities.clear();
    lost.places.postcodes.clear();
    lost.places.split.clear();
    let refused = Err(FileError::Invalid("a guard over a region that is not there"));
    assert_eq!(write_places(&lost.places, &refers), refused);
    let of = file::content_hash(&refers).unwrap();
    let body = postcard::to_allocvec(&lost.places).unwrap();
    assert_eq!(read_structure(&refers, &sealed(b'P', of, &body)).map(drop), refused.map(drop));
    assert_eq!(write_places(&pack.places, b""), Err(FileError::Damaged));
    assert_eq!(write_places(&pack.places, &structure[1..]), Err(FileError::Foreign));

    pack.languages.clear();
    assert_eq!(write_structure(&pack), Err(FileError::Invalid("no language")));
    let body = postcard::to_allocvec(&pack).unwrap();
    let structure = sealed(b'S', 0, &body);
    let places = sealed(b'P', file::content_hash(&structure).unwrap(), &postcard::to_allocvec(&pack.places).unwrap());
    assert_eq!(read_structure(&structure, &places), Err(FileError::Invalid("no language")));
}

#[test]
fn a_text_that_would_end_too_early_is_not_written() {
    let Files { mut pack, structure, .. } = files();
    let mut words = texts(&pack);
    words.about.push("one\0two".into());
    let refused = Err(FileError::Invalid("content that does not fit the format"));
    assert_eq!(write_texts(&words, &structure), refused);
    pack.places.regions[0].code = "\0".into();
    assert_eq!(write_places(&pack.places, &structure), refused);
    pack.steps[0].id = "\0".into();
    assert_eq!(write_structure(&pack), refused);
}

#[test]
fn a_body_with_something_missing_or_left_over_is_damaged() {
    let Files { pack, structure, places, texts: file } = files();
    let of = file::content_hash(&structure).unwrap();
    /// All texts, each with a NUL behind it, and all numbers.
    type Lists = (String, Vec<u32>);
    let spoils: [fn(&mut Lists); 5] = [
        |(texts, _)| texts.push('\0'),
        |(texts, _)| texts.push('a'),
        |(texts, _)| texts.truncate(texts.len() - 1),
        |(_, numbers)| numbers.push(0),
        |(_, numbers)| numbers.truncate(numbers.len() - 1),
    ];
    for spoil in spoils {
        let spoilt = |file: &[u8]| {
            let mut lists: Lists = postcard::from_bytes(&file[24..]).unwrap();
            spoil(&mut lists);
            postcard::to_allocvec(&lists).unwrap()
        };
        assert_eq!(read_structure(&sealed(b'S', 0, &spoilt(&structure)), &places), Err(FileError::Damaged));
        assert_eq!(read_places(&sealed(b'P', of, &spoilt(&places)), &structure), Err(FileError::Damaged));
        assert_eq!(read_texts(&sealed(b'T', of, &spoilt(&file)), &structure, &pack), Err(FileError::Damaged));
    }
    let longer = [&structure[24..], &[0]].concat();
    assert_eq!(read_structure(&sealed(b'S', 0, &longer), &places), Err(FileError::Damaged));
}

#[test]
fn a_structure_that_is_too_large_is_refused_before_it_is_looked_at() {
    let refused = Err(FileError::Invalid("more than 8 MB, the most that a pack may have"));
    assert_eq!(read_structure(&vec![0; file::MOST_BYTES], &[0]), refused);
    assert_eq!(read_structure(&[0], &vec![0; file::MOST_BYTES]), refused);
    assert_eq!(read_structure(&vec![0; file::MOST_BYTES], &[]), Err(FileError::Foreign));
    // A pack with one very long text is not written either: nobody could read it back.
    let Files { mut pack, structure, .. } = files();
    pack.places.regions[0].name = "9".repeat(file::MOST_BYTES);
    assert_eq!(
        write_places(&pack.places, &structure).map(drop),
        Err(FileError::Invalid("more than 8 MB, the most that a pack may have"))
    );
    pack.version = "9".repeat(file::MOST_BYTES);
    assert_eq!(
        write_structure(&pack).map(drop),
        Err(FileError::Invalid("more than 8 MB, the most that a pack may have"))
    );
}

#[test]
fn texts_that_do_not_fit_are_neither_written_nor_read() {
    let Files { pack, structure, texts: file, .. } = files();
    let of = file::content_hash(&structure).unwrap();
    let whole = texts(&pack);
    type Spoil = fn(&mut Texts);
    let cases: [(&str, Spoil); 8] = [
        ("texts for other questions", |texts| drop(texts.questions.pop())),
        ("texts for other questions", |texts| texts.questions.push(Default::default())),
        ("texts for other questions", |texts| texts.questions[0].options.push(Default::default())),
        ("texts for another engine", |texts| texts.ui = Ui::default()),
        ("texts for other steps", |texts| drop(texts.steps.pop())),
        ("texts for other steps", |texts| texts.steps.push(Default::default())),
        ("texts for other services", |texts| drop(texts.kinds.pop())),
        ("texts for other services", |texts| texts.kinds.push(Default::default())),
    ];
    for (says, spoil) in cases {
        let mut texts = whole.clone();
        spoil(&mut texts);
        assert_eq!(write_texts(&texts, &structure), Err(FileError::Invalid(says)));
        let body = postcard::to_allocvec(&texts).unwrap();
        assert_eq!(read_texts(&sealed(b'T', of, &body), &structure, &pack), Err(FileError::Invalid(says)));
    }
    assert_eq!(write_texts(&whole, &file), Err(FileError::OtherKind));
    assert_eq!(write_texts(&whole, b""), Err(FileError::Foreign));
    assert_eq!(read_texts(&file, b"", &pack), Err(FileError::Damaged));
}

#[test]
fn the_content_hash_is_fnv_1a() {
    // Test vectors of the authors (Noll), through a file that is all header.
    assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    let Files { structure, .. } = files();
    let body = &structure[24..];
    assert_eq!(sealed(b'S', 0, body), structure);
    assert_eq!(file::content_hash(&structure), Ok(fnv1a(&[&structure[..16], body].concat())));
}

/// A file with a right header and hash around any body.
pub fn sealed(kind: u8, of: u64, body: &[u8]) -> Vec<u8> {
    let head = [&b"WGWZ"[..], &file::FORMAT.to_le_bytes(), &[kind, 0], &of.to_le_bytes()].concat();
    let hash = fnv1a(&[&head, body].concat());
    [&head[..], &hash.to_le_bytes(), body].concat()
}

fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 14_695_981_039_346_656_037;
    for byte in bytes {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(1_099_511_628_211);
    }
    hash
}

/// A pack and what is written of it.
struct Files {
    pack: Pack,
    structure: Vec<u8>,
    places: Vec<u8>,
    texts: Vec<u8>,
}

fn files() -> Files {
    let pack = pack(&mut Draw::from_seed(3, 400), TINY).pack;
    assert!(!pack.questions[0].options.is_empty() && !pack.places.is_empty());
    let structure = write_structure(&pack).unwrap();
    let places = write_places(&pack.places, &structure).unwrap();
    let texts = write_texts(&texts(&pack), &structure).unwrap();
    Files { pack, structure, places, texts }
}
