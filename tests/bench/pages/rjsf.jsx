/**
 * The questionnaire in react-jsonschema-form, with its settings as they come and its plain theme. It has no wizard: as its
 * users do, this one shows a form a screen and asks the library which questions the answers so far have opened.
 */
import Form from "@rjsf/core";
import { retrieveSchema } from "@rjsf/utils";
import validator from "@rjsf/validator-ajv8";
import jsonLogic from "json-logic-js";
import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import { rules, scales, schema, screens, ui, uiSchema } from "model";
import { bandOf, recommendations } from "./ranking.js";

// Else the library chooses the first option of every question by itself.
const DEFAULTS = { constAsDefaults: "never" };

function Wizard() {
  const [answers, setAnswers] = useState({});
  const [at, setAt] = useState(screens[0].name);
  const heading = useRef(null);
  useEffect(() => heading.current?.focus(), [at]);

  if (at === "result") return <Result answers={answers} heading={heading} />;
  const screen = screens.find(({ name }) => name === at);
  // The next or the last screen with a question that is open.
  const other = (answers, step) => {
    const { properties } = retrieveSchema(validator, schema, schema, answers);
    const opened = ({ questions }) => questions.some((question) => question in properties);
    const here = screens.indexOf(screen);
    return step > 0 ? screens.slice(here + 1).find(opened) : screens.slice(0, here).findLast(opened);
  };
  const { properties } = retrieveSchema(validator, schema, schema, answers);
  const own = {
    type: "object",
    title: screen.title,
    properties: Object.fromEntries(screen.questions.map((question) => [question, properties[question]])),
  };
  return (
    <div data-screen={at}>
      {at !== screens[0].name && (
        <button type="button" data-action="back" onClick={() => setAt(other(answers, -1).name)}>
          {ui.back}
        </button>
      )}
      <Form
        key={at}
        schema={own}
        uiSchema={{ ...uiSchema, "ui:submitButtonOptions": { submitText: ui.next } }}
        formData={answers}
        validator={validator}
        experimental_defaultFormStateBehavior={DEFAULTS}
        onSubmit={({ formData }) => {
          setAnswers(formData);
          setAt(other(formData, 1)?.name ?? "result");
        }}
      />
    </div>
  );
}

function Result({ answers, heading }) {
  const data = { ...answers, ...Object.fromEntries(scales.map((scale) => [scale.id, bandOf(scale, answers)])) };
  return (
    <section id="result">
      <h2 tabIndex={-1} ref={heading}>
        {ui.result}
      </h2>
      {recommendations(rules, ({ when }) => jsonLogic.apply(when, data)).map(({ id, role, step, service }) => (
        <article key={id} data-rule={id}>
          <p>{ui[role]}</p>
          <h3>{step}</h3>
          {service}
        </article>
      ))}
    </section>
  );
}

createRoot(document.getElementById("form")).render(<Wizard />);
