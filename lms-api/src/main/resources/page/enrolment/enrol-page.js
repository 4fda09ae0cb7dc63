// @ts-check
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { call, send } from '../api.js';
import { announce, PageElement } from '../element.js';
import { explain, explainProblem } from '../explain.js';
import { check, upload } from '../icons.js';
import { t } from '../i18n.js';
import { trip } from '../trip.js';

/** @typedef {{line: number, input: string, email?: string, verdict: string, detail?: string,
 *   explanation?: import('../explain.js').Explanation}} Line */
/** @typedef {{plan: string, counts: Record<string, number>, lines: Line[]}} Plan */

const VERDICTS = ['enrolled', 'pending', 'already', 'duplicate', 'typo', 'invalid'];
const BAD = ['typo', 'invalid'];
const SHOWN_AT_ONCE = 200;
const MOST_BYTES = 4_000_000;

/** A list of addresses: given in, looked at, corrected, and then enrolled as a whole. */
class EnrolPage extends PageElement {
  static properties = {
    courseId: { attribute: false },
    course: { state: true },
    plan: { state: true },
    filter: { state: true },
    shown: { state: true },
    busy: { state: true },
    dragging: { state: true },
    outcome: { state: true },
    undone: { state: true },
    refusal: { state: true },
    keepTypos: { state: true },
  };

  constructor() {
    super();
    this.courseId = '';
    /** @type {any} */
    this.course = null;
    /** @type {Plan | null} */
    this.plan = null;
    /** @type {string} a verdict, or empty for all */
    this.filter = '';
    this.shown = SHOWN_AT_ONCE;
    this.busy = '';
    this.dragging = false;
    /** @type {{batch: string, counts: Record<string, number>} | null} */
    this.outcome = null;
    this.undone = -1;
    this.refusal = '';
    this.keepTypos = false;
    /** Kept for this tab only, so that neither a reload nor a new sign-in loses it. */
    this.text = '';
  }

  connectedCallback() {
    super.connectedCallback();
    const before = trip.take(this.localName);
    this.text = sessionStorage.getItem(this.#draft) ?? '';
    this.keepTypos = before?.keepTypos ?? false;
    this.#open();
    if (before?.checked) {
      this.#check();
    }
  }

  typed() {
    return { checked: this.plan !== null || this.busy === t('enrol.checking'), keepTypos: this.keepTypos };
  }

  async #open() {
    try {
      this.course = await call(`/courses/${this.courseId}`);
    } catch (problem) {
      this.refusal = explainProblem(problem);
    }
  }

  updated() {
    document.title = `${t('enrol.title')} · Firstbell`;
  }

  get #draft() {
    return `firstbell.list.${this.courseId}`;
  }

  render() {
    if (!this.course) {
      return html`<h1 tabindex="-1" class=${this.refusal ? '' : 'unseen'}>${this.refusal ? t('app.nothing-here') : t('enrol.title')}</h1>
        <p>${this.refusal}</p>`;
    }
    return html`
      <p class="crumbs"><a href="/">${t('courses.title')}</a><span aria-hidden="true">/</span>
        <a href="/courses/${this.courseId}">${this.course.title}</a></p>
      <div class="heading"><h1 tabindex="-1">${t('enrol.title')}</h1></div>
      ${this.refusal ? html`<p class="notice" role="alert">${this.refusal}</p>` : nothing}
      ${this.outcome ? this.#done(this.outcome) : this.plan ? this.#preview(this.plan) : this.#input()}`;
  }

  #input() {
    return html`
      <form class="card list ${this.dragging ? 'dragging' : ''}" @submit=${this.#submit}
          @dragover=${this.#dragOver} @dragleave=${() => { this.dragging = false; }} @drop=${this.#drop}>
        <label class="field">
          <span>${t('enrol.paste')}</span>
          <textarea rows="10" spellcheck="false" autocomplete="off" placeholder=${t('enrol.example')}
              .value=${live(this.text)} @input=${(/** @type {any} */ event) => this.#type(event.target.value)}></textarea>
        </label>
        <p class="fine">${t('enrol.hint')}</p>
        <div class="actions">
          <button class="primary" ?disabled=${this.busy !== ''}>${t('enrol.check')}</button>
          <label class="button file">${upload()}${t('enrol.file')}
            <input class="unseen" type="file" accept=".csv,.txt,text/csv,text/plain" @change=${this.#choose}>
          </label>
          ${this.#progress()}
        </div>
      </form>`;
  }

  /** @param {Plan} plan */
  #preview(plan) {
    const bad = BAD.reduce((sum, verdict) => sum + (plan.counts[verdict] ?? 0), 0);
    const enrols = (plan.counts.enrolled ?? 0) + (plan.counts.pending ?? 0) + (this.keepTypos ? plan.counts.typo ?? 0 : 0);
    const lines = plan.lines.filter(({ verdict }) => !this.filter || verdict === this.filter);
    return html`
      <div class="filters" role="group" aria-label=${t('enrol.filters')}>
        ${this.#filterButton('', plan.lines.length)}
        ${VERDICTS.filter((verdict) => plan.counts[verdict]).map((verdict) => this.#filterButton(verdict, plan.counts[verdict]))}
      </div>
      <div class="card table">
        <table>
          <caption class="unseen">${t('enrol.preview')}</caption>
          <thead><tr><th scope="col" class="number">${t('enrol.line')}</th><th scope="col">${t('enrol.address')}</th><th scope="col">${t('enrol.verdict')}</th></tr></thead>
          <tbody>
            ${lines.slice(0, this.shown).map((line) => html`
              <tr class=${line.verdict}>
                <td class="number">${line.line}</td>
                <td class="address">${BAD.includes(line.verdict) ? this.#fix(line) : line.email ?? line.input}</td>
                <td><span class="verdict ${line.verdict}">${t(`verdict.${line.verdict}`)}</span>
                  ${line.detail ? this.#detail(line) : nothing}</td>
              </tr>`)}
          </tbody>
        </table>
        ${lines.length > this.shown
          ? html`<p class="more"><button @click=${() => { this.shown += SHOWN_AT_ONCE * 5; }}>${t('people.more')}</button></p>` : nothing}
      </div>
      <div class="commit">
        <button class="primary large" ?disabled=${this.busy !== '' || !enrols} @click=${this.#commit}>
          ${t('enrol.commit', { count: enrols })}</button>
        <button class="quiet" @click=${() => { this.plan = null; }}>${t('enrol.back')}</button>
        ${this.#progress()}
        <span class="spring"></span>
        ${bad ? html`<button class="link" @click=${this.#download}>${t('enrol.download', { count: bad })}</button>` : nothing}
        ${plan.counts.typo ? html`
          <label class="check"><input type="checkbox" .checked=${live(this.keepTypos)}
              @change=${(/** @type {any} */ event) => { this.keepTypos = event.target.checked; }}>${t('enrol.keep-typos')}</label>` : nothing}
      </div>`;
  }

  /** @param {string} verdict @param {number} count */
  #filterButton(verdict, count) {
    const choose = () => {
      this.filter = verdict;
      this.shown = SHOWN_AT_ONCE;
    };
    return html`
      <button class="filter ${verdict}" aria-pressed=${this.filter === verdict} @click=${choose}>
        <strong>${t('number', { value: count })}</strong> ${t(verdict ? `verdict.${verdict}` : 'verdict.all')}</button>`;
  }

  /** @param {Line} line */
  #detail(line) {
    const text = explain(line.explanation, line.detail);
    const meant = line.explanation?.code === 'meant' ? line.explanation.parameters?.address : undefined;
    return meant
      ? html`<span class="fine"><button class="link" ?disabled=${this.busy !== ''} @click=${() => this.#correct(line, meant)}>${text}</button></span>`
      : html`<span class="fine">${text}</span>`;
  }

  /** @param {Line} line */
  #fix(line) {
    return html`
      <input aria-label=${t('enrol.fix', { line: line.line })} .value=${line.input} spellcheck="false" maxlength="320"
          @change=${(/** @type {any} */ event) => this.#correct(line, event.target.value)}>`;
  }

  #progress() {
    return this.busy ? html`<span class="busy" role="status">${this.busy}</span><progress aria-label=${this.busy}></progress>` : nothing;
  }

  /** @param {{batch: string, counts: Record<string, number>}} outcome */
  #done({ batch, counts }) {
    return html`
      <div class="card done">
        ${this.undone < 0
          ? html`
            <h2>${check()}${t('enrol.done', { count: counts.enrolled + counts.pending })}</h2>
            <p class="fine">${t('enrol.done-pending', { count: counts.pending })}</p>
            <p class="actions"><a class="button primary" href="/courses/${this.courseId}">${t('people.title')}</a>
              <button ?disabled=${this.busy !== ''} @click=${() => this.#undo(batch)}>${t('app.undo')}</button>${this.#progress()}</p>`
          : html`
            <h2>${t('enrol.undone', { count: this.undone })}</h2>
            <p class="actions"><button class="primary" @click=${() => { this.outcome = null; this.plan = null; }}>${t('enrol.back')}</button></p>`}
      </div>`;
  }

  /** @param {string} text */
  #type(text) {
    this.text = text;
    try {
      sessionStorage.setItem(this.#draft, text);
    } catch {
      // Larger than what a browser keeps for a tab: then only this page has it.
    }
  }

  /** @param {DragEvent} event */
  #dragOver(event) {
    event.preventDefault();
    this.dragging = true;
  }

  /** @param {DragEvent} event */
  #drop(event) {
    event.preventDefault();
    this.dragging = false;
    this.#read(event.dataTransfer?.files[0]);
  }

  /** @param {any} event */
  #choose(event) {
    this.#read(event.target.files[0]);
  }

  /** @param {File | undefined} file */
  async #read(file) {
    if (!file) {
      return;
    }
    if (file.size > MOST_BYTES) {
      this.refusal = t('enrol.too-large');
      return;
    }
    this.#type(await file.text());
    this.requestUpdate();
    await this.#check();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    this.#check();
  }

  async #check() {
    await this.#during(t('enrol.checking'), async () => {
      this.plan = await call(`/courses/${this.courseId}/enrolments/plan`, { method: 'POST', csv: this.text });
      this.filter = '';
      this.shown = SHOWN_AT_ONCE;
      announce(t('enrol.checked', { count: /** @type {Plan} */ (this.plan).lines.length }));
    });
  }

  /** @param {Line} line @param {string} input */
  async #correct(line, input) {
    const lines = /** @type {Plan} */ (this.plan).lines.map((one) => (one.line === line.line ? input : one.input));
    await this.#during(t('enrol.checking'), async () => {
      this.plan = await call(`/courses/${this.courseId}/enrolments/plan`, { method: 'POST', json: { people: lines } });
      if (this.filter && !/** @type {Plan} */ (this.plan).counts[this.filter]) {
        this.filter = '';
      }
      this.#type(lines.join('\n'));
    });
  }

  async #commit() {
    const plan = /** @type {Plan} */ (this.plan);
    await this.#during(t('enrol.committing'), async () => {
      this.outcome = await call(`/courses/${this.courseId}/enrolments`, {
        method: 'POST',
        json: { plan: plan.plan, mode: 'valid', typos: this.keepTypos ? 'keep' : 'leave' },
      });
      this.undone = -1;
      sessionStorage.removeItem(this.#draft);
    });
  }

  /** @param {string} batch */
  async #undo(batch) {
    await this.#during(t('enrol.undoing'), async () => {
      this.undone = (await call(`/courses/${this.courseId}/enrolments/batches/${batch}`, { method: 'DELETE' })).undone;
      this.#type(this.text);
    });
  }

  async #download() {
    const { plan } = /** @type {Plan} */ (this.plan);
    const response = await send(`/courses/${this.courseId}/enrolments/plans/${plan}/bad-lines`, { headers: { Accept: 'text/csv' } });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await response.blob());
    link.download = 'bad-lines.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /** @param {string} what @param {() => Promise<void>} work */
  async #during(what, work) {
    this.busy = what;
    this.refusal = '';
    try {
      await work();
    } catch (problem) {
      this.refusal = explainProblem(problem);
    } finally {
      this.busy = '';
    }
  }
}

customElements.define('enrol-page', EnrolPage);
