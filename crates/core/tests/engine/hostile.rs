//! Hostile files: a right header and hash around a body that nobody would write. Whatever is read can be used with any
//! answers, proven or not, and nothing panics.

use wegwijzer_core::{
    Guard, Op, Pack, Region, SplitPostcode,
    file::{content_hash, read_places, read_structure, read_structure_unproven, read_texts, write_places},
    outcome, read, replay,
};

use crate::{
    files::sealed,
    sample::{Draw, Random, TINY, USUAL, answers, pack, texts},
};

#[test]
fn no_body_however_mangled_makes_the_engine_panic() {
    let mut random = Random(20_261_123);
    let (mut proven, mut unproven, mut cases) = (0, 0, 0);
    for seed in 0..1000 {
        let size = if seed % 2 == 0 { TINY } else { USUAL };
        let original = pack(&mut Draw::from_seed(seed, 400), size).pack;
        let [body, places] =
            [postcard::to_allocvec(&original), postcard::to_allocvec(&original.places)].map(Result::unwrap);
        for case in 0..24 {
            cases += 1;
            // The structure, its places, now and then both.
            let mut maybe = |body: &[u8], is: bool| if is { mangled(body, &mut random) } else { body.to_vec() };
            let structure = sealed(b'S', 0, &maybe(&body, case % 2 == 0));
            let places =
                sealed(b'P', content_hash(&structure).unwrap(), &maybe(&places, case % 2 == 1 || case % 8 == 0));
            if let (Ok(mut read), Ok(places)) = (read_structure_unproven(&structure), read_places(&places, &structure))
            {
                use_it(&read, &mut random);
                read.places = places;
                proven += u32::from(read.check().is_ok());
                unproven += u32::from(read.check().is_err());
                use_it(&read, &mut random);
            }
        }
    }
    assert_eq!(cases, 24_000);
    // Enough get through to mean something.
    assert!(proven > 4_000 && unproven > 1_000, "only {proven} and {unproven} could be read");
}

#[test]
fn no_texts_however_mangled_make_the_engine_panic() {
    let mut random = Random(113);
    let pack = pack(&mut Draw::from_seed(9, 400), TINY).pack;
    let structure = wegwijzer_core::file::write_structure(&pack).unwrap();
    let of = content_hash(&structure).unwrap();
    let body = postcard::to_allocvec(&texts(&pack)).unwrap();
    for _ in 0..5_000 {
        if let Ok(texts) = read_texts(&sealed(b'T', of, &mangled(&body, &mut random)), &structure, &pack) {
            assert_eq!(texts.questions.len(), pack.questions.len());
        }
    }
}

#[test]
fn no_body_of_random_bytes_or_lists_makes_the_engine_panic() {
    let mut random = Random(35);
    for _ in 0..20_000 {
        let bytes: Vec<u8> = (0..random.below(120)).map(|_| random.next() as u8).collect();
        let texts: String = (0..random.below(9)).map(|at| format!("t{at}\0")).collect();
        let numbers: Vec<u32> = (0..random.below(60)).map(|_| interesting(&mut random)).collect();
        for body in [bytes, postcard::to_allocvec(&(texts, numbers)).unwrap()] {
            let structure = sealed(b'S', 0, &body);
            if let Ok(read) = read_structure_unproven(&structure) {
                use_it(&read, &mut random);
            }
            if let Ok(places) = read_places(&sealed(b'P', content_hash(&structure).unwrap(), &body), &structure) {
                use_it(&Pack { places, ..Pack::default() }, &mut random);
            }
        }
    }
}

#[test]
fn a_list_that_claims_to_be_endless_takes_no_memory_and_no_time() {
    // The lengths of the texts and of the numbers as 2^64 - 1, then a list inside a pack as 2^32 - 1: empty id, version and languages.
    let endless = [&[0xff; 9][..], &[1]].concat();
    let refused = |body: &[u8]| {
        let structure = sealed(b'S', 0, body);
        assert!(read_structure_unproven(&structure).is_err());
        assert!(read_places(&sealed(b'P', content_hash(&structure).unwrap(), body), &structure).is_err());
    };
    refused(&endless);
    refused(&[&[0], &endless[..]].concat());
    let texts = "\0\0\0";
    for at in 0..20 {
        let mut numbers = vec![0; 20];
        numbers[at] = u32::MAX;
        refused(&postcard::to_allocvec(&(texts, numbers)).unwrap());
    }
}

/// Were every operation or municipality held against every other, this would not end today.
#[test]
fn a_pack_as_large_as_a_file_may_be_is_proven_in_one_pass() {
    let question = pack(&mut Draw::from_seed(9, 400), USUAL).pack.questions.swap_remove(0);
    let question = wegwijzer_core::Question { when: Guard::always(), kind: wegwijzer_core::Kind::One, ..question };
    let mut large = Pack { languages: vec!["nl".into()], questions: vec![question; 10_000], ..Pack::default() };
    for question in &mut large.questions {
        question.options.truncate(1);
        question.options.iter_mut().for_each(|option| option.icon = None);
    }
    let region = Region { code: "R".into(), name: String::new(), aliases: Vec::new() };
    large.places.regions.push(region);
    large.places.municipalities = vec![Default::default(); 65_000];
    let everywhere = |code| SplitPostcode { code, municipalities: (0..65_000).collect() };
    large.places.split = (0..10).map(everywhere).collect();
    large.fallback_when.0.push(Op::Region(0));
    large.fallback_when.0.extend([Op::Region(0), Op::And].repeat(400_000));
    let file = wegwijzer_core::file::write_structure(&large).unwrap();
    let places = write_places(&large.places, &file).unwrap();
    assert!(file.len() + places.len() > 3_000_000);
    assert_eq!(read_structure(&file, &places), Ok(large));
}

/// A number that means something: small, or at the end of what a field can hold.
fn interesting(random: &mut Random) -> u32 {
    match random.below(8) {
        0 => u32::MAX,
        1 => random.next() as u32,
        2 => [127, 128, 255, 256, 65_534, 65_535, 65_536][random.below(7)],
        _ => random.below(8) as u32,
    }
}

/// Damages the bytes of a body, or the numbers and texts that they stand for.
fn mangled(body: &[u8], random: &mut Random) -> Vec<u8> {
    let edits = 1 + random.below(5) / 4 * 3;
    if random.below(3) == 0 {
        let mut body = body.to_vec();
        (0..edits).for_each(|_| mangle(&mut body, random, |random| interesting(random) as u8));
        return body;
    }
    let (texts, mut numbers): (String, Vec<u32>) = postcard::from_bytes(body).unwrap();
    let mut texts: Vec<String> = texts.split_inclusive('\0').map(String::from).collect();
    for _ in 0..edits {
        match random.below(8) {
            0 => mangle(&mut texts, random, |_| "\0".into()),
            _ => mangle(&mut numbers, random, interesting),
        }
    }
    postcard::to_allocvec(&(texts.concat(), numbers)).unwrap()
}

/// Takes something out of a list, puts something in, puts a stretch in once more, or, most often, changes something.
fn mangle<T: Clone>(list: &mut Vec<T>, random: &mut Random, other: fn(&mut Random) -> T) {
    let at = random.below(list.len());
    match random.below(9) {
        _ if list.is_empty() => list.push(other(random)),
        0 => drop(list.remove(at)),
        1 => list.insert(at, other(random)),
        2 => {
            let from = random.below(list.len());
            let stretch: Vec<T> = list[from..].iter().take(random.below(12)).cloned().collect();
            list.splice(at..at, stretch);
        }
        _ => list[at] = other(random),
    }
}

/// Everything that the widget does with a pack.
fn use_it(pack: &Pack, random: &mut Random) {
    let mut draw = Draw::from_seed(random.next(), 200);
    for _ in 0..2 {
        let answers = answers(&mut draw, pack);
        let walk = replay(pack, &answers);
        assert_eq!(walk.states.len(), pack.questions.len());
        let result = outcome(pack, &walk);
        assert_eq!(result, outcome(pack, &replay(pack, &answers)));
        let _ = pack.fallback_when.holds(pack, &walk.states);
        for scale in &pack.scales {
            let reading = read(scale, &walk);
            assert!(reading.band.is_none_or(|band| usize::from(band) < scale.bands.len().max(1)));
        }
    }
    for question in 0..pack.questions.len() as u16 + 1 {
        assert!(pack.screen(question).contains(&question));
    }
    for typed in ["1001", "1007 ab", "bergen", "b", "ÿ", "region 0", ""] {
        let _ = pack.places.resolve(typed);
        assert!(pack.places.suggest(typed, 3).len() <= 3);
    }
    for run in &pack.places.postcodes {
        let _ = (pack.places.postcode(run.first), pack.places.postcode(run.last));
    }
}
