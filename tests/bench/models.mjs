/**
 * The questionnaire of a pack in the models of other form libraries, as an author of theirs would write it.
 *
 * What comes in is made by xtask/src/questionnaire.rs: guards are JsonLogic over an object of answers. Every question may be
 * left open, as in ours. Where somebody lives is chosen from a list of the municipalities, which is what an author of a form
 * can offer: the libraries have no table of postcodes and towns.
 */

// --- SurveyJS: one page a screen, visibleIf --------------------------------------------------------------------------

export function surveyModel({ ui, questions, scales, rules }) {
  const pages = [];
  for (const question of questions) {
    if (pages.at(-1)?.name !== question.screen) pages.push({ name: question.screen, elements: [] });
    pages.at(-1).elements.push({
      name: question.id,
      title: question.title,
      ...(hintOf(question, ui) && { description: hintOf(question, ui) }),
      ...(question.when !== true && { visibleIf: expression(question.when) }),
      ...surveyKind(question),
    });
  }
  return {
    survey: {
      showQuestionNumbers: "off",
      pagePrevText: ui.back,
      pageNextText: ui.next,
      completeText: ui.result,
      pages,
      calculatedValues: scales.map((scale) => ({
        name: scale.id,
        expression: bandExpression(scale),
        includeIntoResult: true,
      })),
    },
    ui,
    rules: rules.map((rule) => ({ ...rule, when: rule.when === true ? "" : expression(rule.when) })),
  };
}

function surveyKind({ kind, options }) {
  const choices = options.filter((option) => !option.exclusive).map(({ id, label }) => ({ value: id, text: label }));
  if (kind === "place") return { type: "dropdown", choices };
  if (kind !== "many") return { type: "radiogroup", choices };
  const none = options.find((option) => option.exclusive);
  if (none && none.id !== "none") throw new Error(`SurveyJS calls its exclusive option none, and here it is ${none.id}`);
  return { type: "checkbox", choices, ...(none && { showNoneItem: true, noneText: none.label }) };
}

/** JsonLogic in the language of SurveyJS. */
function expression(logic) {
  const [[operator, operand]] = Object.entries(logic);
  const several = (word) => operand.map((part) => `(${expression(part)})`).join(` ${word} `);
  switch (operator) {
    case "and":
    case "or":
      return several(operator);
    case "==":
      return `{${operand[0].var}} = '${operand[1]}'`;
    case "in":
      return `{${operand[1].var}} contains '${operand[0]}'`;
    case "!!":
      return `{${operand.var}} notempty`;
    case "!":
      return operand.var ? `{${operand.var}} empty` : `!(${expression(operand)})`;
  }
  throw new Error(`SurveyJS has no model of ${operator} yet`);
}

/** The band of a scale: the sum over the answered statements, as if all were answered, against the lower ends. */
function bandExpression({ items, needs, bands }) {
  const answered = items.map(({ question }) => `iif({${question}} notempty, 1, 0)`).join(" + ");
  const sum = items.map(({ question, points }) => pointsExpression(question, Object.entries(points))).join(" + ");
  const [lowest, ...higher] = bands;
  const band = higher.reduce(
    (lower, { id, from }) => `iif((${sum}) * ${items.length} >= ${from} * (${answered}), '${id}', ${lower})`,
    `'${lowest.id}'`,
  );
  return `iif((${answered}) < ${needs}, 'unknown', ${band})`;
}

const pointsExpression = (question, points) =>
  points.reduceRight((otherwise, [id, worth]) => `iif({${question}} = '${id}', ${worth}, ${otherwise})`, "0");

// --- react-jsonschema-form: one schema with if/then; a wizard shows one screen of it at a time ------------------------

export function formModel({ ui, questions, scales, rules }) {
  const open = questions.filter((question) => question.when === true);
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(open.map((question) => [question.id, property(question)])),
      allOf: questions
        .filter((question) => question.when !== true)
        .map((question) => ({ if: condition(question.when), then: { properties: { [question.id]: property(question) } } })),
    },
    uiSchema: Object.fromEntries(questions.map((question) => [question.id, widget(question, ui)])),
    screens: screensOf(questions).map(([name, all]) => ({
      name,
      title: all.length > 1 ? ui.statements : "",
      questions: all.map((question) => question.id),
    })),
    ui,
    scales,
    rules,
  };
}

function property({ kind, title, options }) {
  const oneOf = options.map(({ id, label }) => ({ const: id, title: label }));
  if (kind !== "many") return { type: "string", title, oneOf };
  return { type: "array", title, uniqueItems: true, items: { type: "string", oneOf } };
}

const widget = (question, ui) => ({
  ...(hintOf(question, ui) && { "ui:description": hintOf(question, ui) }),
  "ui:widget": { many: "checkboxes", place: "select" }[question.kind] ?? "radio",
});

/** JsonLogic as a JSON schema that the answers must meet. */
function condition(logic) {
  const [[operator, operand]] = Object.entries(logic);
  const holds = (name, schema) => ({ properties: { [name]: schema }, required: [name] });
  switch (operator) {
    case "and":
      return { allOf: operand.map(condition) };
    case "or":
      return { anyOf: operand.map(condition) };
    case "==":
      return holds(operand[0].var, { const: operand[1] });
    case "in":
      return holds(operand[1].var, { contains: { const: operand[0] } });
    case "!!":
      return { required: [operand.var] };
    case "!":
      return { not: operand.var ? { required: [operand.var] } : condition(operand) };
  }
  throw new Error(`JSON schema has no model of ${operator} yet`);
}

/** What stands below the title: a hint of the question's own, else how many may be chosen. */
function hintOf({ kind, hint }, ui) {
  return hint || (kind === "many" ? ui.manyHint : "");
}

/** The questions by screen, in order. */
function screensOf(questions) {
  const names = [...new Set(questions.map((question) => question.screen))];
  return names.map((name) => [name, questions.filter((question) => question.screen === name)]);
}
