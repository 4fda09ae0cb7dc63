// @ts-check
import { html } from 'lit';

/**
 * @typedef {{email?: string, userId?: string, name?: string}} Person
 *
 * @typedef {object} Entry somebody in the list of a course's people
 * @property {'active' | 'pending' | 'expired' | 'new'} status `new` while nothing is stored of them
 * @property {Person} person
 * @property {string[]} allow
 * @property {string[]} deny
 * @property {string[]} effective
 * @property {boolean} enrolled
 * @property {string} [version] of the privileges, for If-Match; undefined if there are none
 * @property {string} [enrolmentVersion] for If-Match; undefined if there is no enrolment to take back
 * @property {string} [provisioning]
 * @property {string} [expiresAt]
 */

/** @param {Person} person */
export function displayName({ name, email, userId }) {
  return name ?? email ?? userId ?? '';
}

/** Two letters in a circle. @param {Person} person @param {boolean} [waiting] */
export function avatar(person, waiting = false) {
  const words = displayName(person).split('@')[0].split(/[\s._-]+/u).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words[words.length - 1] : ''].map((word) => [...(word ?? '')][0] ?? '').join('');
  return html`<span class="avatar ${waiting ? 'waiting' : ''}" aria-hidden="true">${initials.toLocaleUpperCase()}</span>`;
}
