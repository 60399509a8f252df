// Signing in at an OpenID Connect provider: authorization code with PKCE (RFC 7636). Tokens stay in this page's memory;
// only what an answer must match is kept over the way there and back.
import { Refusal, reach } from './api.js';

const TRIP = 'playhead.trip'; // what the provider's answer must match
const SIGNED_IN = 'playhead.signed-in'; // so that a page loaded again asks the provider before its listener
const MARGIN = 30_000; // a token is renewed so long before its end, or a fifth of its life
const PAGE = new URL('.', document.baseURI).href;
const QUIET = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

/** Takes a provider's answer out of the address, where the history would keep it; null if there is none. */
export function takeAnswer() {
  const query = new URLSearchParams(location.search);
  if (!query.has('state') || !(query.has('code') || query.has('error'))) return null;
  history.replaceState(null, '', location.pathname + location.hash);
  return Object.fromEntries(query);
}

export class Provider {
  #way;
  #tokens = null;
  #renewing = null;
  #renewed;

  /** @param way what the server says of it @param renewed called with each access token that replaces another */
  constructor(way, renewed) {
    this.#way = way;
    this.#renewed = renewed;
  }

  get host() {
    return new URL(this.#way.issuer).host;
  }

  /** Whether somebody is, though perhaps somebody who may do nothing here. */
  get signedIn() {
    return this.#tokens !== null;
  }

  /** The access token to begin with, or null when the listener is to be asked; leaves the page if that is worth a try. */
  async begin(answer) {
    if (answer) return this.#finish(answer);
    if (sessionStorage.getItem(SIGNED_IN)) return this.leave({ prompt: 'none' });
    return null;
  }

  /** Goes to the provider, and does not come back. */
  async leave(more = {}) {
    if (!crypto.subtle) throw new Refusal('refused', 'Signing in needs a safe connection: open this page with https.');
    const trip = { state: random(), nonce: random(), verifier: random() };
    const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(trip.verifier)));
    sessionStorage.setItem(TRIP, JSON.stringify(trip));
    const { authorization_endpoint, client_id, scope, parameters } = this.#way;
    location.assign(withQuery(authorization_endpoint, {
      ...parameters, response_type: 'code', client_id, scope, redirect_uri: PAGE, state: trip.state, nonce: trip.nonce,
      code_challenge: challenge, code_challenge_method: 'S256', ...more,
    }));
    return new Promise(() => {});
  }

  /** Renews the access token where it is about to end. */
  async keepFresh() {
    const { ends, margin } = this.#tokens ?? {};
    if (!ends || Date.now() < ends - margin) return;
    this.#renewing ??= this.#renew().finally(() => { this.#renewing = null; });
    await this.#renewing;
  }

  forget() {
    this.#tokens = null;
    sessionStorage.removeItem(TRIP);
    sessionStorage.removeItem(SIGNED_IN);
  }

  /** Forgets, and ends the session at the provider if it tells where. */
  signOut() {
    const id_token_hint = this.#tokens?.id;
    this.forget();
    const { end_session_endpoint, client_id } = this.#way;
    if (end_session_endpoint && id_token_hint) {
      location.assign(withQuery(end_session_endpoint, { id_token_hint, client_id, post_logout_redirect_uri: PAGE }));
    }
  }

  async #finish({ state, code, error, iss }) {
    const trip = JSON.parse(sessionStorage.getItem(TRIP));
    this.forget();
    if (!trip || trip.state !== state) throw new Refusal('refused', 'This sign-in was not begun in this tab. Please sign in again.');
    if (iss && iss !== this.#way.issuer) throw new Refusal('refused', 'Another provider answered.');
    if (QUIET.includes(error)) return null;
    if (error) throw new Refusal('refused', `The provider refused to sign you in (${error}).`);
    const { status, tokens } = await this.#ask({ grant_type: 'authorization_code', code, redirect_uri: PAGE, code_verifier: trip.verifier });
    if (status !== 200) throw new Refusal('refused', 'The provider took back its answer. Please sign in again.');
    const id = claims(tokens.id_token);
    const meant = [id.aud].flat().includes(this.#way.client_id);
    if (id.nonce !== trip.nonce || id.iss !== this.#way.issuer || !meant) throw new Refusal('refused', 'The provider answered for somebody else.');
    this.#keep(tokens);
    return tokens.access_token;
  }

  async #renew() {
    const { refresh, ends } = this.#tokens;
    if (refresh) {
      const { status, tokens } = await this.#ask({ grant_type: 'refresh_token', refresh_token: refresh });
      if (!this.#tokens) return; // signed out meanwhile
      if (status === 200) {
        this.#keep(tokens);
        this.#renewed(tokens.access_token);
        return;
      }
      if (status >= 500) throw new Refusal('unavailable', 'The sign-in provider does not answer.');
    }
    if (refresh || Date.now() >= ends) await this.leave({ prompt: 'none' });
  }

  async #ask(fields) {
    const body = new URLSearchParams({ ...fields, client_id: this.#way.client_id });
    const options = { method: 'POST', body, credentials: 'omit', redirect: 'error', headers: { Accept: 'application/json' } };
    const response = await reach(this.#way.token_endpoint, options, 'The sign-in provider cannot be reached.');
    const tokens = await response.json().catch(() => ({}));
    return { status: response.ok && !tokens.access_token ? 502 : response.status, tokens };
  }

  #keep({ access_token, refresh_token, id_token, expires_in }) {
    const life = (Number(expires_in) || 300) * 1000;
    this.#tokens = {
      access: access_token,
      refresh: refresh_token ?? this.#tokens?.refresh,
      id: id_token ?? this.#tokens?.id,
      ends: Date.now() + life,
      margin: Math.min(MARGIN, life / 5),
    };
    sessionStorage.setItem(SIGNED_IN, 'yes');
  }
}

function withQuery(address, parameters) {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** 256 bits, in 43 letters, digits, `-` and `_`. */
function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(octets) {
  return btoa(String.fromCharCode(...new Uint8Array(octets))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What a token that came straight from the provider says (OpenID Connect Core 1.0 §3.1.3.7, 6: TLS stands for its signature). */
function claims(token) {
  try {
    const text = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0))));
  } catch {
    return {};
  }
}
