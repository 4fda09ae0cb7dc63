// @ts-check
import { html, nothing } from 'lit';
import { call, Problem } from '../api.js';
import { PageElement } from '../element.js';
import { explainProblem } from '../explain.js';
import { arrow, clock, plus } from '../icons.js';
import { date, t } from '../i18n.js';
import { privilegeName } from '../people/privileges.js';
import { go } from '../router.js';
import { trip } from '../trip.js';

/** What somebody owns, helps to run and attends; the first page after the first login. */
class CoursesPage extends PageElement {
  static properties = {
    me: { attribute: false },
    creating: { state: true },
    refusal: { state: true },
  };

  constructor() {
    super();
    /** @type {any} */
    this.me = null;
    this.creating = false;
    this.refusal = '';
    /** @type {{title?: string, endsOn?: string}} what the form begins with */
    this.draft = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.draft = trip.take(this.localName) ?? {};
    this.creating = 'title' in this.draft;
  }

  typed() {
    const form = this.querySelector('form');
    return form ? Object.fromEntries(new FormData(form)) : undefined;
  }

  render() {
    const mine = this.me.courses.filter((/** @type {any} */ course) => course.role === 'owner');
    const helped = this.me.courses.filter((/** @type {any} */ course) => course.role !== 'owner' && course.privileges.length);
    const attended = this.me.courses.filter((/** @type {any} */ course) => course.role !== 'owner' && !course.privileges.length);
    const mayCreate = this.me.roles.some((/** @type {string} */ role) => role === 'teacher' || role === 'lms-admin');
    return html`
      <div class="heading">
        <h1 tabindex="-1">${t('courses.title')}</h1>
        ${mayCreate && !this.creating
          ? html`<button class="primary" @click=${() => { this.creating = true; }}>${plus()}${t('courses.create')}</button>`
          : nothing}
      </div>
      ${this.creating ? this.#form() : nothing}
      ${(this.me.expired ?? []).map((/** @type {any} */ expired) => this.#expired(expired))}
      ${this.me.courses.length ? nothing : html`<p class="empty">${t(mayCreate ? 'courses.none-yet' : 'courses.none')}</p>`}
      ${this.#section('courses.mine', mine)}
      ${this.#section('courses.helped', helped)}
      ${this.#section('courses.attended', attended)}`;
  }

  updated(/** @type {Map<string, unknown>} */ changed) {
    document.title = `${t('courses.title')} · Firstbell`;
    if (changed.has('creating') && this.creating) {
      this.querySelector('input')?.focus();
    }
  }

  /** @param {string} title @param {any[]} courses */
  #section(title, courses) {
    return courses.length ? html`
      <section>
        <h2>${t(title)}</h2>
        <ul class="cards">
          ${courses.map((course) => html`<li class="card course">${this.#course(course)}</li>`)}
        </ul>
      </section>` : nothing;
  }

  /** @param {any} course */
  #course(course) {
    const opens = course.privileges.includes('manage_privileges');
    const enrols = course.privileges.includes('manage_enrolments');
    return html`
      <h3>${opens ? html`<a href="/courses/${course.id}">${course.title}${arrow()}</a>` : course.title}</h3>
      ${course.endsOn || course.role === 'owner'
        ? html`<p class="fine">${course.endsOn ? t('courses.until', { day: date(course.endsOn) }) : t('courses.endless')}</p>` : nothing}
      ${course.role === 'owner'
        ? nothing
        : html`<ul class="chips" aria-label=${t('courses.may')}>
            ${course.privileges.length
              ? course.privileges.map((/** @type {string} */ name) => html`<li class="chip">${privilegeName(name)}</li>`)
              : html`<li class="chip">${t('people.enrolled')}</li>`}
          </ul>`}
      ${enrols && !opens ? html`<p><a href="/courses/${course.id}/enrol">${t('enrol.title')}</a></p>` : nothing}`;
  }

  /** @param {any} expired */
  #expired(expired) {
    return html`
      <p class="notice">${clock()}<span>${t('courses.expired', {
        course: expired.course.title,
        day: date(expired.expiredAt),
        who: expired.ask.name ?? expired.ask.email ?? t('people.nobody'),
      })}</span></p>`;
  }

  #form() {
    return html`
      <form class="card create" @submit=${this.#create}>
        <label class="field grows">
          <span>${t('courses.new-title')}</span>
          <input name="title" required maxlength="200" autocomplete="off" value=${this.draft.title ?? ''}>
        </label>
        <label class="field">
          <span>${t('courses.new-end')}</span>
          <input name="endsOn" type="date" min="2000-01-01" max="2199-12-31" value=${this.draft.endsOn ?? ''}>
        </label>
        <div class="actions">
          <button class="primary">${t('courses.create')}</button>
          <button type="button" class="quiet" @click=${() => { this.creating = false; }}>${t('app.cancel')}</button>
        </div>
        ${this.refusal ? html`<p class="refusal" role="alert">${this.refusal}</p>` : nothing}
      </form>`;
  }

  /** @param {SubmitEvent} event */
  async #create(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    try {
      const course = await call('/courses', {
        method: 'POST',
        json: { title: form.get('title'), endsOn: form.get('endsOn') || undefined },
      });
      this.me.courses.push(course);
      go(`/courses/${course.id}`);
    } catch (problem) {
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      this.refusal = explainProblem(problem);
    }
  }
}

customElements.define('courses-page', CoursesPage);
