/** The questionnaire in SurveyJS, with its settings as they come and its plain JavaScript renderer. */
import { ConditionRunner, Model } from "survey-core";
import "survey-core/survey-core.fontless.min.css";
import { renderSurvey } from "survey-js-ui";
import { survey as definition, rules, ui } from "model";
import { recommendations, resultElement } from "./ranking.js";

const place = document.getElementById("form");
const survey = new Model(definition);

// Its own expressions decide on its own data, after it has cleared what is hidden.
survey.onComplete.add(({ data }) => {
  const fires = ({ when }) => !when || new ConditionRunner(when).runValues(data);
  const result = resultElement(ui, recommendations(rules, fires));
  place.replaceWith(result);
  result.querySelector("h2").focus();
});

renderSurvey(survey, place);
