//! The pack files: a body whose lists were changed, in a file with a right head and hash. A wrong hash would be all that is
//! ever tested.

use wegwijzer_core::{
    Pack,
    file::{FORMAT, content_hash, read_places, read_structure, read_structure_unproven, read_texts, write_places},
};

use super::{See, Verdict, answers, require};
use crate::{corpus::Corpus, mutate, random::Random};

pub fn structure(corpus: &Corpus, random: &mut Random, see: See) -> Verdict {
    // The small pack three times in four: a real one takes twenty times as long.
    let base = if random.one_in(40) { random.pick(&corpus.bases) } else { &corpus.bases[0] };
    // The structure, more seldom its places, or both.
    let spoilt = random.below(5);
    let mut structure = base.compiled.structure.clone();
    if spoilt > 0 {
        structure = changed(&structure, b'S', random)?;
    }
    // The places belong to whatever their structure has become.
    let of = content_hash(&structure).unwrap_or_default();
    let mut places = sealed(b'P', of, &base.compiled.places[24..]);
    if spoilt < 2 {
        places = changed(&places, b'P', random)?;
    }
    see(&(&structure, &places));
    let proven = read_structure(&structure, &places);
    let unproven = read_structure_unproven(&structure).and_then(|without| {
        let places = read_places(&places, &structure)?;
        Ok((Pack { places, ..without.clone() }, without))
    });
    match (&proven, &unproven) {
        (Ok(one), Ok((two, _))) => require(one == two, "both readers read the same")?,
        (Ok(_), Err(_)) => return Err("the reader that proves accepts no more than the one that does not".to_owned()),
        (Err(error), _) => require(!error.message().is_empty(), "an error says something")?,
    }
    let Ok((pack, without)) = unproven else { return Ok(false) };
    // The widget works without the places until they have come.
    for pack in [&without, &pack] {
        for _ in 0..2 {
            answers::check(pack, random)?;
        }
        ask_places(pack, random)?;
    }
    if let Ok(pack) = proven {
        let again = wegwijzer_core::file::write_structure(&pack).map_err(|error| error.message())?;
        let places = write_places(&pack.places, &again).map_err(|error| error.message())?;
        require(read_structure(&again, &places).as_ref() == Ok(&pack), "what is read can be written and read again")?;
        return Ok(true);
    }
    Ok(false)
}

fn ask_places(pack: &Pack, random: &mut Random) -> Result<(), String> {
    for question in 0..=pack.questions.len() as u16 {
        require(pack.screen(question).contains(&question), "a question is on its own screen")?;
    }
    let typed = *random.pick(&["1001", "1007 ab", "bergen", "b", "ÿ", "region 0", "", "(", "1 0 0 1", "99999999999"]);
    let most = random.below(5);
    let _ = pack.places.resolve(typed);
    require(pack.places.suggest(typed, most).len() <= most, "no more places are suggested than were asked for")?;
    for code in [random.below(10_000) as u32, random.draw() as u32] {
        let _ = pack.places.postcode(code);
    }
    Ok(())
}

pub fn texts(corpus: &Corpus, random: &mut Random, see: See) -> Verdict {
    let base = if random.one_in(40) { random.pick(&corpus.bases) } else { &corpus.bases[0] };
    let (_, words) = random.pick(&base.compiled.languages);
    let file = changed(words, b'T', random)?;
    see(&file);
    let structure = &base.compiled.structure;
    match read_texts(&file, structure, &base.compiled.pack) {
        Ok(texts) => {
            let pack = &base.compiled.pack;
            let lengths = [texts.questions.len(), texts.steps.len(), texts.kinds.len()];
            let fits = lengths == [pack.questions.len(), pack.steps.len(), pack.kinds.len()]
                && texts.questions.iter().zip(&pack.questions).all(|(one, two)| one.options.len() == two.options.len());
            require(fits, "texts that are read fit their pack")?;
            let again = wegwijzer_core::file::write_texts(&texts, structure).map_err(|error| error.message())?;
            let read = read_texts(&again, structure, &base.compiled.pack);
            require(read.as_ref() == Ok(&texts), "texts that are read can be written and read again")?;
            Ok(true)
        }
        Err(error) => {
            require(!error.message().is_empty(), "an error says something")?;
            Ok(false)
        }
    }
}

/// The file with its body changed and its hash put right; now and then with damage that the hash finds.
fn changed(file: &[u8], kind: u8, random: &mut Random) -> Result<Vec<u8>, String> {
    let (head, body) = file.split_at(24);
    let edits = 1 + random.below(5) / 4 * random.below(6);
    let body = if random.one_in(4) {
        let mut body = body.to_vec();
        // The numbers stand at the end; a change in the middle of a long text finds nothing.
        (0..edits).for_each(|_| mutate::list(&mut body, random, |random| mutate::number(random) as u8));
        body
    } else {
        let (texts, mut numbers): (String, Vec<u32>) = postcard::from_bytes(body).map_err(|error| error.to_string())?;
        let mut texts: Vec<&str> = texts.split_inclusive('\0').collect();
        for _ in 0..edits {
            if random.one_in(8) {
                mutate::list(&mut texts, random, |random| *random.pick::<&str>(&["\0", "x\0", "é\0", "", "\0\0"]));
            } else {
                mutate::list(&mut numbers, random, mutate::number);
            }
        }
        postcard::to_allocvec(&(texts.concat(), numbers)).map_err(|error| error.to_string())?
    };
    let of = u64::from_le_bytes(head[8..16].try_into().unwrap_or_default());
    let mut file = sealed(kind, of, &body);
    if random.one_in(20) {
        mutate::list(&mut file, random, |random| random.draw() as u8);
    }
    Ok(file)
}

/// A file with a right head and hash around any body.
fn sealed(kind: u8, of: u64, body: &[u8]) -> Vec<u8> {
    let head = [&b"WGWZ"[..], &FORMAT.to_le_bytes(), &[kind, 0], &of.to_le_bytes()].concat();
    let all = head.iter().chain(body);
    let hash =
        all.fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    [&head[..], &hash.to_le_bytes(), body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sealed_here_as_the_engine_seals_them() {
        let corpus = Corpus::read().expect("the packs of the project");
        for base in &corpus.bases {
            let structure = &base.compiled.structure;
            assert_eq!(sealed(b'S', 0, &structure[24..]), *structure);
            let of = content_hash(structure).expect("a whole file");
            assert_eq!(sealed(b'P', of, &base.compiled.places[24..]), base.compiled.places);
            for (_, texts) in &base.compiled.languages {
                assert_eq!(sealed(b'T', of, &texts[24..]), *texts);
            }
        }
    }
}
