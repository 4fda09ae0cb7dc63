// @ts-check
/** Paths of the page, without reloading it. The server knows the same ones: see PageRoutes. */

/** @type {{pattern: RegExp, page: string, load: () => Promise<unknown>}[]} */
const ROUTES = [
  { pattern: /^\/$/, page: 'courses-page', load: () => import('./courses/courses-page.js') },
  { pattern: /^\/courses\/(?<course>[^/]+)$/, page: 'people-page', load: () => import('./people/people-page.js') },
  { pattern: /^\/courses\/(?<course>[^/]+)\/enrol$/, page: 'enrol-page', load: () => import('./enrolment/enrol-page.js') },
  { pattern: /^\/courses\/(?<course>[^/]+)\/history$/, page: 'history-page', load: () => import('./people/history-page.js') },
  { pattern: /^\/waiting$/, page: 'waiting-page', load: () => import('./waiting/waiting-page.js') },
];

/**
 * @param {string} path
 * @returns {Promise<{page: string, course: string} | null>} null for a path that is none of the page's
 */
export async function route(path) {
  for (const { pattern, page, load } of ROUTES) {
    const match = pattern.exec(path);
    if (match) {
      await load();
      return { page, course: match.groups?.course ?? '' };
    }
  }
  return null;
}

/** @param {string} path */
export function go(path) {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

/**
 * For the root of what may hold links of the page: follows them here, and leaves the others, new windows and modified clicks to
 * the browser.
 *
 * @param {MouseEvent} event
 */
export function followLink(event) {
  const link = /** @type {Element} */ (event.target).closest('a');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
      || link.target || link.hasAttribute('download') || link.origin !== location.origin
      || link.pathname.startsWith('/q/')) {
    return;
  }
  event.preventDefault();
  go(link.pathname + link.search);
}
