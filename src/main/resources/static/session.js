// Who is listening: the token by a one-time link, from this tab's storage, from the server when out of the box, from
// the provider that the server names, or from the sign-in form.
import { Provider, takeAnswer } from './provider.js';

const KEY = 'playhead.token';
const LINK = /^#sign-in=(.+)$/;
const INVALID = 'This sign-in link was used before, or is too old. Restart the demonstration for a new one, or paste '
  + 'its token, which is in the file demo-token of its data folder: in a container, cat /data/demo-token.';

export class Session {
  #form = document.getElementById('sign-in');
  #field = document.getElementById('token');
  #message = document.getElementById('sign-in-message');
  #leave = document.getElementById('sign-out');
  #badge = document.getElementById('demonstration');
  #card = document.getElementById('provider');
  #cardMessage = document.getElementById('provider-message');
  #code = null;
  #answer = takeAnswer();
  #provider = null;

  /** @param onToken called with a token typed in @param onLeave called when the listener signs out */
  constructor(onToken, onLeave) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const token = this.#field.value.trim();
      if (!/^[\x21-\x7e]+$/.test(token)) return this.ask('That is not a token: it has letters, digits and signs, and no spaces.');
      this.#message.textContent = '';
      onToken(token);
    });
    this.#leave.addEventListener('click', () => {
      this.#provider?.signOut();
      this.forget();
      onLeave();
    });
    document.getElementById('provider-sign-in').addEventListener('click', () => {
      this.#cardMessage.textContent = '';
      this.#provider.leave().catch(({ message }) => this.ask(message));
    });
  }

  /** Takes the code of a sign-in link out of the address, where the history would keep it; whether there was one. */
  takeCode() {
    const [, code] = LINK.exec(location.hash) ?? [];
    if (!code) return false;
    history.replaceState(null, '', location.pathname + location.search);
    this.#code = code;
    return true;
  }

  /** The token to begin with, or null when the listener is asked for one. */
  async begin(api) {
    const way = await api.way();
    if (way.client_id) return this.#atProvider(api, way);
    const code = this.#code;
    const linked = code && await api.spend(code);
    this.#code = null;
    if (linked) sessionStorage.setItem(KEY, linked.token);
    const kept = sessionStorage.getItem(KEY);
    const given = linked || kept ? linked : await api.session();
    this.#badge.hidden = !given?.demonstration;
    const token = kept ?? given?.token ?? null;
    if (!token) this.ask(code ? INVALID : '');
    return token;
  }

  async #atProvider(api, way) {
    this.#provider = new Provider(way, (token) => { api.token = token; });
    api.prepare = () => this.#provider.keepFresh();
    document.getElementById('provider-name').textContent = this.#provider.host;
    const answer = this.#answer;
    this.#answer = null;
    try {
      const token = await this.#provider.begin(answer);
      if (!token) this.ask();
      return token;
    } catch (refusal) {
      this.ask(refusal.message);
      return null;
    }
  }

  ask(message = '') {
    this.#leave.hidden = !this.#provider?.signedIn;
    this.#badge.hidden = true;
    if (this.#provider) {
      this.#card.hidden = false;
      this.#cardMessage.textContent = message;
      document.getElementById('provider-sign-in').focus();
      return;
    }
    this.#form.hidden = false;
    this.#message.textContent = message;
    this.#field.toggleAttribute('aria-invalid', message !== '');
    this.#field.focus();
    this.#field.select();
  }

  /** The server has accepted this token. */
  accepted(token, typed) {
    if (typed) sessionStorage.setItem(KEY, token);
    this.#form.hidden = this.#card.hidden = true;
    this.#form.reset();
    this.#message.textContent = '';
    this.#leave.hidden = false;
  }

  forget() {
    this.#provider?.forget();
    sessionStorage.removeItem(KEY);
    this.#form.reset();
  }
}
