//! Colours as screens have them: reading, contrast, mixing, and the nearest colour that passes a check.

use std::fmt;

use palette::{
    IsWithinBounds, LinSrgb, Oklch, Srgb, color_difference::Wcag21RelativeContrast, convert::FromColorUnclamped,
};

/// Steps of lightness in which another colour is looked for: finer than an eye can tell and than 8 bits can hold.
const STEPS: u16 = 1000;

/// A colour of 8 bits a channel: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    pub const BLACK: Colour = Colour::of(0x00_00_00);
    pub const WHITE: Colour = Colour::of(0xff_ff_ff);

    /// A colour by its number, as in `#0a5c58`.
    pub const fn of(number: u32) -> Colour {
        let [_, red, green, blue] = number.to_be_bytes();
        Colour([red, green, blue])
    }

    /// What a person typed: three or six hexadecimal digits, with or without `#`.
    pub fn read(typed: &str) -> Option<Colour> {
        let typed = typed.trim();
        let digits = typed.strip_prefix('#').unwrap_or(typed);
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            6 => Some(Colour::of(number)),
            3 => Some(Colour([8, 4, 0].map(|shift| u8::try_from(number >> shift & 0xf).unwrap_or(0) * 0x11))),
            _ => None,
        }
    }

    /// The contrast with another colour, from 1 to 21, whichever of both is in front.
    ///
    /// Source: WCAG 2.2, definition of contrast ratio.
    pub fn contrast(self, other: Colour) -> f64 {
        self.light().relative_contrast(other.light())
    }

    /// What CSS calls `color-mix(in srgb, self share, other)`; the share is from 0 to 1.
    ///
    /// Source: CSS Color Module Level 5, section 3.
    pub fn mix(self, share: f64, other: Colour) -> Colour {
        let (front, back) = (Srgb::from(self.0).into_format::<f64>(), Srgb::from(other.0).into_format::<f64>());
        Colour((front * share + back * (1.0 - share)).into_format::<u8>().into())
    }

    /// The colour that passes and is nearest to this one: of its hue, of the least other lightness, and of as much chroma
    /// as a screen has there. A colour that passes is its own nearest. `None` if no lightness passes.
    ///
    /// Source of the colour space: Björn Ottosson, "A perceptual color space for image processing" (2020).
    pub fn nearest(self, passes: impl Fn(Colour) -> bool) -> Option<Colour> {
        if passes(self) {
            return Some(self);
        }
        let start = Oklch::from_color_unclamped(self.light().into_linear());
        let lighter_and_darker = |step: u16| {
            let distance = f64::from(step) / f64::from(STEPS);
            [start.l - distance, start.l + distance].map(|l| Oklch { l: l.clamp(0.0, 1.0), ..start })
        };
        (1..=STEPS).flat_map(lighter_and_darker).map(shown).find(|&colour| passes(colour))
    }

    fn light(self) -> Srgb<f64> {
        Srgb::from(self.0).into_format()
    }
}

/// The colour on a screen: where a screen has none of that chroma, with the most that it has.
fn shown(wanted: Oklch<f64>) -> Colour {
    let linear = |chroma| LinSrgb::from_color_unclamped(Oklch { chroma, ..wanted });
    let (mut inside, mut outside) = (0.0, wanted.chroma);
    if linear(outside).is_within_bounds() {
        inside = outside;
    }
    // Halved until the rest is below what 8 bits can tell.
    while outside - inside > 1e-5 {
        let middle = f64::midpoint(inside, outside);
        if linear(middle).is_within_bounds() { inside = middle } else { outside = middle }
    }
    Colour(Srgb::<u8>::from_linear(linear(inside)).into())
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
pub mod tests {
    use proptest::prelude::*;

    use super::*;

    pub fn any_colour() -> impl Strategy<Value = Colour> {
        any::<[u8; 3]>().prop_map(Colour)
    }

    #[test]
    fn colours_are_read_as_people_type_them() {
        for typed in ["#7a0050", "7A0050", "  #7a0050 "] {
            assert_eq!(Colour::read(typed), Some(Colour::of(0x7a_00_50)), "{typed}");
        }
        assert_eq!(Colour::read("#a0f"), Some(Colour::of(0xaa_00_ff)));
        for typed in ["", "#", "#12", "#12345", "#1234567", "red", "#+12345", "#12 456", "#ëëë", "##123456"] {
            assert_eq!(Colour::read(typed), None, "{typed}");
        }
    }

    /// Ratios that others publish: the two ends of the scale, and the greys between which 4.5 to 1 on white lies (WebAIM).
    #[test]
    fn contrast_agrees_with_published_ratios() {
        let cases = [
            (0x00_00_00, 21.0),
            (0xff_ff_ff, 1.0),
            (0x76_76_76, 4.54),
            (0x77_77_77, 4.48),
            (0xff_00_00, 4.0),
            (0x00_00_ff, 8.59),
        ];
        for (number, expected) in cases {
            let found = Colour::of(number).contrast(Colour::WHITE);
            assert!((found - expected).abs() < 0.005, "#{number:06x} on white: {expected} was expected, found {found}");
        }
    }

    /// Oklab as its author publishes it, worked out once more and from his formulas, to look at lightness and hue without
    /// the library.
    fn oklab(colour: Colour) -> [f64; 3] {
        oklab_of(colour.0.map(f64::from))
    }

    /// The same of red, green and blue from 0 to 255, whole or not.
    fn oklab_of(channels: [f64; 3]) -> [f64; 3] {
        let [r, g, b] = channels.map(|channel| {
            let value = channel.max(0.0) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(colour in any_colour()) {
            prop_assert_eq!(Colour::read(&colour.to_string()), Some(colour));
        }

        #[test]
        fn the_nearest_passes_and_a_colour_that_passes_is_left_alone(colour in any_colour(), back in any_colour(), needs in 1.0..4.58) {
            let passes = |colour: Colour| colour.contrast(back) >= needs;
            // 4.58 to 1 is what black or white has on every colour (the root of 21), so that there always is a nearest.
            let nearest = colour.nearest(passes).expect("black or white was expected to pass");
            prop_assert!(passes(nearest), "{nearest} on {back} was expected to have {needs}");
            prop_assert_eq!(nearest == colour, passes(colour));
        }

        #[test]
        fn nothing_between_a_colour_and_its_nearest_passes(colour in any_colour(), back in any_colour()) {
            let passes = |colour: Colour| colour.contrast(back) >= 4.5;
            let nearest = colour.nearest(passes).expect("black or white was expected to pass");
            let (from, to) = (oklab(colour), oklab(nearest));
            // Other lightnesses than those of the search, not nearer to the end than 8 bits can tell.
            for part in 1_u8..=97 {
                let lightness = from[0] + (to[0] - from[0]) * f64::from(part) / 100.0;
                if (lightness - to[0]).abs() < 0.006 {
                    break;
                }
                let between = shown(Oklch::from_color_unclamped(palette::Oklab::new(lightness, from[1], from[2])));
                prop_assert!(!passes(between), "{between} lies between {colour} and {nearest}, and passes on {back}");
            }
        }

        #[test]
        fn the_nearest_keeps_the_hue(colour in any_colour(), back in any_colour()) {
            let nearest = colour.nearest(|colour| colour.contrast(back) >= 4.5).expect("black or white was expected to pass");
            let [_, a, b] = oklab(colour);
            let chroma = a.hypot(b);
            // Near black, half a step of 8 bits, by which a colour is rounded, changes hue and strength: all that round to it count.
            let before_rounding: Vec<[f64; 3]> = (0..27)
                .map(|at| {
                    let [r, g, b] = nearest.0.map(f64::from);
                    let [x, y, z] = [at % 3, at / 3 % 3, at / 9].map(|offset| f64::from(offset) / 2.0 - 0.5);
                    oklab_of([r + x, g + y, b + z])
                })
                .collect();
            let [_, c, d] = oklab(nearest);
            // Below this, 8 bits hold no hue.
            if c.hypot(d) > 0.04 {
                let cosines = before_rounding.iter().map(|[_, c, d]| (a * c + b * d) / (chroma * c.hypot(*d)));
                let cosine = cosines.fold(-1.0, f64::max);
                prop_assert!(cosine > 0.99, "{nearest} was expected to have the hue of {colour}; cosine {cosine}");
            }
            let kept = before_rounding.iter().map(|[_, c, d]| c.hypot(*d)).fold(f64::INFINITY, f64::min);
            prop_assert!(kept <= chroma + 0.006, "{nearest} was expected to be no stronger than {colour}");
        }

        #[test]
        fn a_mix_lies_between(front in any_colour(), back in any_colour(), share in 0.0..=1.0) {
            let mixed = front.mix(share, back);
            for ((mixed, front), back) in mixed.0.into_iter().zip(front.0).zip(back.0) {
                prop_assert!(mixed >= front.min(back) && mixed <= front.max(back));
            }
            prop_assert_eq!(front.mix(1.0, back), front);
            prop_assert_eq!(front.mix(0.0, back), back);
        }
    }
}
