// Who is listening: the token by a one-time link, from this tab's storage, from the server when out of the box, or from
// the sign-in form.

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
  #code = null;

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
      this.forget();
      onLeave();
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

  ask(message = '') {
    this.#form.hidden = false;
    this.#leave.hidden = true;
    this.#badge.hidden = true;
    this.#message.textContent = message;
    this.#field.toggleAttribute('aria-invalid', message !== '');
    this.#field.focus();
    this.#field.select();
  }

  /** The server has accepted this token. */
  accepted(token, typed) {
    if (typed) sessionStorage.setItem(KEY, token);
    this.#form.hidden = true;
    this.#form.reset();
    this.#message.textContent = '';
    this.#leave.hidden = false;
  }

  forget() {
    sessionStorage.removeItem(KEY);
    this.#form.reset();
  }
}
