// @ts-check
import { html, nothing } from 'lit';
import { call, query } from '../api.js';
import { PageElement } from '../element.js';
import { explainProblem } from '../explain.js';
import { dateTime, nameOf, t } from '../i18n.js';
import { displayName } from './person.js';

/** What happened in a course, to everybody or, as the address of the page says, to one person. */
class HistoryPage extends PageElement {
  static properties = {
    courseId: { attribute: false },
    course: { state: true },
    history: { state: true },
    next: { state: true },
    trouble: { state: true },
  };

  #whom = Object.fromEntries(new URLSearchParams(location.search));

  constructor() {
    super();
    this.courseId = '';
    /** @type {any} */
    this.course = null;
    /** @type {any[]} */
    this.history = [];
    this.next = '';
    this.trouble = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#open();
  }

  async #open() {
    try {
      [this.course] = await Promise.all([call(`/courses/${this.courseId}`), this.#more()]);
    } catch (problem) {
      this.trouble = explainProblem(problem);
    }
  }

  async #more() {
    const { email, userId } = this.#whom;
    const page = await call(`/courses/${this.courseId}/history${query({ email, userId, cursor: this.next })}`);
    this.history = [...this.history, ...page.history];
    this.next = page.next ?? '';
  }

  updated() {
    document.title = `${t('history.title')} · Firstbell`;
  }

  render() {
    if (this.trouble) {
      return html`<h1 tabindex="-1">${t('app.nothing-here')}</h1><p>${this.trouble}</p>`;
    }
    if (!this.course) {
      return html`<h1 class="unseen" tabindex="-1">${t('history.title')}</h1>`;
    }
    const person = this.history.find((entry) => entry.person)?.person ?? this.#whom;
    const one = this.#whom.email || this.#whom.userId;
    return html`
      <p class="crumbs"><a href="/">${t('courses.title')}</a><span aria-hidden="true">/</span>
        <a href="/courses/${this.courseId}">${this.course.title}</a></p>
      <div class="heading"><h1 tabindex="-1">${one ? t('history.of', { who: displayName(person) }) : t('history.title')}</h1></div>
      ${this.history.length ? html`
        <ol class="card timeline">
          ${this.history.map((entry) => html`
            <li class=${entry.what}>
              <span class="what">${t(`history.${entry.what}`, {
                kind: nameOf('kind', entry.kind),
                who: entry.person ? displayName(entry.person) : t('people.nobody'),
              })}</span>
              <span class="fine">${t('history.by', { actor: displayName(entry.actor), why: nameOf('why', whyOf(entry)) })}</span>
              <time class="fine" datetime=${entry.at}>${dateTime(entry.at)}</time>
            </li>`)}
        </ol>` : html`<p class="empty">${t('history.none')}</p>`}
      ${this.next ? html`<p class="more"><button @click=${this.#more}>${t('people.more')}</button></p>` : nothing}`;
  }
}

/** Whoever comes before the event does so with a request, and has just signed in all the same. @param {{what: string, why: string}} entry */
function whyOf({ what, why }) {
  return what === 'attached' && why === 'request' ? 'event' : why.split(':')[0];
}

customElements.define('history-page', HistoryPage);
