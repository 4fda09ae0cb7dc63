// @ts-check
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { call, query } from '../api.js';
import { announce, PageElement } from '../element.js';
import { explain, explainProblem } from '../explain.js';
import { search as magnifier, warning } from '../icons.js';
import { date, nameOf, t } from '../i18n.js';
import { displayName } from '../people/person.js';
import { trip } from '../trip.js';

const PAUSE_MILLIS = 150;

/** Everything that waits, in the whole school, for administrators. */
class WaitingPage extends PageElement {
  static properties = {
    waiting: { state: true },
    next: { state: true },
    stuck: { state: true },
    search: { state: true },
    editing: { state: true },
    refusal: { state: true },
    trouble: { state: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  #asked = 0;

  constructor() {
    super();
    /** @type {any[] | null} null until it is known */
    this.waiting = null;
    this.next = '';
    this.stuck = false;
    this.search = '';
    /** @type {{id: string, what: 'extend' | 'readdress' | 'cancel'} | null} */
    this.editing = null;
    this.refusal = '';
    this.trouble = '';
    /** @type {{day?: string, email?: string}} what the form begins with */
    this.draft = {};
  }

  connectedCallback() {
    super.connectedCallback();
    const before = trip.take(this.localName);
    this.search = before?.search ?? '';
    this.stuck = before?.stuck ?? false;
    this.editing = before?.editing ?? null;
    this.draft = before?.form ?? {};
    this.#load();
  }

  typed() {
    const form = /** @type {HTMLFormElement | null} */ (this.querySelector('form.edit'));
    return {
      search: this.search,
      stuck: this.stuck,
      editing: this.editing,
      form: form ? Object.fromEntries(new FormData(form)) : {},
    };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  async #load(cursor = '') {
    const question = ++this.#asked;
    try {
      const page = await call(`/waiting-grants${query({ search: this.search.trim(), stuck: this.stuck ? 'true' : '', cursor })}`);
      if (question === this.#asked) {
        this.waiting = cursor ? [...this.waiting ?? [], ...page.waiting] : page.waiting;
        this.next = page.next ?? '';
      }
    } catch (problem) {
      this.trouble = explainProblem(problem);
    }
  }

  updated() {
    document.title = `${t('waiting.title')} · Firstbell`;
  }

  render() {
    if (this.trouble) {
      return html`<h1 tabindex="-1">${t('app.nothing-here')}</h1><p>${this.trouble}</p>`;
    }
    return html`
      <div class="heading"><h1 tabindex="-1">${t('waiting.title')}</h1></div>
      <label class="search">
        ${magnifier()}
        <span class="unseen">${t('waiting.search')}</span>
        <input type="search" placeholder=${t('waiting.search')} autocomplete="off" spellcheck="false" maxlength="200"
            .value=${this.search} @input=${this.#type}>
      </label>
      <div class="filters" role="group" aria-label=${t('enrol.filters')}>
        <button class="filter" aria-pressed=${!this.stuck} @click=${() => this.#filter(false)}>${t('waiting.all')}</button>
        <button class="filter" aria-pressed=${this.stuck} @click=${() => this.#filter(true)}>${t('waiting.stuck')}</button>
      </div>
      ${!this.waiting ? nothing : this.waiting.length ? html`
        <ul class="people" aria-label=${t('waiting.title')}>
          ${repeat(this.waiting, ({ id }) => id, (grant) => html`<li class="waits">${this.#grant(grant)}</li>`)}
        </ul>` : html`<p class="empty">${t(this.stuck ? 'waiting.none-stuck' : 'waiting.none')}</p>`}
      ${this.next ? html`<p class="more"><button @click=${() => this.#load(this.next)}>${t('people.more')}</button></p>` : nothing}`;
  }

  /** @param {any} grant */
  #grant(grant) {
    const problem = this.#whyStuck(grant);
    const editing = this.editing?.id === grant.id ? this.editing?.what : '';
    const button = (/** @type {'extend' | 'readdress' | 'cancel'} */ what, style = '') => html`
      <button class="link ${style}" aria-expanded=${editing === what} @click=${() => this.#edit(grant.id, what)}
          aria-label="${t(`waiting.${what}`)}: ${grant.email}">${t(`waiting.${what}`)}</button>`;
    return html`
      <div class="names">
        <strong>${grant.email}</strong>
        <span class="fine">${t('waiting.what', { kind: nameOf('kind', grant.kind), course: grant.course.title })}</span>
        ${problem ? html`<span class="stuck">${warning()}${problem}</span>` : nothing}
      </div>
      <div class="names">
        <span class="fine">${t('waiting.since', { day: date(grant.grantedAt), who: displayName(grant.grantedBy) })}</span>
        <span class="fine">${t('waiting.until', { day: date(grant.expiresAt) })}</span>
      </div>
      <div class="actions">
        ${grant.held ? html`<button class="link" @click=${() => this.#release(grant)}>${t('waiting.release')}</button>` : nothing}
        ${button('extend')}${button('readdress')}${button('cancel', 'danger')}
      </div>
      ${editing ? this.#form(grant, editing) : nothing}`;
  }

  /** @param {any} grant */
  #whyStuck(grant) {
    if (grant.held) {
      return explain(grant.heldExplanation, grant.held);
    }
    const problem = explain(grant.provisioningExplanation, grant.provisioningProblem);
    if (grant.provisioning === 'refused') {
      return t('waiting.refused', { problem });
    }
    return problem ? t('waiting.keycloak', { problem }) : '';
  }

  /** @param {any} grant @param {'extend' | 'readdress' | 'cancel'} what */
  #form(grant, what) {
    const day = new Date(Date.parse(grant.expiresAt) + 180 * 86_400_000).toISOString().slice(0, 10);
    return html`
      <form class="edit" novalidate @submit=${(/** @type {SubmitEvent} */ event) => this.#apply(event, grant, what)}>
        ${what === 'extend' ? html`
          <label class="field"><span>${t('waiting.new-day')}</span><input name="day" type="date" required .value=${this.draft.day ?? day}></label>` : nothing}
        ${what === 'readdress' ? html`
          <label class="field grows"><span>${t('waiting.new-address')}</span>
            <input name="email" type="email" required maxlength="320" autocomplete="off" value=${this.draft.email ?? ''}></label>` : nothing}
        ${what === 'cancel' ? html`<p class="grows">${t('waiting.cancel-sure', { who: grant.email })}</p>` : nothing}
        <button class="primary">${t(`waiting.${what}-go`)}</button>
        <button type="button" class="quiet" @click=${() => { this.editing = null; }}>${t('app.close')}</button>
        ${this.refusal ? html`<p class="refusal" role="alert">${this.refusal}</p>` : nothing}
      </form>`;
  }

  /** @param {any} event */
  #type(event) {
    this.search = event.target.value;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#load(), PAUSE_MILLIS);
  }

  /** @param {boolean} stuck */
  #filter(stuck) {
    this.stuck = stuck;
    this.#load();
  }

  /** @param {string} id @param {'extend' | 'readdress' | 'cancel'} what */
  async #edit(id, what) {
    this.refusal = '';
    this.draft = {};
    this.editing = this.editing?.id === id && this.editing.what === what ? null : { id, what };
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector('.edit input, .edit .primary'))?.focus();
  }

  /** @param {SubmitEvent} event @param {any} grant @param {'extend' | 'readdress' | 'cancel'} what */
  async #apply(event, grant, what) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const path = `/waiting-grants/${grant.id}`;
    await this.#change(() => {
      switch (what) {
        case 'extend': return call(`${path}/extend`, { method: 'POST', json: { expiresAt: new Date(`${form.get('day')}T23:59:59`).toISOString() } });
        case 'readdress': return call(`${path}/readdress`, { method: 'POST', json: { email: form.get('email') } });
        default: return call(path, { method: 'DELETE' });
      }
    });
  }

  /** @param {any} grant */
  async #release(grant) {
    await this.#change(() => call(`/held-grants/${grant.id}/release`, { method: 'POST' }));
  }

  /** @param {() => Promise<unknown>} change */
  async #change(change) {
    try {
      await change();
      this.editing = null;
      this.refusal = '';
      announce(t('state.saved'));
      await this.#load();
    } catch (problem) {
      this.refusal = explainProblem(problem);
    }
  }
}

customElements.define('waiting-page', WaitingPage);
