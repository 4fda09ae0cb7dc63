// @ts-check
import { LitElement } from 'lit';
import { i18n } from './i18n.js';
import { trip } from './trip.js';

/** An element of the page: in the document's own tree, so that one style sheet reaches all of them, and in the reader's language. */
export class PageElement extends LitElement {
  #relabel = () => this.requestUpdate();
  #pack = (/** @type {any} */ { detail }) => {
    const typed = this.typed();
    if (typed !== undefined) {
      detail[this.localName] = typed;
    }
  };

  /**
   * What is typed here and not saved yet. Whoever answers something gets it back, after a sign-in that took the page away, from
   * `trip.take` with the name of the element.
   *
   * @returns {unknown} anything that can be JSON
   */
  typed() {
    return undefined;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    i18n.addEventListener('change', this.#relabel);
    trip.addEventListener('leaving', this.#pack);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    i18n.removeEventListener('change', this.#relabel);
    trip.removeEventListener('leaving', this.#pack);
  }
}

/**
 * Says something to those who listen to the page rather than look at it.
 *
 * @param {string} text
 */
export function announce(text) {
  const region = /** @type {HTMLElement} */ (document.getElementById('announcements'));
  region.textContent = '';
  // A region that gets the same text again is not read again.
  requestAnimationFrame(() => { region.textContent = text; });
}
