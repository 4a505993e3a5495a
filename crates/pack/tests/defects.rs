//! Every defect that an author can make is told with its place, what was found and what was expected, word for word.
//!
//! In two ways. Most tests here make one change and compare the short form. Each folder in tests/defects holds the files
//! in which a pack differs from the faultless one in fixtures/small, and what `check` then draws, in expected.txt, sign for
//! sign. To take over what is drawn now: `BLESS=1 cargo test -p wegwijzer-pack --test defects`, then read the difference
//! in git before you commit it.

mod small;

use std::{
    fs,
    path::{Path, PathBuf},
};

use small::Small;
use wegwijzer_pack::{Day, load, load_on};

/// What `load` says of the pack: errors, or else the warnings.
fn said(small: &Small) -> String {
    let diagnostics = match load(&small.dir()) {
        Ok(compiled) => compiled.warnings,
        Err(diagnostics) => diagnostics,
    };
    small.without_folder(&diagnostics.to_string()).trim_end().to_owned()
}

/// Makes one change in the small pack and compares everything that is said.
#[track_caller]
fn after(file: &str, from: &str, to: &str, expected: &str) {
    let small = Small::new();
    small.change(file, from, to);
    assert_eq!(said(&small), expected);
}

#[test]
fn a_wrong_field_is_told_with_what_belongs_there() {
    after(
        "rules.toml",
        "tier = 9\nstep = \"talk-next-step\"",
        "teir = 9\nstep = \"talk-next-step\"",
        "small/rules.toml:35:1: error: rule nothing-known: the field `tier` is missing
small/rules.toml:38:1: error: rule nothing-known: unknown field `teir`
  expected: `id`, `when`, `role`, `tier`, `step`, `service`, `fallback`, `equal`
  help: did you mean `tier`?",
    );
    after(
        "rules.toml",
        "tier = 9",
        "tier = 256",
        "small/rules.toml:38:8: error: rule nothing-known, tier: this value cannot stand here
  found: 256
  expected: a whole number from 0 to 255",
    );
    after(
        "rules.toml",
        "tier = 9",
        "tier = \"9\"",
        r#"small/rules.toml:38:8: error: rule nothing-known, tier: this value cannot stand here
  found: "9"
  expected: a whole number from 0 to 255"#,
    );
    after(
        "rules.toml",
        "role = \"person\"",
        "role = \"persons\"",
        "small/rules.toml:53:8: error: rule somebody, role: there is no role `persons`
  expected: `first`, `main`, `also`, `person`
  help: did you mean `person`?",
    );
    after(
        "rules.toml",
        "fallback = true",
        "fallback = \"yes\"",
        r#"small/rules.toml:41:12: error: rule nothing-known, fallback: this value cannot stand here
  found: "yes"
  expected: true or false, without quotation marks"#,
    );
    after(
        "rules.toml",
        "role = \"also\"",
        "role = \"also\"\nequal = \"work\"",
        "small/rules.toml:47:9: error: rule north, equal: only rules of the role `main` can be equal",
    );
    after(
        "pack.toml",
        "review-by = 2027-01-31",
        "review-by = \"2027-01-31\"",
        r#"small/pack.toml:4:13: error: review-by: this value cannot stand here
  found: "2027-01-31"
  expected: a day such as 2027-01-31, without quotation marks"#,
    );
    after("pack.toml", "version = \"1\"\n", "", "small/pack.toml:1:1: error: the field `version` is missing");
    after("pack.toml", "version = \"1\"", "version = \"\"", "small/pack.toml:2:11: error: version: this text is empty");
    after(
        "pack.toml",
        "\"nl\", \"en\"",
        "\"nl\", \"en\", \"../x\"",
        "small/pack.toml:3:26: error: languages: this is not a language tag
  found: `../x`
  expected: a BCP 47 tag, such as `nl`, `en`, `nb` or `zh-Hant`",
    );
    after(
        "pack.toml",
        "id = \"small\"",
        "id = \"Small\"",
        "small/pack.toml:1:6: error: id: this is not an id
  found: `Small`
  expected: small letters a to z, digits and `-`, beginning with a letter or digit",
    );
    after(
        "pack.toml",
        "id = \"small\"",
        "id = \"small",
        r#"small/pack.toml:1:12: error: this is not TOML: invalid basic string, expected `"`"#,
    );
}

#[test]
fn a_name_that_stands_for_nothing_is_told_with_the_nearest_one() {
    after(
        "rules.toml",
        "service = \"courses\"\nequal",
        "service = \"course\"\nequal",
        "small/rules.toml:23:11: error: rule sure, service: there is no kind of service in services.csv with the id `course`
  help: did you mean `courses`?",
    );
    after(
        "rules.toml",
        "step = \"talk-to-somebody\"",
        "step = \"talk-to-sombody\"",
        "small/rules.toml:55:8: error: rule somebody, step: there is no step in steps.toml with the id `talk-to-sombody`
  help: did you mean `talk-to-somebody`?
small/steps.toml:8:6: warning: step talk-to-somebody: no rule leads to this step",
    );
    after(
        "pack.toml",
        "readiness = \"confidence\"",
        "readiness = \"confidense\"",
        "small/pack.toml:5:13: error: readiness: there is no scale `confidense`
  help: did you mean `confidence`?",
    );
    after(
        "pack.toml",
        "crisis = [\"helpline\"]",
        "crisis = [\"112\"]",
        "small/pack.toml:8:11: error: crisis: there is no kind of service in services.csv with the id `112`
  expected: `desk`, `courses`, `helpline`",
    );
    after(
        "questions.toml",
        "employed = \"briefcase\"",
        "employed = \"suitcase\"",
        "small/icons.toml:1:1: warning: briefcase: no option uses this drawing: it is left out
small/questions.toml:6:22: error: question situation, icons: there is no drawing in icons.toml with the id `suitcase`
  expected: `briefcase`",
    );
    after(
        "questions.toml",
        "open = [\"other\"]",
        "open = [\"others\"]",
        "small/pack.toml:6:17: error: fallback-when: `situation is other` cannot be a reason for a fallback
  expected: `skipped q`, or `q is o` with an option that is listed as open; joined with `and` and `or`
small/questions.toml:5:9: error: question situation, open: there is no option of this question with the id `others`
  help: did you mean `other`?",
    );
    after(
        "questions.toml",
        "items = [\"want\", \"dare\"]",
        "items = [\"want\", \"worries\"]",
        "small/questions.toml:32:18: error: scale confidence, items: `worries` is not of kind `statement`",
    );
    after(
        "services.csv",
        "desk,active,R1",
        "desk,active,R3",
        "small/services.csv:3:21: error: service desk-r1, region: there is no region with the code `R3`
  expected: `R1`, `R2`",
    );
    after(
        "services.csv",
        "M1 M3",
        "M1 M9",
        "small/services.csv:4:25: error: service desk-m1, municipalities: there is no municipality with the code `M9`
  expected: `M1`, `M2`, `M3`, `M4`",
    );
    after(
        "places/municipalities.csv",
        "M2,There,R2,",
        "M2,There,RR,",
        "small/places/municipalities.csv:3:10: error: municipality M2, region: there is no region with the code `RR`
  expected: `R1`, `R2`",
    );
    after(
        "places/towns.csv",
        "Village,M1",
        "Village,M7",
        "small/places/towns.csv:3:9: error: town Village, municipality: there is no municipality with the code `M7`
  expected: `M1`, `M2`, `M3`, `M4`",
    );
    after(
        "places/postcodes.csv",
        "1002,M2 M1",
        "1002,M2 X1",
        "small/places/postcodes.csv:4:9: error: postcode 1002, municipalities: there is no municipality with the code `X1`
  expected: `M1`, `M2`, `M3`, `M4`",
    );
}

#[test]
fn an_id_that_is_malformed_double_or_retired_is_told() {
    after(
        "rules.toml",
        "id = \"north\"",
        "id = \"sure\"",
        "small/rules.toml:44:6: error: id: `sure` is there twice
  help: the first one is on line 18",
    );
    after(
        "rules.toml",
        "id = \"north\"",
        "id = \"old-rule\"",
        "small/rules.toml:44:6: error: rule old-rule, id: the id `old-rule` is retired and cannot come back
  help: choose another id; small/pack.toml lists it on line 9",
    );
    after(
        "questions.toml",
        "\"money\", \"law\", \"none\"",
        "\"money\", \"law\", \"none\", \"gone\"",
        "small/questions.toml:11:36: error: question worries, options: the id `worries.gone` is retired and cannot come back
  help: choose another id; small/pack.toml lists it on line 9
small/texts/en.toml:18:19: error: question.worries.options.gone: these texts are missing
  expected: `because`, `label`
  help: write `gone = { … }` with them under `[question.worries.options]`
small/texts/nl.toml:18:19: error: question.worries.options.gone: these texts are missing
  expected: `because`, `label`
  help: write `gone = { … }` with them under `[question.worries.options]`",
    );
    after(
        "questions.toml",
        "\"money\", \"law\", \"none\"",
        "\"money\", \"law\", \"none\", \"law\"",
        "small/questions.toml:11:36: error: question worries, options: `law` is there twice
  help: the first one is on line 11",
    );
    after(
        "questions.toml",
        "id = \"confidence\"",
        "id = \"worries\"",
        "small/pack.toml:5:13: error: readiness: there is no scale `confidence`
  expected: `worries`
small/questions.toml:31:6: error: id: `worries` is there twice
  help: the first one is on line 9
small/rules.toml:19:9: error: rule sure, when: there is no question or scale `confidence`
  expected: `situation`, `worries`, `want`, `dare`, `place`",
    );
    after(
        "questions.toml",
        "id = \"worries\"",
        "id = \"region\"",
        "small/questions.toml:9:6: error: id: `region` is a word of the guard language and cannot be an id here
small/rules.toml:3:9: error: rule money-first, when: there is no question or scale `worries`
  expected: `situation`, `region`, `want`, `dare`, `place`, `confidence`
small/rules.toml:19:41: error: rule sure, when: there is no question `worries`
  expected: `situation`, `region`, `want`, `dare`, `place`
small/rules.toml:19:57: error: rule sure, when: there is no question or scale `worries`
  expected: `situation`, `region`, `want`, `dare`, `place`, `confidence`
small/texts/en.toml:8:2: error: question.region: these texts are missing
  expected: `options.law.because`, `options.money.because`, `options.none.because`, `title`
  help: write them under a line `[question.region]`
small/texts/en.toml:16:11: error: question.worries: nothing in this pack uses this
small/texts/nl.toml:8:2: error: question.region: these texts are missing
  expected: `options.law.because`, `options.money.because`, `options.none.because`, `title`
  help: write them under a line `[question.region]`
small/texts/nl.toml:16:11: error: question.worries: nothing in this pack uses this",
    );
    after(
        "steps.toml",
        "id = \"call-about-money\"",
        "id = \"call about money\"",
        "small/rules.toml:6:8: error: rule money-first, step: there is no step in steps.toml with the id `call-about-money`
  help: did you mean `call about money`?
small/steps.toml:2:6: error: step call about money, id: this is not an id
  found: `call about money`
  expected: small letters a to z, digits and `-`, beginning with a letter or digit
small/steps.toml:2:6: warning: step call about money: no rule leads to this step
small/texts/en.toml:40:2: error: step.call about money: these texts are missing
  expected: `actions`, `title`
  help: write them under a line `[step.call about money]`
small/texts/en.toml:40:7: error: step.call-about-money: nothing in this pack uses this
  help: did you mean `call about money`?
small/texts/nl.toml:40:2: error: step.call about money: these texts are missing
  expected: `actions`, `title`
  help: write them under a line `[step.call about money]`
small/texts/nl.toml:40:7: error: step.call-about-money: nothing in this pack uses this
  help: did you mean `call about money`?",
    );
    after(
        "services.csv",
        "desk-m1,desk",
        "desk-r1,desk",
        "small/services.csv:4:1: error: id: `desk-r1` is there twice
  help: the first one is on line 3",
    );
}

#[test]
fn a_guard_that_cannot_be_read_points_at_the_word() {
    after(
        "rules.toml",
        "\"worries has money\"",
        "\"worries has\"",
        "small/rules.toml:3:20: error: rule money-first, when: this guard cannot be read
  found: the end of the guard
  expected: an option",
    );
    after(
        "rules.toml",
        "\"worries has money\"",
        "\"worries has money or law\"",
        "small/rules.toml:3:33: error: rule money-first, when: this guard cannot be read
  found: the end of the guard
  expected: `has` or `is`
  help: repeat the question for each option: `q is a or q is b`",
    );
    after(
        "rules.toml",
        "\"worries has money\"",
        "\"worries has money law\"",
        "small/rules.toml:3:27: error: rule money-first, when: this guard cannot be read
  found: `law`
  expected: the end of the guard, `and` or `or`",
    );
    after(
        "rules.toml",
        "\"worries has money\"",
        "\"(worries has money\"",
        "small/rules.toml:3:27: error: rule money-first, when: this guard cannot be read
  found: the end of the guard
  expected: `)`, `and` or `or`",
    );
    after(
        "rules.toml",
        "\"worries has money\"",
        "\"worries = money\"",
        "small/rules.toml:3:17: error: rule money-first, when: a guard cannot have this character
  found: `=`
  expected: ids, the words of the guard language, brackets and commas",
    );
    after(
        "rules.toml",
        "\"worries has money\"",
        "\"\"",
        "small/rules.toml:3:9: error: rule money-first, when: this guard is empty
  help: leave the field out for something that always holds",
    );
    after(
        "rules.toml",
        "\"worries has money\"",
        "\"\"\"\nworries has money\nor worries haz law\"\"\"",
        "small/rules.toml:5:12: error: rule money-first, when: this guard cannot be read
  found: `haz`
  expected: `has` or `is`",
    );
    after(
        "rules.toml",
        "\"worries has money\"",
        "\"at least 3 of (worries has money, situation is other)\"",
        "small/rules.toml:3:18: error: rule money-first, when: `at least 3` of a list of 2
  expected: a number from 1 to 2",
    );
}

#[test]
fn a_guard_that_speaks_of_what_is_not_there_or_comes_later_is_told() {
    after(
        "questions.toml",
        "id = \"worries\"\nkind = \"many\"",
        "id = \"worries\"\nkind = \"many\"\nwhen = \"want is agree\"",
        "small/questions.toml:11:9: error: question worries, when: a guard can only look at earlier questions, and `want` comes later
  expected: `situation`",
    );
    after(
        "questions.toml",
        "id = \"worries\"\nkind = \"many\"",
        "id = \"worries\"\nkind = \"many\"\nwhen = \"asked worries\"",
        "small/questions.toml:11:15: error: question worries, when: a guard can only look at earlier questions, and `worries` is this question itself
  expected: `situation`",
    );
    after(
        "questions.toml",
        "id = \"worries\"\nkind = \"many\"",
        "id = \"worries\"\nkind = \"many\"\nwhen = \"region is R1\"",
        "small/questions.toml:11:19: error: question worries, when: a guard can only look at earlier questions, and `place` comes later
  expected: `situation`",
    );
    after(
        "questions.toml",
        "id = \"worries\"\nkind = \"many\"",
        "id = \"worries\"\nkind = \"many\"\nwhen = \"confidence is low\"",
        "small/questions.toml:11:9: error: question worries, when: a guard can only look at earlier questions, and `dare` comes later
  expected: `situation`",
    );
    after(
        "rules.toml",
        "situation is dismissed",
        "situaton is dismissed",
        "small/rules.toml:11:9: error: rule dismissed, when: there is no question or scale `situaton`
  help: did you mean `situation`?",
    );
    after(
        "rules.toml",
        "situation is dismissed",
        "situation is money",
        "small/rules.toml:11:22: error: rule dismissed, when: there is no option of `situation` with the id `money`
  expected: `employed`, `dismissed`, `other`",
    );
    after(
        "rules.toml",
        "situation is dismissed",
        "situation has dismissed",
        "small/rules.toml:11:9: error: rule dismissed, when: `situation` takes one answer: write `situation is dismissed`",
    );
    after(
        "rules.toml",
        "worries has money",
        "worries is money",
        "small/rules.toml:3:9: error: rule money-first, when: `worries` takes several answers: write `worries has money`",
    );
    after(
        "rules.toml",
        "confidence is high",
        "confidence is hihg",
        "small/rules.toml:19:23: error: rule sure, when: there is no band of `confidence` with the id `hihg`
  help: did you mean `high`?",
    );
    after(
        "rules.toml",
        "region is R1",
        "region is R7",
        "small/rules.toml:45:19: error: rule north, when: there is no region with the code `R7`
  expected: `R1`, `R2`",
    );
    after(
        "rules.toml",
        "region is R1",
        "place is R1",
        "small/rules.toml:45:9: error: rule north, when: `place` asks for a place: write `region is CODE`, `answered place` or `skipped place`",
    );
    after(
        "rules.toml",
        "situation is dismissed",
        "not worries has money",
        r#"small/rules.toml:11:13: warning: rule dismissed, when: `not` with an answer also holds for who skipped `worries` or was not asked
  help: if you mean "answered otherwise", write `answered worries and not …`"#,
    );
    after(
        "pack.toml",
        "skipped situation or situation is other",
        "situation is employed",
        "small/pack.toml:6:17: error: fallback-when: `situation is employed` cannot be a reason for a fallback
  expected: `skipped q`, or `q is o` with an option that is listed as open; joined with `and` and `or`",
    );
    after(
        "pack.toml",
        "fallback-when = \"skipped situation or situation is other\"\n",
        "",
        "small/pack.toml:1:1: error: fallback-when: the field is missing, but the rule nothing-known is a fallback
  help: say where a fallback may be the only main step, such as `skipped situation`",
    );
}

#[test]
fn a_question_or_scale_that_cannot_work_is_told() {
    after(
        "questions.toml",
        "options = [\"money\", \"law\", \"none\"]",
        "options = []",
        "small/questions.toml:8:1: error: question worries, options: a question needs options
small/questions.toml:12:14: error: question worries, exclusive: there is no option of this question with the id `none`
  expected: nothing: there is none yet
small/rules.toml:3:21: error: rule money-first, when: there is no option of `worries` with the id `money`
  expected: nothing: there is none yet
small/rules.toml:19:69: error: rule sure, when: there is no option of `worries` with the id `law`
  expected: nothing: there is none yet
small/texts/en.toml:18:19: error: question.worries.options: nothing in this pack uses this
small/texts/nl.toml:18:19: error: question.worries.options: nothing in this pack uses this",
    );
    after(
        "questions.toml",
        "kind = \"place\"",
        "kind = \"place\"\noptions = [\"here\"]",
        "small/questions.toml:29:12: error: question place, options: a question of kind `place` has no options: they come from the folder places",
    );
    after(
        "questions.toml",
        "id = \"place\"\nkind = \"place\"",
        "id = \"place\"\nkind = \"place\"\n\n[[question]]\nid = \"work-place\"\nkind = \"place\"",
        "small/questions.toml:31:6: error: question work-place, kind: a pack has at most one question of kind `place`
small/texts/en.toml:8:2: error: question.work-place: these texts are missing
  expected: `title`
  help: write them under a line `[question.work-place]`
small/texts/nl.toml:8:2: error: question.work-place: these texts are missing
  expected: `title`
  help: write them under a line `[question.work-place]`",
    );
    after(
        "questions.toml",
        "kind = \"many\"",
        "kind = \"several\"",
        "small/questions.toml:10:8: error: question worries, kind: there is no kind of question `several`
  expected: `one`, `many`, `statement`, `place`",
    );
    after(
        "questions.toml",
        "open = [\"other\"]",
        "exclusive = [\"other\"]",
        "small/pack.toml:6:17: error: fallback-when: `situation is other` cannot be a reason for a fallback
  expected: `skipped q`, or `q is o` with an option that is listed as open; joined with `and` and `or`
small/questions.toml:5:14: error: question situation, exclusive: only a question of kind `many` has options that stand alone",
    );
    after(
        "questions.toml",
        "partly = 1, ",
        "",
        "small/questions.toml:30:1: error: scale confidence, points: there are no points for the option `partly` of `want`
small/questions.toml:30:1: error: scale confidence, points: there are no points for the option `partly` of `dare`",
    );
    after(
        "questions.toml",
        "needs = 2",
        "needs = 3",
        "small/questions.toml:34:9: error: scale confidence, needs: this value cannot stand here
  found: 3
  expected: a whole number from 1 to 2",
    );
    after(
        "questions.toml",
        "from = 4",
        "from = 2",
        "small/questions.toml:35:77: error: scale confidence, band high, from: bands go from low to high, and the one before begins at 2",
    );
    after(
        "questions.toml",
        "{ id = \"low\" }",
        "{ id = \"unknown\" }",
        "small/questions.toml:35:17: error: scale confidence, band unknown: `unknown` is the band of who answered too little, and every scale has it",
    );
    after(
        "icons.toml",
        "\"M3 8h18v12H3z\"",
        "\"<svg>\"",
        "small/icons.toml:1:13: error: briefcase: this is not the path data of an SVG drawing
  expected: the content of the attribute `d` of a path: it begins with M, then letters and numbers",
    );
}

#[test]
fn a_table_with_a_wrong_shape_or_cell_is_told() {
    after(
        "services.csv",
        "id,kind,status",
        "id,kind,state",
        "small/services.csv:1:1: error: the column `status` is missing
  expected: `id`, `kind`, `status`, `region`, `municipalities`, `name`, `url`, `phone`, `address`, `confidence`, `source`, `source_date`, `second_hand`, `source_url`, `note`
small/services.csv:1:9: error: unknown column `state`
  expected: `id`, `kind`, `status`, `region`, `municipalities`, `name`, `url`, `phone`, `address`, `confidence`, `source`, `source_date`, `second_hand`, `source_url`, `note`
  help: did you mean `status`?",
    );
    after(
        "services.csv",
        "\"for the north, only\"",
        "for the north, only",
        "small/services.csv:3:1: error: this row has 16 cells, but the table has 15 columns
  help: put a text that holds a comma between quotation marks",
    );
    after(
        "services.csv",
        "\"for the north, only\"",
        "\"for the north",
        "small/services.csv:3:1: error: this row has 22 cells, but the table has 15 columns
  help: a quotation mark in this row is probably not closed",
    );
    after(
        "services.csv",
        "https://desk.example",
        "http://desk.example",
        "small/services.csv:2:21: error: service desk, url: this is not a web address that can be shown
  found: http://desk.example
  expected: an address that begins with https://, without spaces",
    );
    after(
        "services.csv",
        "courses,courses,active",
        "courses,courses,open",
        "small/services.csv:6:17: error: service courses, status: this cell cannot have this value
  found: `open`
  expected: `active`, `ending`, `ended`, `employers-only`",
    );
    after(
        "services.csv",
        ",,113,,",
        ",,call us,,",
        "small/services.csv:7:30: error: service helpline, phone: this is not a phone number
  found: call us
  expected: three digits at least, with spaces or + - ( ) between",
    );
    after(
        "services.csv",
        "2026-11-23",
        "23-11-2026",
        "small/services.csv:3:62: error: service desk-r1, source_date: this is not a date
  found: 23-11-2026
  expected: yyyy, yyyy-mm, yyyy-mm-dd or nothing
  help: did you mean 2026-11-23? Mark the column as text, so that the spreadsheet leaves it alone",
    );
    after(
        "services.csv",
        "M1 M3",
        "M1,M3",
        "small/services.csv:4:1: error: this row has 16 cells, but the table has 15 columns
  help: put a text that holds a comma between quotation marks",
    );
    after(
        "services.csv",
        "desk,active,R1,,",
        "desk,active,R1,M1,",
        "small/services.csv:3:24: error: service desk-r1, municipalities: a row holds for a region or for municipalities, not for both",
    );
    after(
        "services.csv",
        "high,Courses,2026",
        "high,,2026",
        "small/services.csv:6:60: error: service courses, source: this cell is empty",
    );
    after(
        "places/regions.csv",
        "R2,South",
        "R1,South",
        "small/places/municipalities.csv:3:10: error: municipality M2, region: there is no region with the code `R2`
  expected: `R1`
small/places/municipalities.csv:5:15: error: municipality M4, region: there is no region with the code `R2`
  expected: `R1`
small/places/regions.csv:3:1: error: region R1, code: this code is there twice
small/services.csv:5:21: error: service desk-old, region: there is no region with the code `R2`
  expected: `R1`",
    );
    after(
        "places/postcodes.csv",
        "1005,M1",
        "1003,M2",
        "small/places/postcodes.csv:6:1: error: postcode 1003: this postcode is there twice",
    );
    after(
        "places/postcodes.csv",
        "1005,M1",
        "10055,M1",
        "small/places/postcodes.csv:6:1: error: postcode 10055: this is not a postcode of this pack
  expected: 4 digits, as pack.toml says in postcode-digits",
    );
    after(
        "places/towns.csv",
        "name,municipality\n",
        "name;municipality\n",
        "small/places/towns.csv:2:1: error: this row has 1 cell, but the table has 2 columns, and so have all others
  help: the first row separates its cells with a semicolon, this one with a comma",
    );
    after(
        "pack.toml",
        "postcode-digits = 4\n",
        "",
        "small/places/postcodes.csv:1:1: error: pack.toml does not say how many digits a postcode has
  help: add `postcode-digits = 4` to pack.toml",
    );
}

#[test]
fn a_kind_of_service_that_leads_nowhere_is_told() {
    after(
        "services.csv",
        "helpline,helpline,active",
        "helpline,helpline,ended",
        "small/pack.toml:8:11: error: crisis: the kind `helpline` has no row with the status active or ending
small/rules.toml:7:11: error: rule money-first, service: the kind `helpline` has no row with the status active or ending",
    );
    after(
        "texts/en.toml",
        "find = \"en: look for courses.\"\n",
        "",
        "small/texts/en.toml:60:10: error: service.courses.find: this text is missing
  help: no row of `courses` for the whole country has a web address, phone or address",
    );
    after(
        "services.csv",
        "helpline,helpline,active,,,,,113,,high",
        "helpline,helpline,active,,,,,113,,low",
        "small/texts/en.toml:65:10: error: service.helpline.find: this text is missing
  help: no row of `helpline` for the whole country has a web address, phone or address
small/texts/nl.toml:65:10: error: service.helpline.find: this text is missing
  help: no row of `helpline` for the whole country has a web address, phone or address",
    );
}

#[test]
fn a_text_that_is_missing_left_over_or_different_is_told() {
    after(
        "texts/en.toml",
        "title = \"en: call\"\n",
        "",
        "small/texts/en.toml:40:7: error: step.call-about-money.title: this text is missing",
    );
    after(
        "texts/en.toml",
        "hint = \"en: hint\"\n",
        "",
        "small/texts/en.toml:8:11: error: question.situation.hint: this text is missing
  help: small/texts/nl.toml has it; give it in every language or in none",
    );
    after(
        "texts/en.toml",
        "title = \"en: call\"",
        "title = \" \"",
        "small/texts/en.toml:41:9: error: step.call-about-money.title: this text is empty",
    );
    after(
        "texts/en.toml",
        "partly = \"en: partly\"\n",
        "",
        "small/texts/en.toml:26:1: error: question.want.options.partly.label: this text is missing
  help: write it here, or for all questions as labels.partly
small/texts/en.toml:33:1: error: question.dare.options.partly.label: this text is missing
  help: write it here, or for all questions as labels.partly",
    );
    after(
        "texts/en.toml",
        "agree = \"en: agree\"",
        "agree = \"en: agree\"\nmoney = \"en: money\"",
        "small/texts/en.toml:5:9: error: labels.money: nothing in this pack uses this text: every question has a label of its own for this option",
    );
    after(
        "texts/en.toml",
        "[step.browse-courses]",
        "[step.browse-course]",
        "small/texts/en.toml:40:2: error: step.browse-courses: these texts are missing
  expected: `actions`, `title`
  help: write them under a line `[step.browse-courses]`
small/texts/en.toml:52:7: error: step.browse-course: nothing in this pack uses this
  help: did you mean `browse-courses`?",
    );
    after(
        "texts/en.toml",
        "{n} of {total}",
        "{n} of {all}",
        "small/texts/en.toml:71:24: error: ui.progress: nothing is ever filled in for `{all}` in this text
  expected: {n}, {total}",
    );
    after(
        "texts/en.toml",
        "en: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
        "en: 1, 2, 3",
        "small/texts/en.toml:72:10: error: ui.months: these are not the names of the months
  found: 3 of them
  expected: twelve names, with a comma and a space between them",
    );
    after(
        "texts/en.toml",
        "{n} of {total}",
        "{n}",
        "small/texts/en.toml:71:12: error: ui.progress: this text holds other places than the default language
  found: {n}
  expected: {n}, {total}, as in small/texts/nl.toml",
    );
    after(
        "texts/en.toml",
        "actions = [\"en: do call.\"]",
        "actions = \"en: do call.\"",
        r#"small/texts/en.toml:42:11: error: step.call-about-money.actions: this is one text, but it should be a list of texts
  expected: texts between square brackets: ["…", "…"]"#,
    );
    after(
        "texts/en.toml",
        "back = \"en: back\"\n",
        "bakc = \"en: back\"\n",
        "small/texts/en.toml:69:2: error: ui.back: this text is missing
small/texts/en.toml:70:8: error: ui.bakc: nothing in this pack uses this
  help: did you mean `back`?",
    );
    after(
        "texts/en.toml",
        "title = \"en: where?\"",
        "title = 1",
        "small/texts/en.toml:38:9: error: question.place.title: this is not a text
  found: 1
  expected: a text in quotation marks",
    );
}

#[test]
fn more_options_than_the_engine_holds_are_told() {
    let small = Small::new();
    let options: Vec<String> = (0..33).map(|index| format!("\"o{index}\"")).collect();
    small.change("questions.toml", "\"money\", \"law\", \"none\"", &options.join(", "));
    let message = "small/questions.toml:11:226: error: question worries, options: a question has at most 32 options; this one has 33\n";
    assert!(said(&small).contains(message), "{}", said(&small));
}

#[test]
fn a_guard_that_is_too_long_or_too_deep_is_told() {
    let small = Small::new();
    let long = format!("worries has money{}", " ".repeat(4000));
    small.change("rules.toml", "worries has money", &long);
    let message =
        "small/rules.toml:3:9: error: rule money-first, when: this guard has 4017 characters; the most is 4000";
    assert_eq!(said(&small), message);
    let small = Small::new();
    let deep = format!("{}worries has money{}", "(".repeat(33), ")".repeat(33));
    small.change("rules.toml", "worries has money", &deep);
    let message =
        "small/rules.toml:3:41: error: rule money-first, when: this guard has more than 32 brackets within brackets";
    assert_eq!(said(&small), message);
}

#[test]
fn a_list_in_a_guard_that_is_too_long_for_the_engine_is_told() {
    let small = Small::new();
    let list = vec!["worries has money"; 33].join(", ");
    small.change("rules.toml", "worries has money", &format!("at least 1 of ({list})"));
    let message = "small/rules.toml:3:18: error: rule money-first, when: this list has 33 conditions; the most is 32";
    assert_eq!(said(&small), message);
    // Lists within lists within the limit of each, but too many values at once for the engine.
    let small = Small::new();
    let nested = (0..3).fold("worries has money".to_owned(), |inner, _| {
        format!("at least 1 of ({}, {inner})", vec!["worries has law"; 30].join(", "))
    });
    small.change("rules.toml", "worries has money", &nested);
    assert_eq!(said(&small), "small/rules.toml:3:8: error: rule money-first, when: this guard is nested too deep");
}

#[test]
fn a_pack_without_a_main_step_or_a_person_is_told() {
    let small = Small::new();
    small.change("rules.toml", "role = \"person\"", "role = \"also\"");
    assert_eq!(said(&small), "small/rules.toml: error: no rule has the role `person`, so nobody would get one");
}

#[test]
fn a_file_of_texts_in_a_language_that_is_not_listed_is_a_warning() {
    let small = Small::new();
    small.write("texts/ar.toml", "");
    let message =
        "small/pack.toml:3:14: warning: languages: there is a file small/texts/ar.toml, but its language is not listed";
    let expected = message.replace("small/texts", &small.dir().join("texts").display().to_string());
    assert_eq!(said(&small), small.without_folder(&expected));
}

#[test]
fn negations_that_know_their_question_is_answered_give_no_warning() {
    for guard in [
        "answered worries and not worries has money",
        "worries has law and not worries has money",
        "answered worries and (situation is other or not (worries has money or worries has law))",
        "not skipped worries",
        "not confidence is high",
        "not not worries has money",
    ] {
        let small = Small::new();
        small.change("rules.toml", "\"worries has money\"", &format!("\"{guard}\""));
        assert_eq!(said(&small), "", "{guard}");
    }
}

#[test]
fn two_languages_of_the_same_name_are_told_and_short_equal_texts_are_not() {
    let name = "language-name = \"en: language_name\"";
    let small = Small::new();
    small.change("texts/en.toml", name, "language-name = \"nl: language_name\"");
    assert!(said(&small).ends_with(
        ": warning: ui.language-name: this text is the same in nl and in en
  help: translate it; if it is right, list it in texts/exceptions.toml, with a reason"
    ));
    let small = Small::new();
    small.change("texts/nl.toml", "title = \"nl: person\"", "title = \"Service desk\"");
    small.change("texts/en.toml", "title = \"en: person\"", "title = \"Service desk\"");
    small.change("texts/nl.toml", "name = \"nl: Courses\"", "name = \"The house of courses\"");
    small.change("texts/en.toml", "name = \"en: Courses\"", "name = \"The house of courses\"");
    assert_eq!(said(&small), "");
}

#[test]
fn an_exception_excuses_one_text_from_one_rule_in_one_language() {
    let long = "Vraag dan aan de balie of er iemand is die nu tijd heeft en met je mee kan denken.";
    let hard = "Beschrijf omstandigheden, arbeidsverleden, vooropleiding, loopbaanwensen en mogelijkheden.";
    let small = Small::new();
    small.change("texts/nl.toml", "actions = [\"nl: do ask.\"]", &format!("actions = [\"{long}\"]"));
    small.change("texts/nl.toml", "actions = [\"nl: do talk.\"]", &format!("actions = [\"{hard} Dat kan nu.\"]"));
    small.change("texts/en.toml", "title = \"en: where?\"", "title = \"Where? In Amsterdam?\"");
    small.change("texts/nl.toml", "title = \"nl: where?\"", "title = \"Where? In Amsterdam?\"");
    let messages = |small: &Small| said(small).lines().filter(|line| line.starts_with("small/")).count();
    assert_eq!(messages(&small), 3, "{}", said(&small));
    let exception = |language: &str, text: &str, rule: &str| {
        format!("[[exception]]\nlanguage = \"{language}\"\ntext = \"{text}\"\nrule = \"{rule}\"\nreason = \"so\"\n\n")
    };
    let all = exception("nl", "step.talk-to-somebody.actions", "sentence")
        + &exception("nl", "step.talk-next-step", "lix")
        + &exception("en", "question.place.title", "same");
    small.write("texts/exceptions.toml", &all);
    assert_eq!(said(&small), "");
    // Of another language, for another rule, or of another text it excuses nothing, and is told as not needed.
    small.write("texts/exceptions.toml", all.replace("\"nl\"", "\"en\"").replace("question.place", "question.want"));
    assert_eq!(messages(&small), 6, "{}", said(&small));
    small.write("texts/exceptions.toml", all.replace("\"lix\"", "\"sentence\""));
    assert_eq!(messages(&small), 2, "{}", said(&small));
}

#[test]
fn a_line_of_a_hundred_thousand_signs_is_cut_around_the_place() {
    let small = Small::new();
    let long = "é".repeat(100_000);
    small.change("rules.toml", "tier = 9", &format!("equal = \"{long}\"\ntier = 9"));
    small.change("texts/nl.toml", "title = \"nl: where?\"", &format!("title = \"{long} http://a.example {long}\""));
    let Err(diagnostics) = load(&small.dir()) else { panic!("the pack has an error") };
    let drawn = diagnostics.drawn();
    assert!(drawn.contains("nl.toml:38:100011\n"), "{drawn}");
    assert!(drawn.lines().all(|line| line.chars().count() < 600), "{drawn}");
}

/// A seeded defect: the folder in tests/defects, laid over the small pack.
fn seeded(folder: &Path) -> Small {
    let small = Small::new();
    for file in files_below(folder) {
        let name = file.strip_prefix(folder).expect("a file of the defect").to_string_lossy().replace('\\', "/");
        if name == "expected.txt" {
            continue;
        }
        let mut content = fs::read(&file).expect("a file of the defect");
        if small.dir().join(&name).exists() && name.starts_with("texts/") {
            // The words around the questions are not in the fixture.
            let whole = small.read(&name);
            let ui = whole.find("\n[ui]\n").and_then(|at| whole.get(at..));
            content.extend(ui.expect("the words around the questions").bytes());
        }
        small.write(&name, content);
    }
    small
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of the defect").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// What is said of the small pack when its promise says something else.
#[track_caller]
fn promising(always: &str, expected: &str) {
    after("promises.toml", "main is desk or main is courses", always, expected);
}

#[test]
fn what_a_promise_cannot_say_is_told_with_the_column() {
    promising(
        "main is desk or main is course",
        "small/promises.toml:5:35: error: promise work, always: no rule leads to a kind of service `course`
  help: did you mean `courses`?",
    );
    promising(
        "independent of worries but for coaching",
        "small/promises.toml:5:42: error: promise work, always: no rule leads to a kind of service `coaching`",
    );
    promising(
        "independent of worry",
        "small/promises.toml:5:26: error: promise work, always: there is no question `worry`
  help: did you mean `worries`?",
    );
    promising(
        "has mane",
        "small/promises.toml:5:15: error: promise work, always: this promise cannot be read
  found: `mane`
  expected: a role: `main`, `first`, `also` or `person`",
    );
    promising(
        "not (has first or (situation is emploied))",
        "small/promises.toml:5:43: error: promise work, always: there is no option of `situation` with the id `emploied`
  help: did you mean `employed`?",
    );
    promising(
        "not not (at most two of also)",
        "small/promises.toml:5:28: error: promise work, always: this promise cannot be read
  found: `two`
  expected: a number",
    );
    promising(
        "at most 256 of also",
        "small/promises.toml:5:19: error: promise work, always: `256` is not a number from 0 to 255",
    );
    promising(
        "at least 3 of (has first, recommends desk)",
        "small/promises.toml:5:20: error: promise work, always: `3` is not a number from 1 to 2",
    );
    promising(
        "at least 0 of (has first, recommends desk)",
        "small/promises.toml:5:20: error: promise work, always: `0` is not a number from 1 to 2",
    );
    promising(
        "worries is money or has main",
        "small/promises.toml:5:11: error: promise work, always: `worries` takes several answers: write `worries has money`",
    );
    promising(
        "((has main) or has person",
        "small/promises.toml:5:36: error: promise work, always: this promise cannot be read
  found: the end of the promise
  expected: `)`, `and` or `or`",
    );
    promising(
        "has main and independent of worries",
        "small/promises.toml:5:36: error: promise work, always: this promise cannot be read
  found: `of`
  expected: `has` or `is`
  help: `independent of` stands alone: make it a promise of its own",
    );
    promising(
        "independent of worries and has main",
        "small/promises.toml:5:34: error: promise work, always: this promise cannot be read
  found: `and`
  expected: the end of the promise or `but`",
    );
    after(
        "promises.toml",
        "situation is employed",
        "has main",
        "small/promises.toml:4:9: error: promise work, when: this guard cannot be read
  found: `has`
  expected: the id of a question or scale, `(`, `answered`, `asked`, `at`, `not`, `region` or `skipped`",
    );
}

#[test]
fn no_promise_is_lost_without_a_word() {
    // A number that is in range of a list and of no byte.
    promising(
        &format!("at least 256 of ({}has main)", "has main, ".repeat(299)),
        "small/promises.toml:5:20: error: promise work, always: `256` is not a number from 1 to 32
small/promises.toml:5:20: error: promise work, always: this list has 300 conditions; the most is 32",
    );
    for always in [
        "at most 0 of also or at most 255 of person",
        "at least 2 of (has first, recommends desk, not not (not has also))",
        "independent of dare but for helpline",
        "independent of place",
        "region is R1 or at least 1 of (only fallback)",
    ] {
        let small = Small::new();
        small.change("promises.toml", "main is desk or main is courses", always);
        let compiled = load(&small.dir()).expect("a pack");
        assert_eq!(compiled.promises.len(), 1, "{always}");
    }
}

#[test]
fn in_a_promise_a_role_is_not_a_question_of_that_name() {
    let small = Small::new();
    for file in ["questions.toml", "texts/nl.toml", "texts/en.toml"] {
        let name = if file == "questions.toml" { "\"place\"\nkind" } else { "question.place]" };
        small.change(file, name, &name.replace("place", "main"));
    }
    small.change("promises.toml", "main is desk or main is courses", "main is R1");
    assert_eq!(
        said(&small),
        "small/promises.toml:5:19: error: promise work, always: no rule leads to a kind of service `R1`"
    );
    small.change("promises.toml", "main is R1", "independent of main");
    assert_eq!(said(&small), "");
}

#[test]
fn every_seeded_defect_is_drawn_as_expected() {
    let today: Day = "2026-11-23".parse().expect("a day");
    let bless = std::env::var_os("BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defects");
    let entries = fs::read_dir(folder).expect("the seeded defects");
    let mut defects: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder").path()).collect();
    defects.sort();
    assert!(defects.len() >= 30, "only {} defects are left", defects.len());
    let mut different = Vec::new();
    for defect in defects {
        let small = seeded(&defect);
        let diagnostics = match load_on(&small.dir(), today) {
            Ok(compiled) => compiled.warnings,
            Err(diagnostics) => diagnostics,
        };
        let drawn = small.without_folder(&diagnostics.drawn());
        let name = defect.file_name().unwrap_or_default().to_string_lossy();
        assert!(!drawn.is_empty(), "{name}: nothing is said");
        let file = defect.join("expected.txt");
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if drawn != expected && bless {
            fs::write(&file, &drawn).expect("expected.txt is written");
        } else if drawn != expected {
            different.push(format!("--- {name}: expected\n{expected}--- {name}: drawn\n{drawn}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}
