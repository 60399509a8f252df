// Who is listening: the token from this tab's storage, from the server when out of the box, or from the sign-in form.

const KEY = 'playhead.token';

export class Session {
  #form = document.getElementById('sign-in');
  #field = document.getElementById('token');
  #message = document.getElementById('sign-in-message');
  #leave = document.getElementById('sign-out');
  #badge = document.getElementById('demonstration');

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

  /** The token to begin with, or null when the listener must be asked. */
  async begin(api) {
    const kept = sessionStorage.getItem(KEY);
    if (kept) return kept;
    const given = await api.session();
    this.#badge.hidden = !given?.demonstration;
    return given?.token ?? null;
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
