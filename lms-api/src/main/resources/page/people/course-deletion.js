// @ts-check
import { html, nothing } from 'lit';
import { call } from '../api.js';
import { announce, PageElement } from '../element.js';
import { explainProblem } from '../explain.js';
import { t } from '../i18n.js';
import { go } from '../router.js';

/** Deletes a course, for its owner; says first what ends with it. */
class CourseDeletion extends PageElement {
  static properties = {
    course: { attribute: false },
    counts: { state: true },
    busy: { state: true },
    refusal: { state: true },
  };

  constructor() {
    super();
    /** @type {any} */
    this.course = null;
    /** @type {{active: number, pending: number} | null} what would end; null while nobody asks */
    this.counts = null;
    this.busy = false;
    this.refusal = '';
  }

  render() {
    return html`
      <button class="link danger" @click=${this.#ask}>${t('delete.ask')}</button>
      ${this.refusal && !this.counts ? html`<p class="refusal" role="alert">${this.refusal}</p>` : nothing}
      ${this.counts ? this.#confirm(this.counts) : nothing}`;
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  /** @param {{active: number, pending: number}} counts */
  #confirm({ active, pending }) {
    return html`
      <dialog aria-labelledby="delete-title" aria-describedby="delete-text" @close=${() => { this.counts = null; }}>
        <h2 id="delete-title">${t('delete.title', { course: this.course.title })}</h2>
        <div id="delete-text">
          <p>${t('delete.ends')}</p>
          <ul class="ends">
            <li>${t('delete.active', { count: active })}</li>
            <li>${t('delete.pending', { count: pending })}</li>
          </ul>
          <p>${t('delete.for-good')}</p>
        </div>
        ${this.refusal ? html`<p class="refusal" role="alert">${this.refusal}</p>` : nothing}
        <p class="actions">
          <button autofocus @click=${this.#leave}>${t('delete.keep')}</button>
          <button class="primary destructive" ?disabled=${this.busy} @click=${this.#delete}>${t('delete.go')}</button>
        </p>
      </dialog>`;
  }

  #leave() {
    this.querySelector('dialog')?.close();
  }

  async #ask() {
    this.refusal = '';
    try {
      this.counts = await call(`/courses/${this.course.id}/people/counts`);
    } catch (problem) {
      this.refusal = explainProblem(problem);
    }
  }

  async #delete() {
    this.busy = true;
    try {
      await call(`/courses/${this.course.id}`, { method: 'DELETE' });
      this.#leave();
      announce(t('delete.done', { course: this.course.title }));
      go('/');
    } catch (problem) {
      this.refusal = explainProblem(problem);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('course-deletion', CourseDeletion);
