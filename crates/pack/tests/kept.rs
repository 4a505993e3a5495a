//! What a browser tab keeps of the answers, with the packs of this project: every option and every place comes back as
//! it was.

use std::{fs, path::Path};

use wegwijzer_core::{Answer, Answers, Kind, OptionSet, Pack, Place, Reply, kept};

fn packs() -> Vec<Pack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let folders = fs::read_dir(folder).expect("the packs").flatten().map(|entry| entry.path());
    let packs: Vec<Pack> = folders
        .filter(|path| path.is_dir())
        .map(|path| match wegwijzer_pack::load(&path) {
            Ok(compiled) => compiled.pack,
            Err(diagnostics) => panic!("{} does not compile:\n{diagnostics}", path.display()),
        })
        .collect();
    assert!(!packs.is_empty());
    packs
}

#[test]
fn every_answer_comes_back_as_it_was() {
    for pack in packs() {
        let municipalities = (0..pack.places.municipalities.len()).map(|index| Place::Municipality(index as u16));
        let regions = (0..pack.places.regions.len()).map(|index| Place::Region(index as u16));
        let places: Vec<Answer> = municipalities.chain(regions).map(Answer::Place).collect();
        let mut said = Answers::default();
        for (index, question) in (0u16..).zip(&pack.questions) {
            let options = (0..question.options.len() as u8).map(OptionSet::one).map(Answer::Options);
            let answers = if question.kind == Kind::Place { places.clone() } else { options.collect() };
            for answer in answers {
                said.set(index, Reply::Answered(answer));
                assert_eq!(kept::read(&pack, &kept::write(&pack, &said)), said, "{} of {}", question.id, pack.id);
            }
            // Several at once, as far as they may be.
            let several = (0u8..).zip(&question.options).filter(|(_, option)| !option.exclusive);
            let several = several.fold(OptionSet::default(), |all, (option, _)| all.with(OptionSet::one(option)));
            if question.kind == Kind::Many {
                said.set(index, Reply::Answered(Answer::Options(several)));
                assert_eq!(kept::read(&pack, &kept::write(&pack, &said)), said, "{} of {}", question.id, pack.id);
            }
        }
    }
}

#[test]
fn answers_kept_for_one_pack_are_none_of_another() {
    let packs = packs();
    for pack in &packs {
        let mut said = Answers::default();
        said.set(0, Reply::Answered(Answer::Options(OptionSet::one(0))));
        for other in packs.iter().filter(|other| other.id != pack.id) {
            assert_eq!(kept::read(other, &kept::write(pack, &said)), Answers::default());
        }
    }
}
