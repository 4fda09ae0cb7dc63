// @ts-check
import { nameOf } from '../i18n.js';

/** @typedef {'allow' | 'deny' | 'neither'} Choice */
/** @typedef {{allow: string[], deny: string[]}} Privileges what somebody has been given in a course */

/** In the order in which they are shown. */
export const PRIVILEGES = [
  'access_exercises',
  'manage_exercises',
  'manage_exercise_solutions',
  'assess_participations',
  'manage_events',
  'manage_course_tree_nodes',
  'update_course',
  'manage_enrolments',
  'manage_privileges',
];

/** @type {Privileges} */
export const NONE = { allow: [], deny: [] };

/** @param {string} privilege */
export function privilegeName(privilege) {
  return nameOf('privilege', privilege);
}

/** @param {Privileges} privileges @param {string} privilege @returns {Choice} */
export function choiceOf({ allow, deny }, privilege) {
  return deny.includes(privilege) ? 'deny' : allow.includes(privilege) ? 'allow' : 'neither';
}

/** @param {Privileges} privileges @param {string} privilege @param {Choice} choice @returns {Privileges} */
export function choose({ allow, deny }, privilege, choice) {
  const others = (/** @type {string[]} */ names) => names.filter((name) => name !== privilege);
  return {
    allow: choice === 'allow' ? [...others(allow), privilege] : others(allow),
    deny: choice === 'deny' ? [...others(deny), privilege] : others(deny),
  };
}

/**
 * What is left of the allowed, with what they imply, after the denied: as the server computes it.
 *
 * @param {Privileges} privileges
 */
export function effective({ allow, deny }) {
  const implied = allow.includes('manage_exercises') ? ['access_exercises'] : [];
  return PRIVILEGES.filter((name) => (allow.includes(name) || implied.includes(name)) && !deny.includes(name)
      && !(name === 'manage_exercises' && deny.includes('access_exercises')));
}

/** @param {Privileges} one @param {Privileges} other */
export function areSame(one, other) {
  return PRIVILEGES.every((name) => choiceOf(one, name) === choiceOf(other, name));
}

/** @param {Privileges} before @param {Privileges} after @returns {{name: string, choice: Choice}[]} what is different after */
export function changes(before, after) {
  return PRIVILEGES.map((name) => ({ name, choice: choiceOf(after, name) }))
    .filter(({ name, choice }) => choice !== choiceOf(before, name));
}
