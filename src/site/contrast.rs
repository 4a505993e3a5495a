//! Which colours the widget puts on each other, and whether a brand colour and a paper are legible there.
//!
//! The pairs and the colours that nobody chooses are those of style/widget.css; a test below holds them against that file.
//! What has to be 3 to 1 with the brand (edges of what is chosen, icons, the bar of progress) is not asked for by itself:
//! words in the brand colour stand on the same backgrounds, and they need more.

use crate::colour::Colour;

/// What words need, and what edges of controls need.
///
/// Source: WCAG 2.2, success criteria 1.4.3 and 1.4.11.
const WORDS: f64 = 4.5;
const EDGES: f64 = 3.0;

/// How much of the brand is in the tint behind what is chosen, how much of the ink in the quiet background of the footer,
/// and how much of the brand stays in a button under the pointer.
const TINT: f64 = 0.12;
const SOFT: f64 = 0.05;
const STRONG: f64 = 0.65;

/// The widget's own colours in one theme.
pub struct Look {
    pub paper: Colour,
    pub brand: Colour,
    pub ink: Colour,
    quiet: Colour,
    pub line: Colour,
    pub on_brand: Colour,
    first_soft: Colour,
    person_soft: Colour,
    error: Colour,
    /// The strongest tint that any brand can make of the paper.
    far: Colour,
}

pub const LIGHT: Look = Look {
    paper: Colour::of(0xff_ff_ff),
    brand: Colour::of(0x0a_5c_58),
    ink: Colour::of(0x16_21_2b),
    quiet: Colour::of(0x4a_5a_66),
    line: Colour::of(0x6d_7d_88),
    on_brand: Colour::of(0xff_ff_ff),
    first_soft: Colour::of(0xff_f3_d6),
    person_soft: Colour::of(0xe8_ee_fb),
    error: Colour::of(0xb3_26_1e),
    far: Colour::BLACK,
};

pub const DARK: Look = Look {
    paper: Colour::of(0x10_18_1d),
    brand: Colour::of(0x7a_d4_c8),
    ink: Colour::of(0xec_f2_f4),
    quiet: Colour::of(0xb3_c1_c9),
    line: Colour::of(0x8b_9b_a6),
    on_brand: Colour::of(0x06_23_1f),
    first_soft: Colour::of(0x33_27_0b),
    person_soft: Colour::of(0x18_23_3f),
    error: Colour::of(0xff_9b_92),
    far: Colour::WHITE,
};

/// Two colours on each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// What has the first colour and lies on the second, as the begin of a sentence.
    pub what: &'static str,
    pub front: Colour,
    pub back: Colour,
    /// The least contrast.
    pub needs: f64,
}

impl Pair {
    pub fn ratio(&self) -> f64 {
        self.front.contrast(self.back)
    }

    pub fn passes(&self) -> bool {
        self.ratio() >= self.needs
    }

    /// The contrast as it is told: cut off after two digits and not rounded, so that 4.496 does not read as the 4.5 that it is
    /// not.
    pub fn told(&self) -> f64 {
        (self.ratio() * 100.0).floor() / 100.0
    }
}

impl Look {
    /// All that lies on a paper whatever the brand is. A paper that passes leaves room for a brand: black or white at the
    /// least, because the tint is taken at its strongest.
    pub fn on_paper(&self, paper: Colour) -> Vec<Pair> {
        let tint = self.far.mix(TINT, paper);
        vec![
            Pair { what: "Text on this background", front: self.ink, back: paper, needs: WORDS },
            Pair {
                what: "Quiet text, such as hints, on this background",
                front: self.quiet,
                back: paper,
                needs: WORDS,
            },
            Pair { what: "Quiet text in an answer that is chosen", front: self.quiet, back: tint, needs: WORDS },
            Pair { what: "Error messages on this background", front: self.error, back: paper, needs: WORDS },
            Pair {
                what: "The edges of answers and fields on this background",
                front: self.line,
                back: paper,
                needs: EDGES,
            },
        ]
    }

    /// All that has to do with a brand on a paper.
    pub fn of_brand(&self, brand: Colour, paper: Colour) -> Vec<Pair> {
        let strong = brand.mix(STRONG, self.ink);
        let backgrounds = [
            ("Links on the background", paper),
            ("Links in the footer", self.ink.mix(SOFT, paper)),
            ("Links on the card of the main step", brand.mix(TINT, paper)),
            ("Links on the card of what comes first", self.first_soft),
            ("Links on the card of a person to talk to", self.person_soft),
        ];
        let links = backgrounds.map(|(what, back)| Pair { what, front: brand, back, needs: WORDS });
        let under_pointer =
            backgrounds.map(|(_, back)| Pair { what: "Links under the pointer", front: strong, back, needs: WORDS });
        let buttons = [
            Pair { what: "The words on buttons", front: self.on_brand, back: brand, needs: WORDS },
            Pair { what: "The words on a button under the pointer", front: self.on_brand, back: strong, needs: WORDS },
        ];
        [&buttons[..], &links, &under_pointer].concat()
    }
}

/// Why a colour is refused, and what to take instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The first pair that fails, in the order in which people meet them.
    pub pair: Pair,
    /// The nearest colour with which all pairs pass.
    pub nearest: Colour,
    /// The same pair with that colour.
    pub offered: Pair,
}

/// Holds a colour against the pairs that it makes.
///
/// # Errors
/// The first pair that fails, and the nearest colour that passes.
pub fn held(colour: Colour, pairs: impl Fn(Colour) -> Vec<Pair>) -> Result<Colour, Refused> {
    let nearest = colour.nearest(|other| pairs(other).iter().all(Pair::passes)).unwrap_or(colour);
    match pairs(colour).into_iter().zip(pairs(nearest)).find(|(pair, _)| !pair.passes()) {
        Some((pair, offered)) => Err(Refused { pair, nearest, offered }),
        None => Ok(colour),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::colour::tests::any_colour;

    const STYLE: &str = include_str!("../../style/widget.css");

    /// The first value of a token in a part of the stylesheet, without the names that a host can set instead.
    fn token(part: &str, name: &str) -> Colour {
        let value = part.split(&format!(" --{name}: ")).nth(1).and_then(|rest| rest.split(';').next());
        let value = value.unwrap_or_else(|| panic!("style/widget.css: a token --{name} was expected"));
        let number = value.rsplit("#").next().and_then(|rest| rest.get(..6)).and_then(Colour::read);
        number.unwrap_or_else(|| panic!("style/widget.css: --{name} was expected to end in a colour: {value}"))
    }

    #[test]
    fn the_colours_that_nobody_chooses_are_those_of_the_widget() {
        let (light, dark) = STYLE.split_once(":host([theme=\"dark\"]) .widget {").expect("a theme for the dark");
        for (part, look, name) in [(light, LIGHT, "light"), (dark, DARK, "dark")] {
            let tokens = [
                ("paper", look.paper),
                ("brand", look.brand),
                ("ink", look.ink),
                ("quiet", look.quiet),
                ("line", look.line),
                ("on-brand", look.on_brand),
                ("first-soft", look.first_soft),
                ("person-soft", look.person_soft),
                ("error", look.error),
            ];
            for (token_name, colour) in tokens {
                assert_eq!(token(part, token_name), colour, "--{token_name} in the {name} theme of style/widget.css");
            }
        }
    }

    /// CSS has no way to say them once that old phones know.
    #[test]
    fn the_two_ways_into_the_dark_have_the_same_colours() {
        let block = |selector: &str| {
            let (_, rest) = STYLE.split_once(selector).expect("a theme for the dark");
            rest.split('}').next().expect("what a selector says")
        };
        assert_eq!(block(":host([theme=\"dark\"]) .widget {"), block(":host(:not([theme=\"light\"])) .widget {"));
    }

    #[test]
    fn what_is_mixed_here_is_mixed_there() {
        for (name, front, share, back) in [
            ("soft", "ink", SOFT, "paper"),
            ("brand-strong", "brand", STRONG, "ink"),
            ("brand-soft", "brand", TINT, "paper"),
        ] {
            let share = share * 100.0;
            let mix = format!(
                "--{name}: var(--weg-wijzer-{name}, color-mix(in srgb, var(--{front}) {share}%, var(--{back})));"
            );
            assert!(STYLE.contains(&mix), "style/widget.css: {mix} was expected");
        }
    }

    #[test]
    fn our_own_colours_pass() {
        for look in [LIGHT, DARK] {
            let pairs = [look.on_paper(look.paper), look.of_brand(look.brand, look.paper)].concat();
            for pair in pairs {
                assert!(pair.passes(), "{}: {} was found, {} is needed", pair.what, pair.ratio(), pair.needs);
            }
        }
    }

    #[test]
    fn the_reason_is_what_people_meet_first() {
        let refused =
            held(Colour::of(0xff_cc_00), |brand| LIGHT.of_brand(brand, LIGHT.paper)).expect_err("pale yellow");
        assert_eq!(refused.pair.what, "The words on buttons");
        assert_eq!(refused.nearest.to_string(), "#846800");
        assert_eq!(refused.offered, Pair { back: refused.nearest, ..refused.pair });
        assert!(refused.offered.passes());
        // On white it passes; on the tinted cards it does not.
        let refused =
            held(Colour::of(0x76_76_76), |brand| LIGHT.of_brand(brand, LIGHT.paper)).expect_err("a middling grey");
        assert_eq!(refused.pair.what, "Links in the footer");
    }

    proptest! {
        #[test]
        fn our_own_brand_passes_on_every_paper_that_passes(paper in any_colour()) {
            for look in [LIGHT, DARK] {
                let paper = held(paper, |paper| look.on_paper(paper)).unwrap_or_else(|refused| refused.nearest);
                prop_assert!(look.of_brand(look.brand, paper).iter().all(Pair::passes), "on the paper {paper}");
            }
        }

        #[test]
        fn what_is_offered_passes_every_pair(brand in any_colour(), paper in any_colour()) {
            for look in [LIGHT, DARK] {
                let paper = held(paper, |paper| look.on_paper(paper)).unwrap_or_else(|refused| refused.nearest);
                prop_assert!(look.on_paper(paper).iter().all(Pair::passes), "on the paper {paper}");
                let taken = held(brand, |brand| look.of_brand(brand, paper)).unwrap_or_else(|refused| refused.nearest);
                prop_assert!(look.of_brand(taken, paper).iter().all(Pair::passes), "{taken} for {brand} on {paper}");
                prop_assert_eq!(held(taken, |brand| look.of_brand(brand, paper)), Ok(taken), "what passes is left alone");
            }
        }
    }
}
