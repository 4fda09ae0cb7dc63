// @ts-check
/**
 * What was typed here, while a new sign-in takes the page away: kept by the browser's tab for that trip only, and given back
 * to nobody but the person who typed it.
 */

const PACKED = 'firstbell.trip';

/** @type {Record<string, any>} */
let brought = {};

/** Fires `leaving` with an object, for every part of the page to put in what is to come back. */
export const trip = new (class extends EventTarget {
  /** @param {string} subject whoever is leaving */
  pack(subject) {
    /** @type {Record<string, any>} */
    const kept = {};
    this.dispatchEvent(new CustomEvent('leaving', { detail: kept }));
    try {
      sessionStorage.setItem(PACKED, JSON.stringify({ subject, kept }));
    } catch {
      // More than a browser keeps for a tab: a sign-in is better than none.
    }
  }

  /** @param {string} subject whoever has come back */
  unpack(subject) {
    const packed = JSON.parse(sessionStorage.getItem(PACKED) ?? 'null');
    this.forget();
    brought = packed?.subject === subject ? packed.kept : {};
  }

  /** It has led nowhere. */
  forget() {
    sessionStorage.removeItem(PACKED);
  }

  /**
   * Gives back what a part of the page had put in; once.
   *
   * @param {string} name
   */
  take(name) {
    const kept = brought[name];
    delete brought[name];
    return kept;
  }
})();
