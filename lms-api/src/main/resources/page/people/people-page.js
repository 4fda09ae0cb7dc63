// @ts-check
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { call, Problem, query } from '../api.js';
import { watchPeople } from '../course-events.js';
import { announce, PageElement } from '../element.js';
import { explainProblem } from '../explain.js';
import { plus, search as magnifier, upload } from '../icons.js';
import { t } from '../i18n.js';
import { trip } from '../trip.js';
import { avatar, displayName } from './person.js';
import './course-deletion.js';
import './newcomer-banner.js';
import './person-row.js';

/** @typedef {import('./person.js').Entry} Entry */
/** @typedef {import('./person.js').Person} Person */
/** @typedef {{entry: Entry, what: string, give: () => Promise<void>}} Removed what was taken back, and a way to give it again */

const PAUSE_MILLIS = 150;
const PAGE_SIZE = 50;

/** Everybody who has been given something in a course, and whoever is about to be. */
class PeoplePage extends PageElement {
  static properties = {
    me: { attribute: false },
    courseId: { attribute: false },
    course: { state: true },
    entries: { state: true },
    added: { state: true },
    directory: { state: true },
    search: { state: true },
    answered: { state: true },
    removed: { state: true },
    outdated: { state: true },
    trouble: { state: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  #asked = 0;
  #leaving = new AbortController();

  constructor() {
    super();
    /** @type {any} */
    this.me = null;
    this.courseId = '';
    /** @type {any} */
    this.course = null;
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Entry[]} people who are to be given something, from the directory or by address, shown first */
    this.added = [];
    /** @type {Person[]} */
    this.directory = [];
    this.search = '';
    /** @type {string | null} what the lists are the answer to; null while there is none */
    this.answered = null;
    /** @type {string} */
    this.next = '';
    /** @type {Removed | null} */
    this.removed = null;
    this.outdated = false;
    this.trouble = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#leaving = new AbortController();
    this.#open(trip.take(this.localName));
  }

  typed() {
    const rows = /** @type {any[]} */ ([...this.querySelectorAll('person-row')]);
    return {
      search: this.search,
      address: /** @type {any} */ (this.querySelector('newcomer-banner'))?.address ?? '',
      added: this.added,
      open: rows.map((row) => row.unfinished).filter(Boolean),
    };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    this.#leaving.abort();
  }

  updated() {
    document.title = this.course ? `${this.course.title} · Firstbell` : 'Firstbell';
  }

  /** @param {any} before what was typed here before a sign-in took the page away */
  async #open(before) {
    this.search = before?.search ?? '';
    this.added = before?.added ?? [];
    try {
      const [course] = await Promise.all([call(`/courses/${this.courseId}`), this.#load()]);
      this.course = course;
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      this.trouble = explainProblem(problem);
      return;
    }
    if (before) {
      await this.#goOn(before);
    }
    await watchPeople(this.courseId, () => this.#refresh(), this.#leaving.signal);
  }

  /** @param {any} before */
  async #goOn({ address, open }) {
    await this.updateComplete;
    if (address) {
      /** @type {any} */ (this.querySelector('newcomer-banner'))?.goOnWith(address);
    }
    const rows = /** @type {any[]} */ ([...this.querySelectorAll('person-row')]);
    for (const one of open) {
      rows.find(({ given }) => keyOf(given) === keyOf(one.entry))?.goOnWith(one);
    }
  }

  /** As `#load`; if it fails, what is shown stays, and says that it may be old. */
  async #refresh() {
    try {
      await this.#load();
      this.outdated = false;
    } catch {
      this.outdated = true;
    }
  }

  /** Asks for what is to be seen now; of several answers the one to the latest question counts. */
  async #load() {
    const question = ++this.#asked;
    const search = this.search.trim();
    const [people, directory] = await Promise.all([this.#people(search), this.#registered(search)]);
    if (question !== this.#asked) {
      return;
    }
    this.#tellOfArrivals(people);
    this.entries = people;
    this.directory = directory;
    this.answered = search;
  }

  /** @param {string} search @returns {Promise<Entry[]>} as many as are shown already, a page at least */
  async #people(search) {
    const wanted = search === this.answered ? Math.max(this.entries.length, PAGE_SIZE) : PAGE_SIZE;
    /** @type {Entry[]} */
    const people = [];
    let cursor = '';
    do {
      const page = await call(`/courses/${this.courseId}/people${query({ search, cursor, limit: PAGE_SIZE })}`);
      people.push(...page.people);
      cursor = page.next ?? '';
    } while (cursor && people.length < wanted);
    this.next = cursor;
    return people;
  }

  /** @param {string} search @returns {Promise<Person[]>} */
  async #registered(search) {
    const teaches = this.me.roles.some((/** @type {string} */ role) => role === 'teacher' || role === 'lms-admin');
    if (!teaches || search.length < 2) {
      return [];
    }
    return (await call(`/people${query({ search, limit: 10 })}`)).people;
  }

  /** @param {Entry[]} people */
  #tellOfArrivals(people) {
    const waited = new Set(this.entries.filter(({ status }) => status === 'pending').map(({ person }) => person.email));
    people.filter(({ status, person }) => status === 'active' && waited.has(person.email))
      .forEach(({ person }) => announce(t('people.arrived', { who: displayName(person) })));
  }

  async #more() {
    const page = await call(`/courses/${this.courseId}/people${query({
      search: this.search.trim(), cursor: this.next, limit: PAGE_SIZE })}`);
    this.next = page.next ?? '';
    this.entries = [...this.entries, ...page.people];
  }

  render() {
    if (this.trouble) {
      return html`<h1 tabindex="-1">${t('app.nothing-here')}</h1><p>${this.trouble}</p>`;
    }
    if (!this.course) {
      return html`<h1 class="unseen" tabindex="-1">${t('people.title')}</h1>`;
    }
    const rows = this.#rows();
    const elsewhere = this.#elsewhere(rows);
    const searching = this.answered !== '';
    const nobody = !rows.length && !elsewhere.length && this.answered !== null;
    return html`
      <p class="crumbs"><a href="/">${t('courses.title')}</a><span aria-hidden="true">/</span>${this.course.title}</p>
      <div class="heading">
        <h1 tabindex="-1">${t('people.title')}</h1>
        <div class="actions">
          ${this.course.role === 'member' ? nothing
            : html`<a class="button quiet" href="/courses/${this.courseId}/history">${t('history.title')}</a>`}
          ${this.course.privileges.includes('manage_enrolments')
            ? html`<a class="button" href="/courses/${this.courseId}/enrol">${upload()}${t('enrol.title')}</a>`
            : nothing}
        </div>
      </div>
      <label class="search">
        ${magnifier()}
        <span class="unseen">${t('people.search')}</span>
        <input type="search" placeholder=${t('people.search')} autocomplete="off" spellcheck="false" maxlength="200"
            .value=${this.search} @input=${this.#type}>
      </label>
      <p class="unseen" role="status">${searching ? t('people.found', { count: rows.length + elsewhere.length }) : ''}</p>
      ${this.outdated ? html`<p class="notice" role="alert">${t('people.outdated')}</p>` : nothing}
      ${this.removed ? this.#offerUndo(this.removed) : nothing}
      ${rows.length ? html`
        <ul class="people" aria-label=${t('people.of-course')}>
          ${repeat(rows, keyOf, (entry) => html`
            <li><person-row .given=${entry} .course=${this.course} .me=${this.me} .open=${this.#isAdded(entry)}
                @removed=${this.#remove}></person-row></li>`)}
        </ul>` : nothing}
      ${this.next ? html`<p class="more"><button @click=${this.#more}>${t('people.more')}</button></p>` : nothing}
      ${elsewhere.length ? html`
        <h2 class="elsewhere">${t('people.in-school')}</h2>
        <ul class="people directory" aria-label=${t('people.in-school')}>
          ${repeat(elsewhere, ({ userId }) => userId, (person) => html`
            <li class="found">
              ${avatar(person)}
              <span class="names"><strong>${displayName(person)}</strong><span class="fine">${person.name ? person.email : ''}</span></span>
              <button @click=${() => this.#add(person)}
                  aria-label=${t('people.add-somebody', { who: displayName(person) })}>${plus()}${t('people.add')}</button>
            </li>`)}
        </ul>` : nothing}
      ${(nobody || searching) && !this.added.length ? html`
        <newcomer-banner class=${nobody ? '' : 'small'} .courseId=${this.courseId} .search=${this.answered ?? ''}
            .first=${!searching} @newcomer=${this.#welcome}></newcomer-banner>` : nothing}
      ${this.course.role === 'member' || searching ? nothing
        : html`<course-deletion .course=${this.course}></course-deletion>`}`;
  }

  /** Whoever is about to be given something comes first, as the server knows them by now. */
  #rows() {
    const known = new Map(this.entries.map((entry) => [keyOf(entry), entry]));
    return [
      ...this.added.map((entry) => known.get(keyOf(entry)) ?? entry),
      ...this.entries.filter((entry) => !this.#isAdded(entry)),
    ];
  }

  /** @param {Entry} entry */
  #isAdded(entry) {
    return this.added.some((one) => keyOf(one) === keyOf(entry));
  }

  /** @param {Entry[]} rows */
  #elsewhere(rows) {
    const here = new Set(rows.map(({ person }) => person.userId));
    return this.directory.filter(({ userId }) => !here.has(userId) && userId !== this.me.id);
  }

  /** @param {any} event */
  #type(event) {
    this.search = event.target.value;
    this.added = [];
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#refresh(), PAUSE_MILLIS);
  }

  /** @param {Person} person */
  #add(person) {
    this.#unfold({ status: 'new', person, allow: [], deny: [], effective: [], enrolled: false });
  }

  /** @param {CustomEvent<Person>} event */
  async #welcome({ detail: { email = '' } }) {
    this.search = email;
    await this.#load();
    const here = this.entries.find(({ person }) => person.email === email);
    if (here) {
      this.#unfold(here);
    } else {
      this.#add(this.directory.find((person) => person.email === email) ?? { email });
    }
  }

  /** @param {Entry} entry */
  async #unfold(entry) {
    this.added = [entry];
    await this.updateComplete;
    const row = /** @type {import('lit').LitElement} */ (this.querySelector('person-row'));
    await row.updateComplete;
    /** @type {HTMLElement | null} */ (row.querySelector('input:checked'))?.focus();
  }

  /** @param {CustomEvent<Removed>} event */
  async #remove(event) {
    this.removed = event.detail;
    this.added = [];
    announce(t(event.detail.what, { who: displayName(event.detail.entry.person) }));
    await this.#load();
    /** @type {HTMLElement | null} */ (this.querySelector('.undo button'))?.focus();
  }

  /** @param {Removed} removed */
  #offerUndo({ entry, what, give }) {
    const undo = async () => {
      this.removed = null;
      await give();
      await this.#load();
    };
    return html`
      <p class="notice undo">
        <span>${t(what, { who: displayName(entry.person) })}</span>
        <button class="link" @click=${undo}>${t('app.undo')}</button>
      </p>`;
  }
}

/** @param {Entry} entry */
function keyOf({ status, person }) {
  return `${person.email ?? person.userId}${status === 'expired' ? ' expired' : ''}`;
}

customElements.define('people-page', PeoplePage);
