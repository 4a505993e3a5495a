//! The form: what an editor can choose, each with a label and a hint, and what is wrong beside the field that it is about.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    choices::{Change, Corners, Field, Home, Notice, Problem, Theme},
    contrast::Pair,
    parts::{Props, Sample, country, focus},
};

#[component]
pub fn Form(props: &Props) -> Html {
    let Props { facts, choices, .. } = props;
    let (_, problems) = choices.settle(facts);
    let Some(pack) = choices.pack(facts) else { return Html::default() };
    let chosen_pack = facts.packs.iter().position(|other| other == pack).unwrap_or(0);

    let packs = facts.packs.iter().map(|pack| {
        let languages: Vec<_> = pack.languages.iter().map(|language| language.name.as_str()).collect();
        let name = country(&pack.country).map_or(pack.id.clone(), |name| format!("{name} ({})", pack.id));
        format!("{name}: {}", languages.join(", "))
    });
    let languages = pack.languages.iter().map(|language| language.name.clone());
    let regions = pack.regions.iter().map(|(_, name)| name.clone());
    let levels = (1..=6).map(|level| format!("Level {level} (h{level})"));
    let themes = ["As the visitor’s device is set", "Always light", "Always dark"].map(str::to_owned);
    let corners = ["As in Wegwijzer", "Square", "Slightly round", "Very round"].map(str::to_owned);
    let index_of_theme = Theme::ALL.iter().position(|theme| *theme == choices.theme);
    let index_of_corners = Corners::ALL.iter().position(|corners| *corners == choices.corners);
    let field = |field, hint: &str| typed(props, &problems, field, hint);
    let colour = |field| colour(props, &problems, field);
    let own_instead = props.on(|_: MouseEvent| {
        // The button goes with what was written; the focus must not be lost with it.
        focus(Field::Name);
        Some(Change::OwnInstead)
    });

    html! {
        <form onsubmit={Callback::from(|event: SubmitEvent| event.prevent_default())} novalidate=true>
            <fieldset>
                <legend>{ "The questions" }</legend>
                { select(props, "pack", "Pack", "Which country’s questions and help.", packs, Some(chosen_pack), None, |index| Some(Change::Pack(index?))) }
                { select(props, "language", "Language", "Visitors can always choose another one.", languages, choices.language, Some("The language of your page"), |index| Some(Change::Language(index))) }
                <div class="field" hidden={pack.regions.is_empty()}>
                    { select(props, "region", "Region", "If all your visitors live in one region. They can still change it.", regions, choices.region, Some("None: ask for the place"), |index| Some(Change::Region(index))) }
                </div>
                { select(props, "heading-level", "Heading level", "One deeper than the heading above the questions.", levels, Some(usize::from(choices.heading_level) - 1), None, |index| Some(Change::HeadingLevel(u8::try_from(index?).ok()? + 1))) }
            </fieldset>
            <fieldset>
                <legend>{ "The look" }</legend>
                { select(props, "theme", "Light or dark", "Choose one only if your page has no other.", themes.into_iter(), index_of_theme, None, |index| Some(Change::Theme(*Theme::ALL.get(index?)?))) }
                <p class="hint">{ "The brand colour is for buttons, links and what is chosen. A field that stays empty leaves it to Wegwijzer, or to the NL Design System if your page has it. Choose one light colour, and the style names the others too, so that your page shows what you see here." }</p>
                <div class="pair" hidden={!choices.asks_for(Field::Brand)}>
                    { colour(Field::Brand) }
                    { colour(Field::Paper) }
                </div>
                <div class="pair" hidden={!choices.asks_for(Field::DarkBrand)}>
                    { colour(Field::DarkBrand) }
                    { colour(Field::DarkPaper) }
                </div>
                { select(props, "corners", "Corners", "", corners.into_iter(), index_of_corners, None, |index| Some(Change::Corners(*Corners::ALL.get(index?)?))) }
                <p class="hint">{ "The typeface is that of your page." }</p>
            </fieldset>
            <fieldset>
                <legend>{ "Where the folder is" }</legend>
                { home(props, Home::Same, "home-same", "On the same site as your page") }
                { home(props, Home::Other, "home-other", "On another site") }
                { field(Field::Path, "What visitors see behind the name of your site.") }
                { field(Field::Address, "The whole of it. That site has to allow this: see README.txt in the folder.") }
            </fieldset>
            <fieldset>
                <legend>{ "If the questions cannot run" }</legend>
                <p class="hint">{ "Visitors see this until the questions are there, and where scripts are refused." }</p>
                <div id="instead-language" role="status">
                    <p class="hint">{ choices.instead_is_for(facts) }</p>
                </div>
                <p hidden={!choices.instead_is_written()}>
                    <button type="button" id="own-instead" onclick={own_instead}>{ "Take the pack’s own again" }</button>
                </p>
                { field(Field::Name, "A desk, a service, a person.") }
                { field(Field::Link, "A page, or a phone number as tel:+31…") }
                { field(Field::Words, "May stay empty.") }
            </fieldset>
        </form>
    }
}

/// A list to choose from. `none` is how choosing nothing is called, where that is possible.
#[expect(clippy::too_many_arguments, reason = "each is a part of one field; the caller reads as a line of a table")]
fn select(
    props: &Props,
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    words: impl Iterator<Item = String>,
    chosen: Option<usize>,
    none: Option<&'static str>,
    change: fn(Option<usize>) -> Option<Change>,
) -> Html {
    let onchange =
        props.on(move |event: Event| change(event.target_unchecked_into::<HtmlSelectElement>().value().parse().ok()));
    let none = none.map(|words| (String::new(), words.to_owned(), chosen.is_none()));
    let words = words.enumerate().map(|(index, words)| (index.to_string(), words, chosen == Some(index)));
    let options: Html = none
        .into_iter()
        .chain(words)
        .map(|(value, words, selected)| html! { <option key={value.clone()} {value} {selected}>{ words }</option> })
        .collect();
    let hint_id = format!("{id}-hint");
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            <p id={hint_id.clone()} class="hint" hidden={hint.is_empty()}>{ hint }</p>
            <select {id} aria-describedby={(!hint.is_empty()).then_some(hint_id)} {onchange}>{ options }</select>
        </div>
    }
}

fn home(props: &Props, home: Home, id: &'static str, words: &'static str) -> Html {
    let onchange = props.on(move |_: Event| Some(Change::Home(home)));
    html! {
        <label class="choice"><input type="radio" name="home" {id} checked={props.choices.home == home} {onchange} />{ words }</label>
    }
}

/// A field that is typed in. What is typed counts once the field is left, so that nobody is corrected in the middle of a word.
fn typed(props: &Props, problems: &[Problem], field: Field, hint: &str) -> Html {
    let problem = problems.iter().find(|problem| problem.field == field);
    framed(props, problem, field, hint, input(props, problem, field, "text"))
}

fn colour(props: &Props, problems: &[Problem], field: Field) -> Html {
    let problem = problems.iter().find(|problem| problem.field == field);
    let own = field.own_colour().map(|colour| colour.to_string()).unwrap_or_default();
    let hint = format!("If empty: {own}");
    let typed = crate::colour::Colour::read(props.choices.text(field, &props.facts));
    let shown = typed.map_or(own, |colour| colour.to_string());
    let oninput = props.on(move |event: InputEvent| {
        Some(Change::Typed(field, event.target_unchecked_into::<HtmlInputElement>().value()))
    });
    let both = html! {
        <span class="colour">
            { input(props, problem, field, "hex") }
            <input type="color" aria-label={format!("{}: pick it", field.label())} value={shown} {oninput} />
        </span>
    };
    framed(props, problem, field, &hint, both)
}

fn input(props: &Props, problem: Option<&Problem>, field: Field, class: &'static str) -> Html {
    let Props { facts, choices, .. } = props;
    let onchange = props
        .on(move |event: Event| Some(Change::Typed(field, event.target_unchecked_into::<HtmlInputElement>().value())));
    html! {
        <input
            id={field.id()}
            type="text"
            {class}
            value={choices.text(field, facts).to_owned()}
            autocomplete="off"
            spellcheck="false"
            aria-invalid={problem.map(|_| "true")}
            aria-describedby={format!("{0}-hint {0}-notice {0}-problem", field.id())}
            {onchange}
        />
    }
}

/// A field with its label, its hint and what is wrong with it. The place for that is always there, so that a screen reader
/// hears what comes into it.
fn framed(props: &Props, problem: Option<&Problem>, field: Field, hint: &str, input: Html) -> Html {
    let id = field.id();
    html! {
        <div class="field" data-wrong={problem.map(|_| "yes")} hidden={!props.choices.asks_for(field)}>
            <label for={id}>{ field.label() }</label>
            <p id={format!("{id}-hint")} class="hint">{ hint.to_owned() }</p>
            { input }
            <div id={format!("{id}-notice")} role="status">
                { for props.choices.notice(field, &props.facts).filter(|_| problem.is_none()).map(noticed) }
            </div>
            <div id={format!("{id}-problem")} class="problem" role="status">
                { for problem.map(|problem| told(props, problem)) }
            </div>
        </div>
    }
}

fn noticed(notice: Notice) -> Html {
    match notice {
        Notice::Hint(words) => html! { <p key="hint" class="hint notice">{ words }</p> },
        Notice::Warning(words) => {
            html! { <p key="warning" class="warning notice"><b>{ "Look at this: " }</b>{ words }</p> }
        }
    }
}

fn told(props: &Props, problem: &Problem) -> Html {
    let offer = problem.refused.as_ref().map(|refused| {
        let (field, nearest) = (problem.field, refused.nearest);
        let onclick = props.on(move |_: MouseEvent| {
            // The button goes with the problem; the focus must not be lost with it.
            focus(field);
            Some(Change::Typed(field, nearest.to_string()))
        });
        html! {
            <div key="offer" class="offer">
                <ul class="samples">
                    { sample("Refused", refused.pair) }
                    { sample("Offered", refused.offered) }
                </ul>
                <button type="button" {onclick}>{ format!("Take {nearest} instead") }</button>
                <p class="hint">{ "The nearest that is legible. The page shows it." }</p>
            </div>
        }
    });
    html! {
        <>
            <p key="message" class="message">{ problem.message.clone() }</p>
            { for offer }
        </>
    }
}

/// Two letters in the colours of a pair, with what they are and how much contrast they have.
fn sample(label: &'static str, pair: Pair) -> Html {
    html! {
        <li>
            <Sample front={pair.front} back={pair.back} />
            <span>{ label }<br />{ format!("{} to 1", pair.told()) }</span>
        </li>
    }
}
