// @ts-check
/** Server-sent events of a course, read with fetch because EventSource cannot send a bearer token. */
import { send } from './api.js';

const FIRST_DELAY_MILLIS = 1_000;
const LONGEST_DELAY_MILLIS = 30_000;

/**
 * Tells each time the people of a course have changed, and at each beginning, until the signal says stop.
 *
 * @param {string} course
 * @param {() => void} onChange
 * @param {AbortSignal} signal
 */
export async function watchPeople(course, onChange, signal) {
  let delay = FIRST_DELAY_MILLIS;
  while (!signal.aborted) {
    try {
      const response = await send(`/courses/${course}/people/events`, { signal, headers: { Accept: 'text/event-stream' } });
      // For what happened before anybody listened.
      onChange();
      delay = FIRST_DELAY_MILLIS;
      await readEvents(/** @type {ReadableStream<Uint8Array>} */ (response.body), onChange);
    } catch (problem) {
      if (signal.aborted || [403, 404].includes(/** @type {any} */ (problem).status)) {
        return;
      }
    }
    await pause(delay * (0.5 + Math.random()), signal);
    delay = Math.min(delay * 2, LONGEST_DELAY_MILLIS);
  }
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} onEvent
 */
async function readEvents(body, onEvent) {
  const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const events = (text + value).split('\n\n');
    text = /** @type {string} */ (events.pop());
    if (events.some((event) => event.split('\n').some((line) => line.startsWith('data:')))) {
      onEvent();
    }
  }
}

/** @param {number} millis @param {AbortSignal} signal */
function pause(millis, signal) {
  return new Promise((resolve) => {
    setTimeout(resolve, millis);
    signal.addEventListener('abort', resolve, { once: true });
  });
}
