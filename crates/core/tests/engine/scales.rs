//! Scales: where a person stands, whatever they passed over.

use proptest::{collection::vec, prelude::*, sample::subsequence};
use wegwijzer_core::{
    Answer, Answers, Band, Guard, Kind, Opt, OptionSet, Pack, Question, Reading, Reply, Scale, ScaleItem, State, read,
    replay,
};

use crate::{
    oracle::band_of,
    sample::{USUAL, people},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_reading_is_the_average_by_cross_multiplication((sample, answers) in people(USUAL)) {
        let walk = replay(&sample.pack, &answers);
        for scale in &sample.pack.scales {
            let reading = read(scale, &walk);
            prop_assert_eq!(reading.band.map(usize::from), band_of(scale, &walk.states));
            let answered = scale.items.iter().filter(|item| matches!(walk.state(item.question), State::Answered(_)));
            prop_assert_eq!(usize::from(reading.answered), answered.count());
        }
    }

    #[test]
    fn skipping_a_statement_neither_lowers_nor_raises_a_person(
        points in vec(-4i8..5, 3), thresholds in vec(-30i16..31, 0..4), same in 0u8..3,
        answered in (1usize..8).prop_flat_map(|items| (Just(items), subsequence((0..items as u16).collect::<Vec<u16>>(), 1..=items))),
    ) {
        // Who says the same to every statement stands where they stand, however few statements they say it to.
        let (items, answered) = answered;
        let mut thresholds = thresholds;
        thresholds.sort();
        let pack = statements(items, &points, 1, &thresholds);
        let band = |questions: &[u16]| read(&pack.scales[0], &replay(&pack, &said(questions.iter().map(|&one| (one, same))))).band;
        let all: Vec<u16> = (0..items as u16).collect();
        prop_assert_eq!(band(&answered), band(&all));
    }

    #[test]
    fn fewer_answers_than_needed_are_unknown_and_never_low(
        needs in 1u8..6, answered in subsequence((0u16..5).collect::<Vec<u16>>(), 0..=5), points in vec(any::<i8>(), 3),
    ) {
        let pack = statements(5, &points, needs, &[0]);
        let reading = read(&pack.scales[0], &replay(&pack, &said(answered.iter().map(|&one| (one, 0)))));
        prop_assert_eq!(reading.band.is_none(), answered.len() < usize::from(needs));
    }
}

#[test]
fn the_edge_of_a_band_belongs_to_the_band_above_also_after_a_skip() {
    // agree 2, partly 1, disagree 0; middle from 4 and high from 6, of 4 statements. 3 answered: from 3 and from 4.5.
    let pack = statements(4, &[2, 1, 0], 3, &[4, 6]);
    let band = |said: &[(u16, u8)]| read(&pack.scales[0], &replay(&pack, &self::said(said.iter().copied())));
    let (agree, partly, disagree) = (0, 1, 2);
    let cases: [(&[u8], i32, Option<u8>); 9] = [
        (&[agree, partly, disagree, disagree], 3, Some(0)),
        (&[agree, agree, disagree, disagree], 4, Some(1)),
        (&[agree, agree, partly, disagree], 5, Some(1)),
        (&[agree, agree, partly, partly], 6, Some(2)),
        (&[agree, disagree, disagree], 2, Some(0)),
        (&[agree, partly, disagree], 3, Some(1)),
        (&[agree, agree, disagree], 4, Some(1)),
        (&[agree, agree, partly], 5, Some(2)),
        (&[agree, agree], 4, None),
    ];
    for (options, sum, expected) in cases {
        let said: Vec<(u16, u8)> = (0u16..).zip(options.iter().copied()).collect();
        assert_eq!(band(&said), Reading { sum, answered: options.len() as u8, band: expected }, "{options:?}");
    }
}

#[test]
fn the_largest_scale_there_can_be_does_not_overflow() {
    for points in [i8::MIN, i8::MAX] {
        let pack = statements(255, &[points], 255, &[i16::MIN, i16::MAX]);
        assert_eq!(pack.check(), Ok(()));
        let reading = read(&pack.scales[0], &replay(&pack, &said((0..255).map(|one| (one, 0)))));
        assert_eq!(reading, Reading { sum: i32::from(points) * 255, answered: 255, band: Some(1) });
    }
}

pub fn said(options: impl Iterator<Item = (u16, u8)>) -> Answers {
    let mut answers = Answers::default();
    for (question, option) in options {
        answers.set(question, Reply::Answered(Answer::Options(OptionSet::one(option))));
    }
    answers
}

/// A pack of statements with one scale over all of them.
pub fn statements(count: usize, points: &[i8], needs: u8, thresholds: &[i16]) -> Pack {
    let option = |at: usize| Opt { id: format!("o{at}"), exclusive: false, open: false, icon: None };
    let question = |at: usize| Question {
        id: format!("q{at}"),
        kind: Kind::Statement,
        when: Guard::always(),
        options: (0..points.len()).map(option).collect(),
    };
    let bands = std::iter::once(&0).chain(thresholds).zip(0..).map(|(&from, at)| Band { id: format!("b{at}"), from });
    let items = (0..count as u16).map(|question| ScaleItem { question, points: points.to_vec() }).collect();
    Pack {
        languages: vec!["nl".into()],
        questions: (0..count).map(question).collect(),
        scales: vec![Scale { id: "confidence".into(), items, needs, bands: bands.collect() }],
        ..Pack::default()
    }
}
