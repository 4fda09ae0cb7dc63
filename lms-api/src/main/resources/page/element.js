// @ts-check
import { LitElement } from 'lit';
import { i18n } from './i18n.js';

/** An element of the page: in the document's own tree, so that one style sheet reaches all of them, and in the reader's language. */
export class PageElement extends LitElement {
  #relabel = () => this.requestUpdate();

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    i18n.addEventListener('change', this.#relabel);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    i18n.removeEventListener('change', this.#relabel);
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
