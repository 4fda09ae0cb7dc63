// @ts-check
/** The LMS API, called as whoever is signed in. What it answers is in /q/openapi. */
import { session } from './session.js';

/** @typedef {import('./explain.js').Explanation} Explanation */

/** Problem details (RFC 9457). */
export class Problem extends Error {
  /**
   * @param {{type?: string, title?: string, status: number, detail?: string, explanation?: Explanation,
   *     violations?: {field: string, message: string, explanation?: Explanation}[]}} details
   */
  constructor(details) {
    super(details.detail ?? details.title ?? `HTTP ${details.status}`);
    this.status = details.status;
    /** The last part of its type, for example `changed-meanwhile`. */
    this.kind = details.type?.split('/').pop() ?? 'unknown';
    this.detail = details.detail;
    this.explanation = details.explanation;
    this.violations = details.violations ?? [];
  }
}

/**
 * @typedef {object} Options
 * @property {string} [method]
 * @property {unknown} [json] sent as the body
 * @property {string} [csv] sent as the body
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 */

/**
 * @param {string} path below /api
 * @param {Options} [options]
 * @returns {Promise<any>} the JSON of the answer, undefined if it has none
 * @throws {Problem} if the API refuses
 */
export async function call(path, options) {
  const response = await send(path, options);
  return response.status === 204 ? undefined : response.json();
}

/**
 * As `call`, for answers that are not JSON.
 *
 * @param {string} path
 * @param {Options} [options]
 */
export async function send(path, { method = 'GET', json, csv, headers = {}, signal } = {}) {
  const request = async () => fetch(`/api${path}`, {
    method,
    signal,
    body: csv ?? (json === undefined ? undefined : JSON.stringify(json)),
    headers: {
      Authorization: `Bearer ${await session.token()}`,
      ...(csv !== undefined && { 'Content-Type': 'text/csv' }),
      ...(json !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
  });
  let response = await request();
  if (response.status === 401) {
    await session.refused();
    response = await request();
  }
  if (!response.ok) {
    throw new Problem({ status: response.status, ...(await response.json().catch(() => ({}))) });
  }
  return response;
}

/** @param {Record<string, string | number | undefined>} parameters those that are undefined or empty are left out */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : '';
}
