/**
 * The floor of the comparison: the same questionnaire written by hand for this one purpose, with Preact and json-logic-js.
 * Answers count only where their question is asked. It has no postcodes and towns, reasons, services, second language, progress,
 * errors or isolation from the page; it is what the rest is measured from.
 */
import jsonLogic from "json-logic-js";
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { questions, rules, scales, ui } from "model";
import "./floor.css";
import { bandOf, recommendations } from "./ranking.js";

/** From the first question: which are asked, and the answers to those. */
function walk(answers) {
  const counted = {};
  const asked = questions.filter(({ id, when }) => {
    if (!jsonLogic.apply(when, counted)) return false;
    if (answers[id] !== undefined) counted[id] = answers[id];
    return true;
  });
  for (const scale of scales) counted[scale.id] = bandOf(scale, counted);
  return { counted, screens: [...new Set(asked.map((question) => question.screen)), "result"] };
}

function Questionnaire() {
  const [answers, setAnswers] = useState({});
  const [at, setAt] = useState(questions[0].screen);
  const form = useRef(null);
  const { counted, screens } = walk(answers);
  const go = (step) => setAt(screens[screens.indexOf(at) + step]);
  useEffect(() => {
    if (at !== questions[0].screen) form.current.querySelector("h2").focus();
  }, [at]);

  if (at === "result")
    return (
      <section id="result" ref={form}>
        <h2 tabIndex={-1}>{ui.result}</h2>
        {recommendations(rules, ({ when }) => jsonLogic.apply(when, counted)).map(({ id, role, step, service }) => (
          <article key={id} data-rule={id}>
            <p>{ui[role]}</p>
            <h3>{step}</h3>
            {service}
          </article>
        ))}
      </section>
    );
  const here = questions.filter((question) => question.screen === at);
  return (
    <form
      key={at}
      ref={form}
      data-screen={at}
      onSubmit={(event) => {
        event.preventDefault();
        go(1);
      }}
    >
      {at !== questions[0].screen && (
        <button type="button" data-action="back" onClick={() => go(-1)}>
          {ui.back}
        </button>
      )}
      {here.length > 1 && <h2 tabIndex={-1}>{ui.statements}</h2>}
      {here.map((question) => (
        <Question
          key={question.id}
          question={question}
          alone={here.length === 1}
          answer={answers[question.id]}
          give={(answer) => setAnswers({ ...answers, [question.id]: answer })}
        />
      ))}
      <button>{ui.next}</button>
    </form>
  );
}

function Question({ question: { id, kind, title, hint, options }, alone, answer, give }) {
  const chosen = [answer ?? []].flat();
  const choose = (option) => {
    if (kind !== "many") return give(option.id);
    const others = chosen.filter((other) => other !== option.id && !options.find(({ id }) => id === other).exclusive);
    const now = chosen.includes(option.id) ? others : option.exclusive ? [option.id] : [...others, option.id];
    give(now.length ? now : undefined);
  };
  return (
    <fieldset>
      <legend>{alone ? <h2 tabIndex={-1}>{title}</h2> : title}</legend>
      {(hint || kind === "many") && <p>{hint || ui.manyHint}</p>}
      {kind === "place" && (
        <select value={answer ?? ""} onChange={(event) => give(event.target.value || undefined)}>
          <option />
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.label}
            </option>
          ))}
        </select>
      )}
      {kind !== "place" && options.map((option) => (
        <label key={option.id}>
          <input
            type={kind === "many" ? "checkbox" : "radio"}
            name={id}
            value={option.id}
            checked={chosen.includes(option.id)}
            onChange={() => choose(option)}
          />{" "}
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

render(<Questionnaire />, document.getElementById("form"));
