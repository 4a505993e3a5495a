//! The Dutch pack, place by place and walk by walk. What a place ought to be is read straight from the tables, with
//! plain maps and a way of comparing names that is not the engine's.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::LazyLock,
};

use wegwijzer_core::{
    Answer, Answers, Kind, OptionSet, Outcome, Pack, Place, Recommendation, Reply, Resolved, Role, State, Walk,
    outcome, read, replay,
};

static PACK: LazyLock<Pack> = LazyLock::new(|| match wegwijzer_pack::load(&folder()) {
    Ok(compiled) => compiled.pack,
    Err(diagnostics) => panic!("packs/nl does not compile:\n{diagnostics}"),
});

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/nl")
}

/// The rows of a table, by column.
fn table(file: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder().join(file)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn listed(cell: &str, separator: char) -> impl Iterator<Item = &str> {
    cell.split(separator).map(str::trim).filter(|one| !one.is_empty())
}

/// How a person who is in a hurry types a name: small letters, no accents, nothing between.
fn plain(name: &str) -> String {
    let accents = [("âàáä", 'a'), ("ëéèê", 'e'), ("ïíì", 'i'), ("öóòô", 'o'), ("üúùû", 'u'), ("ÿý", 'y'), ("ç", 'c')];
    let base = |c: char| accents.iter().find(|(of, _)| of.contains(c)).map_or(c, |&(_, base)| base);
    name.to_lowercase().chars().map(base).filter(char::is_ascii_alphanumeric).collect()
}

/// Every way of writing a name, against the codes of the municipalities that it may mean.
fn by_name() -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, code) in names_and_codes() {
        let bare = name.split('(').next().unwrap();
        for written in [&name, bare] {
            names.entry(plain(written)).or_default().insert(code.clone());
        }
    }
    names
}

/// The name, other names, former names and towns of every municipality.
fn names_and_codes() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for row in table("places/municipalities.csv") {
        all.push((row["name"].clone(), row["code"].clone()));
        all.extend(listed(&row["aliases"], ';').map(|alias| (alias.into(), row["code"].clone())));
    }
    all.extend(table("places/towns.csv").into_iter().map(|row| (row["name"].clone(), row["municipality"].clone())));
    all
}

fn code_of(municipality: u16) -> &'static str {
    &PACK.places.municipality(municipality).unwrap().code
}

fn codes_of(resolved: &Resolved) -> Vec<&'static str> {
    match resolved {
        Resolved::Unknown => Vec::new(),
        Resolved::One(Place::Municipality(one)) => vec![code_of(*one)],
        Resolved::One(Place::Region(region)) => vec![&PACK.places.region(*region).unwrap().code],
        Resolved::Several(all) => all.iter().map(|&one| code_of(one)).collect(),
    }
}

#[test]
fn every_municipality_is_in_the_region_of_the_table() {
    let rows = table("places/municipalities.csv");
    assert_eq!(rows.len(), 342);
    assert_eq!(PACK.places.municipalities.len(), 342);
    assert_eq!(table("places/regions.csv").len(), 35);
    assert_eq!(PACK.places.regions.len(), 35);
    for row in rows {
        let place = PACK.places.by_code(&row["code"]).unwrap();
        let region = PACK.places.region_of(place).unwrap();
        assert_eq!(PACK.places.region(region).unwrap().code, row["region"], "{}", row["name"]);
        let Place::Municipality(index) = place else { panic!("{} is a region", row["code"]) };
        assert_eq!(PACK.places.municipality(index).unwrap().name, row["name"]);
    }
    let served: BTreeSet<u16> = PACK.places.municipalities.iter().map(|one| one.region).collect();
    assert_eq!(served.len(), 35, "a region without a municipality");
}

#[test]
fn every_name_of_a_town_or_municipality_leads_to_it_however_it_is_typed() {
    let (by_name, names) = (by_name(), names_and_codes());
    let distinct = |file: &str| table(file).into_iter().map(|row| row["name"].clone()).collect::<BTreeSet<String>>();
    assert_eq!(distinct("places/towns.csv").len(), 2_426);
    assert_eq!(distinct("places/municipalities.csv").len(), 342);
    for (at, (name, code)) in names.iter().enumerate() {
        let hurried = [name.to_lowercase(), name.to_uppercase(), format!("  {name} ")];
        for typed in [name, &hurried[at % 3]] {
            let mut found = codes_of(&PACK.places.resolve(typed));
            found.sort();
            assert_eq!(found, by_name[&plain(name)].iter().collect::<Vec<&String>>(), "{typed}");
            assert!(found.contains(&code.as_str()), "{typed}");
        }
    }
    let mut several = BTreeSet::new();
    for (typed, codes) in &by_name {
        let resolved = PACK.places.resolve(typed);
        assert_eq!(codes_of(&resolved).into_iter().map(String::from).collect::<BTreeSet<String>>(), *codes, "{typed}");
        assert_eq!(matches!(resolved, Resolved::Several(_)), codes.len() > 1, "{typed}");
        if codes.len() > 1 {
            several.insert(typed.as_str());
        }
    }
    assert!(["bergen", "hengelo", "rijswijk", "winsum"].iter().all(|name| several.contains(name)), "{several:?}");
    assert_eq!(several.len(), 78, "{several:?}");
}

#[test]
fn every_name_is_suggested_once_before_it_is_typed_out() {
    let bare = |name: &str| plain(name.split('(').next().unwrap());
    for (name, code) in names_and_codes() {
        let letters = name.chars().count();
        let typed: String = name.chars().take(letters.saturating_sub(1).max(1)).collect();
        let found = PACK.places.suggest(&typed, usize::MAX);
        let here = |one: &&wegwijzer_core::Suggestion| {
            matches!(one.place, Place::Municipality(index) if code_of(index) == code)
                && (bare(one.name) == bare(&name) || plain(one.name) == plain(&name))
        };
        assert_eq!(found.iter().filter(here).count(), 1, "{name} after {typed}");
    }
}

#[test]
fn every_region_is_found_by_its_name_unless_a_municipality_bears_it() {
    let by_name = by_name();
    for row in table("places/regions.csv") {
        assert_eq!(
            PACK.places.by_code(&row["code"]).map(|place| codes_of(&Resolved::One(place))),
            Some(vec![row["code"].as_str()])
        );
        for name in std::iter::once(row["name"].as_str()).chain(listed(&row["aliases"], ';')) {
            let found = codes_of(&PACK.places.resolve(name));
            match by_name.get(&plain(name)) {
                Some(municipalities) => assert_eq!(
                    found.into_iter().collect::<BTreeSet<&str>>(),
                    municipalities.iter().map(String::as_str).collect()
                ),
                None => assert_eq!(found, [row["code"].as_str()], "{name}"),
            }
        }
    }
}

#[test]
fn every_postcode_leads_to_its_municipality_and_no_other_number_leads_anywhere() {
    let rows = table("places/postcodes.csv");
    assert_eq!(rows.len(), 4_072);
    let postcodes: HashMap<&str, Vec<&str>> =
        rows.iter().map(|row| (row["postcode"].as_str(), listed(&row["municipalities"], ' ').collect())).collect();
    assert_eq!(postcodes.len(), 4_072);
    assert_eq!(postcodes.values().filter(|municipalities| municipalities.len() > 1).count(), 20);
    for number in 0..10_000 {
        let code = format!("{number:04}");
        let expected = postcodes.get(code.as_str()).cloned().unwrap_or_default();
        for typed in [code.clone(), format!("{code} AB"), format!("{code}ab"), format!(" {code}  x")] {
            let resolved = PACK.places.resolve(&typed);
            assert_eq!(codes_of(&resolved), expected, "{typed}");
            assert_eq!(matches!(resolved, Resolved::Several(_)), expected.len() > 1, "{typed}");
            assert!(!matches!(resolved, Resolved::One(Place::Region(_))));
        }
        let suggested: Vec<&str> =
            PACK.places.suggest(&code, 9).iter().flat_map(|one| codes_of(&Resolved::One(one.place))).collect();
        assert_eq!(suggested, expected);
    }
}

#[test]
fn skipping_every_question_still_ends_at_a_person_in_every_municipality() {
    let question = PACK.place_question().unwrap();
    let municipalities = (0..342).map(|one| Some(Place::Municipality(one)));
    let regions = (0..35).map(|one| Some(Place::Region(one)));
    for place in municipalities.chain(regions).chain([None]) {
        let mut answers = Answers::default();
        if let Some(place) = place {
            answers.set(question, Reply::Answered(Answer::Place(place)));
        }
        let (walk, _) = checked(&answers);
        assert_eq!(outcome(&PACK, &walk).place, place);
        assert!(walk.states.iter().filter(|state| matches!(state, State::Answered(_))).count() <= 1);
    }
}

#[test]
fn no_walk_of_twenty_thousand_breaks_a_promise() {
    let mut random = Random(20_261_123);
    let (mut fallbacks, mut equals, mut unsure) = (0, 0, 0);
    for _ in 0..20_000 {
        let answers = some_answers(&mut random);
        let (walk, outcome) = checked(&answers);
        fallbacks += usize::from(mains(&outcome).all(|main| main.fallback));
        equals += usize::from(mains(&outcome).count() > 1);
        unsure += usize::from(!is_ready(&walk));
        the_dutch_promises_hold(&walk, &outcome, &answers);
    }
    // None of the promises held only because nobody came by.
    assert!(fallbacks > 100 && equals > 100 && unsure > 100, "{fallbacks} {equals} {unsure}");
}

/// Follows the answers to the end and proves what every pack promises.
fn checked(answers: &Answers) -> (Walk, Outcome<'static>) {
    let walk = replay(&PACK, answers);
    let result = outcome(&PACK, &walk);
    assert_eq!(result, outcome(&PACK, &replay(&PACK, answers)));

    let mains: Vec<&Recommendation> = mains(&result).collect();
    let rule = |one: &Recommendation| &PACK.rules[usize::from(one.rule)];
    match mains.as_slice() {
        [] => panic!("no main step on {walk:?}"),
        [one] => assert!(!one.equal),
        [first, ..] => {
            let group = rule(first).equal;
            assert!(group.is_some(), "undeclared equals on {walk:?}");
            assert!(mains.iter().all(|one| one.equal && rule(one).equal == group), "{walk:?}");
        }
    }
    let people: Vec<&Recommendation> = result.recommendations.iter().filter(|one| one.role == Role::Person).collect();
    assert_eq!(people.len(), 1);
    assert!(people[0].service.has_channel(), "nobody to reach on {walk:?}");
    if mains.iter().all(|one| one.fallback) {
        assert!(PACK.fallback_when.holds(&PACK, &walk.states), "a fallback alone on {walk:?}");
    }
    if !is_ready(&walk) {
        let alone = |one: &&Recommendation| PACK.steps[usize::from(one.step)].self_help;
        assert!(!mains.iter().all(alone), "left alone on {walk:?}");
    }
    for row in result.recommendations.iter().flat_map(|one| &one.service.rows) {
        assert!(OPEN.contains(&row.id), "{} is not open", row.id);
    }
    let mut seen = BTreeSet::new();
    assert!(
        result.recommendations.iter().filter(|one| one.role != Role::Person).all(|one| seen.insert(one.step)),
        "a step twice on {walk:?}"
    );

    let screens: BTreeSet<u16> = walk.asked().map(|question| PACK.screen(question).start).collect();
    assert!(screens.len() <= 9, "{} screens on {walk:?}", screens.len());
    (walk, result)
}

static OPEN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let open = |row: &HashMap<String, String>| row["status"] == "active" || row["status"] == "ending";
    table("services.csv").into_iter().filter(open).map(|row| row["id"].clone()).collect()
});

fn mains<'a>(outcome: &'a Outcome<'static>) -> impl Iterator<Item = &'a Recommendation<'static>> {
    outcome.recommendations.iter().filter(|one| one.role == Role::Main)
}

/// Whether the scale of readiness says more than low or unknown.
fn is_ready(walk: &Walk) -> bool {
    let scale = &PACK.scales[usize::from(PACK.readiness.unwrap())];
    read(scale, walk).band.is_some_and(|band| band > 0)
}

fn the_dutch_promises_hold(walk: &Walk, result: &Outcome, answers: &Answers) {
    let said = |question: &str, option: &str| {
        let index = PACK.question_index(question).unwrap();
        let at = PACK.question(index).unwrap().options.iter().position(|one| one.id == option).unwrap() as u8;
        matches!(walk.state(index), State::Answered(Answer::Options(chosen)) if chosen.has(at))
    };
    let recommends = |role: Option<Role>, kind: &str| {
        result
            .recommendations
            .iter()
            .any(|one| role.is_none_or(|role| one.role == role) && PACK.kinds[usize::from(one.service.kind)] == kind)
    };
    let promises = [
        (said("situation", "benefit"), Some(Role::Main), "uwv"),
        (said("situation", "assistance"), Some(Role::Main), "gemeente"),
        (said("situation", "dismissed"), None, "vakbeweging"),
        (said("situation", "contract-ends"), None, "vakbeweging"),
        (said("age", "under-27") && said("diploma", "no"), None, "doorstroompunt"),
        (said("worries", "money"), Some(Role::First), "geldfit"),
        (said("worries", "law"), Some(Role::First), "juridisch-loket"),
        (said("worries", "basic-skills"), Some(Role::First), "taalhuis"),
    ];
    for (when, role, kind) in promises {
        assert!(!when || recommends(role, kind), "no {kind} on {walk:?}");
    }
    // Place changes who helps, never the step.
    let mut elsewhere = answers.clone();
    elsewhere.set(PACK.place_question().unwrap(), Reply::Skipped);
    let steps = |outcome: &Outcome| {
        outcome.recommendations.iter().map(|one| (one.role, one.step)).collect::<Vec<(Role, u16)>>()
    };
    assert_eq!(steps(&outcome(&PACK, &replay(&PACK, &elsewhere))), steps(result));
}

/// What a person might answer: mostly something, sometimes nothing.
fn some_answers(random: &mut Random) -> Answers {
    let mut answers = Answers::default();
    for (index, question) in (0u16..).zip(&PACK.questions) {
        let options = question.options.len();
        let reply = match question.kind {
            _ if random.below(7) == 0 => Reply::Skipped,
            Kind::Place => Reply::Answered(Answer::Place(Place::Municipality(random.below(342) as u16))),
            Kind::One | Kind::Statement => {
                Reply::Answered(Answer::Options(OptionSet::one(random.below(options) as u8)))
            }
            Kind::Many => {
                let chosen: Vec<u8> = (0..1 + random.below(3)).map(|_| random.below(options) as u8).collect();
                let exclusive = chosen.iter().find(|&&one| question.options[usize::from(one)].exclusive);
                let set = |all: &[u8]| all.iter().fold(OptionSet::default(), |set, &one| set.with(OptionSet::one(one)));
                Reply::Answered(Answer::Options(exclusive.map_or(set(&chosen), |&one| OptionSet::one(one))))
            }
        };
        answers.set(index, reply);
    }
    answers
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same walks on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % bound as u64) as usize
    }
}
