// @ts-check
/**
 * Who is signed in: authorization code with PKCE at the school's realm.
 *
 * Tokens live in this module's memory and nowhere else; a reload asks the realm again, which remembers the person by its own
 * cookie. What sessionStorage holds are the state and verifier of a sign-in under way, the fact that there was one, and what was
 * typed while a sign-in takes the page away.
 */
import { challengeOf, randomText } from './pkce.js';
import { trip } from './trip.js';

const realm = meta('firstbell-realm');
const client = meta('firstbell-client');
const endpoint = `${realm}/protocol/openid-connect`;
const landing = new URL('/signed-in', location.href).href;

/** Where realm and page meet again: the redirect of a popup is told to the page that opened it, on this channel. */
const channel = new BroadcastChannel('firstbell-sign-in');

const PENDING = 'firstbell.sign-in';
const WAS_SIGNED_IN = 'firstbell.was-signed-in';

/** Before it ends within so many milliseconds, an access token is exchanged for a new one. */
const MARGIN_MILLIS = 20_000;

/** @type {{access: string, refresh: string, id: string, endsAt: number} | null} */
let tokens = null;
/** @type {Promise<void> | null} */
let refreshing = null;
/** @type {Promise<void> | null} */
let renewed = null;
/** @type {() => void} */
let onRenewed = () => {};

/** Fires `ended` when somebody has to sign in again, and `renewed` once they have. */
export const session = new (class extends EventTarget {
  get isSignedIn() {
    return tokens !== null;
  }

  /**
   * Finds out who is there when the page loads.
   *
   * @returns {Promise<'signed-in' | 'signed-out' | 'leaving'>} `leaving` while the browser is on its way elsewhere
   */
  async start() {
    if (location.pathname === '/signed-in') {
      return this.#land();
    }
    trip.forget();
    if (sessionStorage.getItem(WAS_SIGNED_IN)) {
      await this.#leave(location.pathname + location.search, 'none');
      return 'leaving';
    }
    return 'signed-out';
  }

  async signIn() {
    await this.#leave(location.pathname + location.search);
  }

  signOut() {
    sessionStorage.clear();
    const parameters = new URLSearchParams({
      client_id: client,
      id_token_hint: tokens?.id ?? '',
      post_logout_redirect_uri: new URL('/', location.href).href,
    });
    location.assign(`${endpoint}/logout?${parameters}`);
  }

  /**
   * A bearer token for the API. While nobody is signed in any more it waits until somebody is again, so that whatever was
   * about to be sent is sent then.
   *
   * @returns {Promise<string>}
   */
  async token() {
    if (renewed) {
      await renewed;
    } else if (tokens && tokens.endsAt - MARGIN_MILLIS < Date.now()) {
      await this.#refresh();
    }
    return /** @type {NonNullable<typeof tokens>} */ (tokens).access;
  }

  /** The API does not take the token any more. */
  async refused() {
    if (tokens) {
      tokens.endsAt = 0;
    }
    await this.token();
  }

  /** In a window of its own, so that nothing typed here is lost. */
  async signInAgain() {
    const popup = window.open('about:blank', 'firstbell-sign-in', 'popup,width=480,height=680');
    if (!popup) {
      trip.pack(subject());
      await this.#leave(location.pathname + location.search);
      return;
    }
    const state = randomText();
    const verifier = randomText();
    channel.onmessage = async ({ data }) => {
      if (data.state === state && data.code) {
        channel.onmessage = null;
        const before = subject();
        await this.#exchange({ grant_type: 'authorization_code', code: data.code, redirect_uri: landing, code_verifier: verifier });
        if (before !== subject()) {
          // Somebody else sits here now: nothing of what was on this page is theirs.
          sessionStorage.clear();
          location.assign('/');
          return;
        }
        renewed = null;
        onRenewed();
        this.dispatchEvent(new Event('renewed'));
      }
    };
    popup.location.assign(await authorizationUrl(state, verifier));
  }

  /** @param {string} path @param {string} [prompt] */
  async #leave(path, prompt) {
    const state = randomText();
    const verifier = randomText();
    sessionStorage.setItem(PENDING, JSON.stringify({ state, verifier, path }));
    location.replace(await authorizationUrl(state, verifier, prompt));
  }

  async #land() {
    const answer = new URLSearchParams(location.search);
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null');
    if (pending?.state !== answer.get('state')) {
      // Not begun here: in the popup of a page that is still open, and waits.
      channel.postMessage({ state: answer.get('state'), code: answer.get('code') });
      window.close();
      history.replaceState(null, '', '/');
      return 'signed-out';
    }
    sessionStorage.removeItem(PENDING);
    history.replaceState(null, '', pending.path);
    const code = answer.get('code');
    if (!code) {
      sessionStorage.removeItem(WAS_SIGNED_IN);
      trip.forget();
      return 'signed-out';
    }
    await this.#exchange({ grant_type: 'authorization_code', code, redirect_uri: landing, code_verifier: pending.verifier });
    sessionStorage.setItem(WAS_SIGNED_IN, 'yes');
    trip.unpack(subject());
    return 'signed-in';
  }

  async #refresh() {
    refreshing ??= this.#exchange({ grant_type: 'refresh_token', refresh_token: tokens?.refresh ?? '' })
      .catch((problem) => {
        if (!(problem instanceof SessionEnded)) {
          throw problem;
        }
        renewed = new Promise((resolve) => { onRenewed = resolve; });
        this.dispatchEvent(new Event('ended'));
      })
      .finally(() => { refreshing = null; });
    await refreshing;
    await renewed;
  }

  /** @param {Record<string, string>} grant */
  async #exchange(grant) {
    const response = await fetch(`${endpoint}/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: client, ...grant }),
    });
    if (response.status === 400 || response.status === 401) {
      throw new SessionEnded();
    }
    if (!response.ok) {
      throw new Error(`the realm answered ${response.status}`);
    }
    const answer = await response.json();
    tokens = {
      access: answer.access_token,
      refresh: answer.refresh_token,
      id: answer.id_token,
      endsAt: Date.now() + answer.expires_in * 1000,
    };
  }
})();

class SessionEnded extends Error {}

/** @param {string} state @param {string} verifier @param {string} [prompt] */
async function authorizationUrl(state, verifier, prompt) {
  const parameters = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: landing,
    state,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: 'S256',
    ui_locales: document.documentElement.lang,
  });
  if (prompt) {
    parameters.set('prompt', prompt);
  }
  return `${endpoint}/auth?${parameters}`;
}

/** Whose ID token it is. */
function subject() {
  const payload = tokens?.id?.split('.')[1] ?? '';
  return payload && JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub;
}

/** @param {string} name */
function meta(name) {
  return /** @type {HTMLMetaElement} */ (document.querySelector(`meta[name="${name}"]`)).content;
}
