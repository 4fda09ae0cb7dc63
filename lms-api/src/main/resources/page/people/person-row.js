// @ts-check
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { call, Problem, query, send } from '../api.js';
import { PageElement } from '../element.js';
import { explainProblem } from '../explain.js';
import { check, chevron, clock, cross, warning } from '../icons.js';
import { date, list, t } from '../i18n.js';
import { avatar, displayName } from './person.js';
import { areSame, changes, choiceOf, choose, effective, NONE, PRIVILEGES, privilegeName } from './privileges.js';

/** @typedef {import('./person.js').Entry} Entry */
/** @typedef {import('./privileges.js').Privileges} Privileges */
/** @typedef {import('./privileges.js').Choice} Choice */

let count = 0;

/**
 * Somebody in the list of people and, folded out, what they may do. Each change is saved at once.
 *
 * Fires `removed` with what has been taken back: the entry, what to say of it, and a way to give it again.
 */
class PersonRow extends PageElement {
  static properties = {
    given: { attribute: false },
    entry: { state: true },
    course: { attribute: false },
    me: { attribute: false },
    open: { attribute: false },
    wanted: { state: true },
    state: { state: true },
    refusal: { state: true },
    conflict: { state: true },
    arrived: { state: true },
  };

  #id = `person-${++count}`;
  #saving = false;

  constructor() {
    super();
    /** @type {Entry} as the list has it */
    this.given = { status: 'new', person: {}, allow: [], deny: [], effective: [], enrolled: false };
    /** @type {Entry} as it was when it was last read or saved here; what is wanted is a change of this one */
    this.entry = this.given;
    /** @type {any} */
    this.course = null;
    /** @type {any} */
    this.me = null;
    this.open = false;
    /** @type {Privileges | null} what is to be saved; null once it is */
    this.wanted = null;
    /** @type {'idle' | 'saving' | 'saved' | 'unsaved'} */
    this.state = 'idle';
    /** @type {{privileges: Privileges, existed: boolean} | null} what there was before the last change */
    this.previous = null;
    this.refusal = '';
    /** @type {Entry | null} what somebody else has made of it meanwhile */
    this.conflict = null;
    this.arrived = false;
  }

  /** What is open here, and what of it is not saved yet; undefined if it is folded. */
  get unfinished() {
    return this.open ? { entry: this.entry, wanted: this.wanted } : undefined;
  }

  /** @param {{entry: Entry, wanted: Privileges | null}} before as `unfinished` had it */
  async goOnWith({ entry, wanted }) {
    this.open = true;
    if (wanted) {
      this.entry = entry;
      this.wanted = wanted;
      await this.#save();
    }
  }

  willUpdate(/** @type {Map<string, unknown>} */ changed) {
    if (changed.has('given') && !this.wanted) {
      this.arrived ||= this.entry.status === 'pending' && this.given.status === 'active';
      this.entry = this.given;
    }
  }

  render() {
    const { person, status, enrolled, expiresAt } = this.entry;
    const shown = this.wanted ?? this.entry;
    const granted = effective(shown);
    const waiting = status === 'pending' || (status === 'new' && !person.userId);
    return html`
      <article class="person ${this.arrived ? 'arrived' : ''}" aria-labelledby="${this.#id}-name">
        <div class="head">
          ${avatar(person, waiting || status === 'expired')}
          <span class="names">
            <button class="name" id="${this.#id}-name" aria-expanded=${this.open} aria-controls="${this.#id}-panel"
                @click=${() => { this.open = !this.open; }}>${displayName(person)}</button>
            ${person.name ? html`<span class="fine">${person.email}</span>` : nothing}
            ${waiting ? this.#quietMark(t('people.waiting'), expiresAt
                ? t('people.waiting-until', { day: date(expiresAt) }) : t('people.waiting-hint')) : nothing}
            ${status === 'expired' && expiresAt ? this.#quietMark(t('people.expired', { day: date(expiresAt) }), t('people.expired-hint')) : nothing}
          </span>
          <ul class="chips" aria-label=${t('people.may')}>
            ${enrolled ? html`<li class="chip plain">${t('people.enrolled')}</li>` : nothing}
            ${granted.map((name) => html`<li class="chip">${privilegeName(name)}</li>`)}
            ${shown.deny.map((name) => html`<li class="chip denied">${cross()}<span class="unseen">${t('choice.deny')}: </span><s>${privilegeName(name)}</s></li>`)}
            ${!enrolled && !granted.length && !shown.deny.length ? html`<li class="fine">${t('people.may-nothing')}</li>` : nothing}
          </ul>
          <span class="fold">${chevron()}</span>
        </div>
        <div class="panel" id="${this.#id}-panel" ?hidden=${!this.open}>
          ${this.open ? this.#panel(shown) : nothing}
        </div>
      </article>`;
  }

  /** @param {string} text @param {string} hint */
  #quietMark(text, hint) {
    return html`
      <span class="mark-waiting" tabindex="0" aria-describedby="${this.#id}-hint">${clock()}${text}
        <span class="tooltip" role="tooltip" id="${this.#id}-hint">${hint}</span>
      </span>`;
  }

  /** @param {Privileges} shown */
  #panel(shown) {
    const untouchable = this.entry.person.userId === this.me.id && this.course.role !== 'admin';
    return html`
      ${untouchable ? html`<p class="fine">${t('people.yourself')}</p>` : nothing}
      <div class="toggles">
        ${PRIVILEGES.map((name) => this.#toggle(name, shown, untouchable))}
      </div>
      ${this.conflict ? this.#offerBoth(this.conflict) : nothing}
      <div class="foot">
        <span class="state" role="status">${this.#stateText()}</span>
        ${this.state === 'saved' && this.previous ? html`<button class="link" @click=${this.#undo}>${t('app.undo')}</button>` : nothing}
        ${this.state === 'unsaved' && this.wanted && !this.conflict ? html`<button class="link" @click=${() => this.#save()}>${t('app.try-again')}</button>` : nothing}
        <span class="spring"></span>
        ${this.course.role === 'member' || this.entry.status === 'new' ? nothing : html`
          <a class="fine" href="/courses/${this.course.id}/history${query(this.#whom())}">${t('history.of-person')}</a>`}
        ${this.entry.enrolmentVersion && this.course.privileges.includes('manage_enrolments') ? html`
          <button class="link danger" @click=${this.#unenrol}>${t('people.unenrol')}</button>` : nothing}
        ${this.entry.version && !untouchable ? html`
          <button class="link danger" @click=${this.#remove}>${t('people.remove')}</button>` : nothing}
      </div>`;
  }

  /** @param {string} name @param {Privileges} shown @param {boolean} untouchable */
  #toggle(name, shown, untouchable) {
    const chosen = choiceOf(shown, name);
    const mayGive = this.course.privileges.includes(name);
    const implied = chosen === 'neither' && effective(shown).includes(name);
    /** @type {[Choice, unknown][]} */
    const choices = [['allow', check()], ['neither', html`<span class="dash" aria-hidden="true"></span>`], ['deny', cross()]];
    return html`
      <fieldset class="toggle ${chosen}">
        <legend>
          <span class="label">${privilegeName(name)}</span>
          <span class="fine">${implied ? t('privilege.implied', { other: privilegeName('manage_exercises') }) : t(`privilege.${name}.hint`)}</span>
        </legend>
        <span class="segments">
          ${choices.map(([choice, icon]) => html`
            <label class="segment ${choice}" title=${choice === 'allow' && !mayGive ? t('people.not-yours') : nothing}>
              <input type="radio" name="${this.#id}-${name}" value=${choice} .checked=${live(choice === chosen)}
                  ?disabled=${untouchable || (choice === 'allow' && !mayGive && chosen !== 'allow')}
                  @change=${() => this.#change(name, choice)}>
              <span>${icon}${t(`choice.${choice}`)}</span>
            </label>`)}
        </span>
      </fieldset>`;
  }

  #stateText() {
    switch (this.state) {
      case 'saving': return html`<span class="busy">${t('state.saving')}</span>`;
      case 'saved': return html`<span class="good">${check()}${t('state.saved')}</span>`;
      case 'unsaved': return html`<span class="bad">${warning()}${this.refusal}</span>`;
      default: return this.refusal ? html`<span class="bad">${warning()}${this.refusal}</span>` : nothing;
    }
  }

  /** @param {Entry} theirs */
  #offerBoth(theirs) {
    const describe = (/** @type {{name: string, choice: Choice}[]} */ made) => list(made.map(({ name, choice }) =>
      `${privilegeName(name)}: ${t(`choice.${choice}`)}`));
    return html`
      <div class="conflict" role="alertdialog" aria-labelledby="${this.#id}-conflict">
        <p id="${this.#id}-conflict"><strong>${t('conflict.title')}</strong></p>
        <dl>
          <dt>${t('conflict.theirs')}</dt><dd>${describe(changes(this.entry, theirs))}</dd>
          <dt>${t('conflict.yours')}</dt><dd>${describe(changes(this.entry, /** @type {Privileges} */ (this.wanted)))}</dd>
        </dl>
        <p class="actions">
          <button class="primary" @click=${() => this.#makeBoth(theirs)}>${t('conflict.both')}</button>
          <button @click=${() => this.#adopt(theirs, false)}>${t('conflict.leave')}</button>
        </p>
      </div>`;
  }

  /** @param {string} name @param {Choice} choice */
  #change(name, choice) {
    this.wanted = choose(this.wanted ?? this.entry, name, choice);
    this.#save();
  }

  #undo() {
    const { privileges, existed } = /** @type {NonNullable<typeof this.previous>} */ (this.previous);
    this.wanted = privileges;
    this.#save(existed);
  }

  /**
   * Saves what is wanted, again as long as something else is wanted by then.
   *
   * @param {boolean} [keep] whether something is to be left even if it is nothing
   */
  async #save(keep = true) {
    this.refusal = '';
    this.conflict = null;
    if (this.#saving) {
      return;
    }
    this.#saving = true;
    this.state = 'saving';
    let again = false;
    try {
      while (this.wanted) {
        const wanted = this.wanted;
        const previous = { privileges: { allow: this.entry.allow, deny: this.entry.deny }, existed: this.#exists() };
        this.entry = keep ? await this.#put(wanted) : await this.#takeBack();
        this.previous = previous;
        if (this.wanted === wanted) {
          this.wanted = null;
        }
      }
      this.state = 'saved';
    } catch (problem) {
      again = await this.#explain(problem);
    } finally {
      this.#saving = false;
    }
    if (again) {
      await this.#save();
    }
  }

  #exists() {
    return this.entry.version !== undefined && this.entry.status !== 'expired';
  }

  /** @param {Privileges} privileges @returns {Promise<Entry>} */
  async #put({ allow, deny }) {
    const response = await send(`/courses/${this.course.id}/privileges`, {
      method: 'PUT',
      json: { ...this.#whom(), allow, deny },
      headers: this.#exists() ? { 'If-Match': `"${this.entry.version}"` } : { 'If-None-Match': '*' },
    });
    const given = await response.json();
    return {
      ...this.entry,
      ...given,
      person: { ...this.entry.person, ...given.person },
      version: response.headers.get('ETag')?.replaceAll('"', ''),
    };
  }

  /** @returns {Promise<Entry>} */
  async #takeBack() {
    await call(`/courses/${this.course.id}/privileges${query(this.#whom())}`, {
      method: 'DELETE',
      headers: this.#exists() ? { 'If-Match': `"${this.entry.version}"` } : {},
    });
    return { ...this.entry, ...NONE, effective: [], version: undefined, status: this.entry.enrolled ? this.entry.status : 'new' };
  }

  #whom() {
    const { email, userId } = this.entry.person;
    return email ? { email } : { userId };
  }

  /** @param {unknown} problem @returns {Promise<boolean>} whether to save again at once */
  async #explain(problem) {
    if (problem instanceof Problem && problem.kind === 'changed-meanwhile') {
      return this.#meetTheOther();
    }
    if (problem instanceof Problem && problem.status < 500) {
      this.refusal = explainProblem(problem);
      this.wanted = null;
      this.state = 'idle';
    } else {
      this.refusal = t('state.unsaved');
      this.state = 'unsaved';
    }
    return false;
  }

  /** Somebody else has changed it since it was read: nothing is saved over theirs unasked. */
  async #meetTheOther() {
    const { email, userId, name } = this.entry.person;
    const { people } = await call(`/courses/${this.course.id}/people${query({ search: email ?? name ?? '', limit: 50 })}`);
    /** @type {Entry} */
    const theirs = people.find((/** @type {Entry} */ { person, status }) =>
      status !== 'expired' && (email ? person.email === email : person.userId === userId))
      ?? { ...this.entry, ...NONE, effective: [], version: undefined };
    const wanted = /** @type {Privileges} */ (this.wanted);
    if (areSame(theirs, wanted) || areSame(theirs, this.entry)) {
      this.#adopt(theirs, !areSame(theirs, wanted));
      return this.wanted !== null;
    }
    this.conflict = theirs;
    this.refusal = t('conflict.state');
    this.state = 'unsaved';
    this.open = true;
    await this.updateComplete;
    /** @type {HTMLElement} */ (this.querySelector('.conflict button')).focus();
    return false;
  }

  /**
   * Takes over what somebody else has made of it.
   *
   * @param {Entry} theirs
   * @param {boolean} mineToo whether what is wanted here is to be made of it next
   */
  #adopt(theirs, mineToo) {
    const mine = changes(this.entry, /** @type {Privileges} */ (this.wanted));
    this.entry = theirs;
    this.conflict = null;
    this.refusal = '';
    this.previous = null;
    this.wanted = mineToo ? mine.reduce((all, { name, choice }) => choose(all, name, choice), /** @type {Privileges} */ (theirs)) : null;
    this.state = 'idle';
  }

  /** @param {Entry} theirs */
  #makeBoth(theirs) {
    this.#adopt(theirs, true);
    this.#save();
  }

  async #remove() {
    const entry = this.entry;
    this.wanted = NONE;
    await this.#save(false);
    if (this.state === 'saved') {
      const give = async () => {
        await send(`/courses/${this.course.id}/privileges`, {
          method: 'PUT',
          json: { ...this.#whom(), allow: entry.allow, deny: entry.deny },
        });
      };
      this.dispatchEvent(new CustomEvent('removed', { detail: { entry, what: 'people.removed', give } }));
    }
  }

  async #unenrol() {
    const { entry } = this;
    const path = `/courses/${this.course.id}/enrolments`;
    this.refusal = '';
    this.state = 'saving';
    try {
      await call(`${path}${query(this.#whom())}`, {
        method: 'DELETE',
        headers: { 'If-Match': `"${entry.enrolmentVersion}"` },
      });
    } catch (problem) {
      this.refusal = explainProblem(problem);
      this.state = 'unsaved';
      return;
    }
    this.entry = { ...entry, enrolled: false, enrolmentVersion: undefined };
    this.state = 'idle';
    const give = async () => {
      await call(path, { method: 'PUT', json: this.#whom() });
    };
    this.dispatchEvent(new CustomEvent('removed', { detail: { entry, what: 'people.unenrolled', give } }));
  }
}

customElements.define('person-row', PersonRow);
