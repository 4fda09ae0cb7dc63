// @ts-check
import { html, nothing } from 'lit';
import { call, Problem, query } from '../api.js';
import { PageElement } from '../element.js';
import { explainProblem } from '../explain.js';
import { t } from '../i18n.js';

const PAUSE_MILLIS = 250;

/**
 * For whoever is in nobody's list yet: an address is enough.
 *
 * Fires `newcomer` with the person, of whom only the address is known.
 */
class NewcomerBanner extends PageElement {
  static properties = {
    courseId: { attribute: false },
    search: { attribute: false },
    first: { attribute: false },
    address: { state: true },
    verdict: { state: true },
    insists: { state: true },
    impatient: { state: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;

  constructor() {
    super();
    this.courseId = '';
    /** What was searched for in vain; the address, if it is one. */
    this.search = '';
    this.first = false;
    this.address = '';
    /** @type {{address: string, email?: string, meant?: string, problem?: string} | null} */
    this.verdict = null;
    this.insists = false;
    this.impatient = false;
  }

  /** @param {string} address to go on with, typed before */
  goOnWith(address) {
    this.#take(address);
  }

  willUpdate(/** @type {Map<string, unknown>} */ changed) {
    if (changed.has('search') && this.search.includes('@') && this.search !== this.address) {
      this.#take(this.search);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  render() {
    const known = this.verdict?.address === this.address.trim() ? this.verdict : null;
    const meant = this.insists ? undefined : known?.meant;
    const problem = known?.problem && this.impatient ? known.problem : '';
    return html`
      <form class="banner" novalidate @submit=${this.#submit}>
        <div class="words">
          <h2>${t(this.first ? 'banner.first' : 'banner.title')}</h2>
          <p>${t('banner.text')}</p>
        </div>
        <label class="field grows">
          <span class="unseen">${t('banner.address')}</span>
          <input type="email" autocomplete="off" spellcheck="false" placeholder=${t('banner.address')} maxlength="320"
              .value=${this.address} aria-invalid=${problem ? 'true' : nothing} aria-describedby="banner-verdict"
              @input=${(/** @type {any} */ event) => this.#take(event.target.value)}
              @change=${() => { this.impatient = true; }}>
        </label>
        <button class=${meant ? '' : 'primary'} ?disabled=${!this.address.trim()}>${meant ? t('banner.keep') : t('banner.go')}</button>
        <p id="banner-verdict" class="verdict" role="status">
          ${problem ? html`<span class="bad">${problem}</span>` : nothing}
          ${meant ? html`${t('banner.meant')} <button type="button" class="link" @click=${() => this.#use(meant)}>${meant}</button>?` : nothing}
        </p>
      </form>`;
  }

  /** @param {string} text */
  #take(text) {
    this.address = text;
    this.insists = false;
    this.impatient = false;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#check(), PAUSE_MILLIS);
  }

  async #check() {
    const address = this.address.trim();
    if (address && this.verdict?.address !== address) {
      try {
        const verdict = await call(`/courses/${this.courseId}/people/address${query({ email: address })}`);
        this.verdict = { address, ...verdict };
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status !== 400) {
          throw problem;
        }
        this.verdict = { address, problem: explainProblem(problem) };
      }
    }
    return this.verdict;
  }

  /** @param {string} address */
  #use(address) {
    this.address = address;
    this.verdict = { address, email: address };
    this.querySelector('input')?.focus();
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const doubted = Boolean(this.verdict?.meant) && this.verdict?.address === this.address.trim();
    const verdict = await this.#check();
    this.impatient = true;
    if (verdict?.problem) {
      this.querySelector('input')?.focus();
    } else if (verdict?.meant && !doubted && !this.insists) {
      // Shown for the first time: not passed over before anybody could see it.
      this.requestUpdate();
    } else if (verdict) {
      this.insists = true;
      this.dispatchEvent(new CustomEvent('newcomer', { detail: { email: verdict.email } }));
    }
  }
}

customElements.define('newcomer-banner', NewcomerBanner);
