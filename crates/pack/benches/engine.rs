//! How long a person waits for the engine, with the Dutch pack. Limits on a desktop: a walk 20 µs, a postcode 1 µs.

use std::{hint::black_box, path::Path};

use criterion::{Criterion, criterion_group, criterion_main};
use wegwijzer_core::{Answer, Answers, OptionSet, Pack, Reply, Resolved, outcome, replay};

fn dutch() -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/nl");
    match wegwijzer_pack::load(&folder) {
        Ok(compiled) => compiled.pack,
        Err(diagnostics) => panic!("packs/nl does not compile:\n{diagnostics}"),
    }
}

/// Dismissed, with worries about money and the law; everything that is asked is answered; postcode 8071.
fn dismissed(pack: &Pack) -> Answers {
    let mut answers = Answers::default();
    let mut said = |question: &str, options: &[&str]| {
        let index = pack.question_index(question).unwrap();
        let all = &pack.question(index).unwrap().options;
        let option = |id: &&str| OptionSet::one(all.iter().position(|option| option.id == *id).unwrap() as u8);
        let chosen = options.iter().map(option).fold(OptionSet::default(), OptionSet::with);
        answers.set(index, Reply::Answered(Answer::Options(chosen)));
    };
    said("situation", &["dismissed"]);
    said("worries", &["money", "law"]);
    while let Some(next) = replay(pack, &answers).next {
        let answer = match pack.places.resolve("8071") {
            Resolved::One(place) if Some(next) == pack.place_question() => Answer::Place(place),
            _ => Answer::Options(OptionSet::one(0)),
        };
        answers.set(next, Reply::Answered(answer));
    }
    answers
}

fn engine(criterion: &mut Criterion) {
    let pack = dutch();
    let answers = dismissed(&pack);
    assert!(!outcome(&pack, &replay(&pack, &answers)).recommendations.is_empty());
    criterion.bench_function("walk", |bencher| {
        bencher.iter(|| black_box(outcome(&pack, &replay(&pack, black_box(&answers)))).recommendations.len());
    });
    let split = pack.places.split[0].code.to_string();
    assert!(matches!(pack.places.resolve(&split), Resolved::Several(_)));
    criterion.bench_function("postcode", |bencher| bencher.iter(|| pack.places.resolve(black_box("1011"))));
    criterion.bench_function("postcode, split", |bencher| bencher.iter(|| pack.places.resolve(black_box(&split))));
    criterion.bench_function("suggest", |bencher| bencher.iter(|| pack.places.suggest(black_box("ams"), 8).len()));
    criterion.bench_function("name", |bencher| bencher.iter(|| pack.places.resolve(black_box("Súdwest-Fryslân"))));
}

criterion_group!(benches, engine);
criterion_main!(benches);
