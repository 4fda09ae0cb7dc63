// @ts-check
/** Texts in the reader's language. A language is one file in messages/; one more is one more file, and a line here. */

const LANGUAGES = { en: 'English', it: 'Italiano' };
const CHOSEN = 'firstbell.language';

/** @type {Record<string, string | Record<string, string>>} */
let messages = {};
let language = 'en';
/** The language as it is written where the reader is: en-GB has other dates than en-US. */
let locale = 'en';

/** Fires `change` when another language was chosen. */
export const i18n = new (class extends EventTarget {
  /** The languages there are: code to name. */
  get languages() {
    return LANGUAGES;
  }

  get language() {
    return language;
  }

  /** The one chosen before, or the first of the browser's that we speak. */
  async start() {
    const wanted = [localStorage.getItem(CHOSEN) ?? '', ...navigator.languages];
    await this.#load(wanted.map((one) => one.split('-')[0]).find((one) => one in LANGUAGES) ?? 'en');
  }

  /** @param {string} code */
  async choose(code) {
    localStorage.setItem(CHOSEN, code);
    await this.#load(code);
    this.dispatchEvent(new Event('change'));
  }

  /** @param {string} code */
  async #load(code) {
    messages = (await import(`./messages/${code}.js`)).default;
    language = code;
    locale = navigator.languages.find((one) => one.split('-')[0] === code) ?? code;
    document.documentElement.lang = code;
  }
})();

/**
 * The text of a key. `{name}` in it becomes the value of that name, numbers as they are written in the language; `count`
 * chooses the plural form.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const message = messages[key];
  if (message === undefined) {
    throw new Error(`no message ${key} in ${language}`);
  }
  const form = typeof message === 'string'
    ? message
    : message[new Intl.PluralRules(language).select(Number(values.count))] ?? message.other;
  return form.replace(/{(\w+)}/g, (_, name) => {
    const value = values[name];
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
  });
}

/** Whether there is a text of that key, for keys that the server makes up. @param {string} key */
export function isSaid(key) {
  return key in messages;
}

/**
 * What something is called: the text of its key, or its own name if it is none of those known here.
 *
 * @param {string} prefix
 * @param {string} name
 */
export function nameOf(prefix, name) {
  const key = `${prefix}.${name}`;
  return isSaid(key) ? t(key) : name;
}

/** @param {string} when a day or an instant, as the API writes them; a day is the same one everywhere @returns {string} */
export function date(when) {
  const local = /^\d{4}-\d\d-\d\d$/.test(when) ? `${when}T00:00:00` : when;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(local));
}

/** @param {string} instant @returns {string} */
export function dateTime(instant) {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** @param {string[]} items @returns {string} "a, b and c" */
export function list(items) {
  return new Intl.ListFormat(language).format(items);
}
