// @ts-check
/** Proof Key for Code Exchange (RFC 7636): what makes an intercepted authorization code useless to whoever took it. */

/** @returns {string} 256 random bits, as they may stand in a URL */
export function randomText() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/**
 * @param {string} verifier
 * @returns {Promise<string>} the challenge of method S256
 */
export async function challengeOf(verifier) {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
