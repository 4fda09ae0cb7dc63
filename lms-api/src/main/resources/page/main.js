// @ts-check
import { html, nothing } from 'lit';
import { call } from './api.js';
import { PageElement } from './element.js';
import { i18n, t } from './i18n.js';
import { followLink, route } from './router.js';
import { session } from './session.js';
import { mark } from './icons.js';

/** The frame of every page: who is here, where to go, and what to do when the session has ended. */
class FirstbellApp extends PageElement {
  static properties = {
    me: { state: true },
    where: { state: true },
    trouble: { state: true },
    ended: { state: true },
  };

  constructor() {
    super();
    /** @type {'unknown' | 'nobody' | any} as `GET /api/me` answers */
    this.me = 'unknown';
    /** @type {{page: string, course: string} | null} */
    this.where = null;
    this.trouble = '';
    this.ended = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('click', followLink);
    addEventListener('popstate', () => this.#move());
    session.addEventListener('ended', () => { this.ended = true; });
    session.addEventListener('renewed', () => { this.ended = false; });
    this.#start();
  }

  updated() {
    const dialog = /** @type {HTMLDialogElement | null} */ (this.querySelector('dialog.ended'));
    if (dialog && dialog.open !== this.ended) {
      this.ended ? dialog.showModal() : dialog.close();
    }
  }

  async #start() {
    try {
      const outcome = await session.start();
      if (outcome === 'signed-in') {
        [this.me] = await Promise.all([call('/me'), this.#show()]);
      } else if (outcome === 'signed-out') {
        this.me = 'nobody';
      }
    } catch (problem) {
      this.trouble = t('app.trouble');
      throw problem;
    }
  }

  async #move() {
    await this.#show();
    if (this.where?.page === 'courses-page') {
      this.me = await call('/me');
    }
  }

  async #show() {
    this.where = await route(location.pathname);
    await this.updateComplete;
    const heading = /** @type {HTMLElement | null} */ (this.querySelector('h1'));
    // Whoever does not see the page change is told where they are now.
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  render() {
    if (this.trouble) {
      return html`<main class="landing"><p role="alert">${this.trouble}</p></main>`;
    }
    if (this.me === 'unknown') {
      return nothing;
    }
    if (this.me === 'nobody') {
      return this.#landing();
    }
    return html`
      <a class="skip" href="#content" @click=${this.#skip}>${t('app.skip')}</a>
      <header class="bar">
        <a class="brand" href="/">${mark()}<span>Firstbell</span></a>
        <nav aria-label=${t('app.navigation')}>
          <a href="/" aria-current=${this.where?.page === 'courses-page' ? 'page' : nothing}>${t('courses.title')}</a>
          ${this.me.roles.includes('lms-admin')
            ? html`<a href="/waiting" aria-current=${this.where?.page === 'waiting-page' ? 'page' : nothing}>${t('waiting.nav')}</a>`
            : nothing}
        </nav>
        <div class="account">
          ${this.#languages()}
          <span class="who" title=${this.me.email ?? ''}>${this.me.name ?? this.me.email}</span>
          <button class="quiet" @click=${() => session.signOut()}>${t('app.sign-out')}</button>
        </div>
      </header>
      <main id="content" tabindex="-1">${this.#page()}</main>
      <div id="announcements" class="unseen" role="status"></div>
      <dialog class="ended" aria-labelledby="ended-title" @cancel=${(/** @type {Event} */ event) => event.preventDefault()}>
        <h2 id="ended-title">${t('ended.title')}</h2>
        <p>${t('ended.text')}</p>
        <button class="primary" @click=${() => session.signInAgain()}>${t('ended.sign-in')}</button>
      </dialog>`;
  }

  #landing() {
    return html`
      <main class="landing">
        ${mark()}
        <h1>Firstbell</h1>
        <p>${t('landing.text')}</p>
        <button class="primary large" @click=${() => session.signIn()}>${t('landing.sign-in')}</button>
        ${this.#languages()}
      </main>`;
  }

  #languages() {
    return html`
      <select class="languages" aria-label=${t('app.language')}
          @change=${(/** @type {any} */ event) => i18n.choose(event.target.value)}>
        ${Object.entries(i18n.languages).map(([code, name]) => html`
          <option value=${code} lang=${code} ?selected=${code === i18n.language}>${name}</option>`)}
      </select>`;
  }

  #page() {
    const { page, course } = this.where ?? { page: 'nowhere', course: '' };
    switch (page) {
      case 'courses-page': return html`<courses-page .me=${this.me}></courses-page>`;
      case 'people-page': return html`<people-page .me=${this.me} .courseId=${course}></people-page>`;
      case 'enrol-page': return html`<enrol-page .courseId=${course}></enrol-page>`;
      case 'history-page': return html`<history-page .courseId=${course}></history-page>`;
      case 'waiting-page': return html`<waiting-page></waiting-page>`;
      default: return html`<h1 tabindex="-1">${t('app.nothing-here')}</h1><p><a href="/">${t('courses.title')}</a></p>`;
    }
  }

  /** @param {Event} event */
  #skip(event) {
    event.preventDefault();
    event.stopPropagation();
    /** @type {HTMLElement} */ (this.querySelector('#content')).focus();
  }
}

await i18n.start();
customElements.define('firstbell-app', FirstbellApp);

