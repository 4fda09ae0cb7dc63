// @ts-check
/** What the server says, in the reader's language: by its code, and in its own words where the code is not known here. */
import { Problem } from './api.js';
import { date, isSaid, list, nameOf, t } from './i18n.js';

/** @typedef {{code: string, parameters?: Record<string, any>}} Explanation */

/**
 * @param {Explanation | undefined} explanation
 * @param {string} [text] the server's own words
 * @returns {string}
 */
export function explain(explanation, text = '') {
  const key = `said.${explanation?.code}`;
  return isSaid(key) ? t(key, inWords(explanation?.parameters ?? {})) : text;
}

/**
 * Why something did not work.
 *
 * @param {unknown} problem
 * @returns {string}
 */
export function explainProblem(problem) {
  if (!(problem instanceof Problem)) {
    return t('state.unsaved');
  }
  const violations = problem.violations.map(({ explanation, message }) => explain(explanation, message)).join(' ');
  const known = !problem.detail && isSaid(`problem.${problem.kind}`) ? t(`problem.${problem.kind}`) : problem.message;
  return violations || explain(problem.explanation, known);
}

/** @param {Record<string, any>} parameters */
function inWords(parameters) {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => {
    switch (name) {
      case 'first': case 'last': return [name, date(value)];
      case 'kind': return [name, nameOf('kind', value)];
      case 'privilege': return [name, nameOf('privilege', value)];
      case 'privileges': return [name, list(value.map((/** @type {string} */ one) => nameOf('privilege', one)))];
      default: return [name, Array.isArray(value) ? list(value) : value];
    }
  }));
}
