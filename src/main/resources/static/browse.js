// Which calls are shown: the days asked for, the page, and what the status line says about it.
import { count } from './format.js';

const LIMIT = 50;
const PAUSE = 350; // a date typed by hand changes several times

export class Browse {
  #api;
  #show;
  #offset = 0;
  #loading = null;
  #timer;
  #form = document.getElementById('days');
  #from = document.getElementById('from');
  #until = document.getElementById('until');
  #all = document.getElementById('all-days');
  #status = document.getElementById('status');
  #retry = document.getElementById('retry');
  #section = document.getElementById('calls');
  #newer = document.getElementById('newer');
  #older = document.getElementById('older');

  /** @param show called with the calls of each page */
  constructor(api, show) {
    this.#api = api;
    this.#show = show;
    const again = () => this.load(0).catch(() => {});
    this.#form.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(again, PAUSE);
    });
    this.#form.addEventListener('reset', () => setTimeout(again));
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#newer.addEventListener('click', () => this.#turn(-LIMIT));
    this.#older.addEventListener('click', () => this.#turn(LIMIT));
  }

  /** Shows the page at this offset; what fails is thrown, and said with a button that does `again`. */
  async load(offset = 0, again = () => this.load(offset).catch(() => {})) {
    this.#loading?.abort();
    const loading = this.#loading = new AbortController();
    this.#all.hidden = !this.#from.value && !this.#until.value;
    if (this.#from.value && this.#until.value && this.#from.value > this.#until.value) return this.say('The first day is after the last.');
    const late = setTimeout(() => this.say('Loading calls…'), 300);
    this.#section.setAttribute('aria-busy', 'true');
    try {
      const page = await this.#api.calls({ offset, limit: LIMIT, from: midnight(this.#from.value), until: midnight(this.#until.value, 1) }, loading.signal);
      clearTimeout(late);
      this.#offset = offset;
      this.#section.hidden = this.#form.hidden = false;
      this.#newer.disabled = offset === 0;
      this.#older.disabled = offset + page.items.length >= page.filtered;
      this.#show(page.items);
      this.say(this.#summary(page));
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      if (failure.kind !== 'unauthenticated') this.say(failure.message, again);
      throw failure;
    } finally {
      clearTimeout(late);
      if (loading === this.#loading) this.#section.removeAttribute('aria-busy');
    }
  }

  /** @param retry what "Try again" does; without it there is no such button */
  say(words, retry = null) {
    this.#status.textContent = words;
    this.#status.classList.toggle('wrong', retry !== null);
    this.#retry.hidden = retry === null;
    this.#retry.onclick = retry;
  }

  clear() {
    this.#loading?.abort();
    clearTimeout(this.#timer);
    this.#from.value = this.#until.value = '';
    this.#section.hidden = this.#form.hidden = true;
    this.#show([]);
    this.say('');
  }

  focus() {
    scrollTo({ top: 0 });
    this.#section.focus({ preventScroll: true });
  }

  async #turn(step) {
    await this.load(Math.max(0, this.#offset + step)).catch(() => {});
    this.focus();
  }

  #summary({ items, filtered }) {
    const some = this.#from.value || this.#until.value;
    if (!items.length) return some ? 'No calls on these days.' : this.#offset ? 'No calls this far back.' : 'No calls yet.';
    const calls = `${count(filtered)} call${filtered === 1 ? '' : 's'}`;
    const all = items.length === filtered;
    return `${all ? calls : `${count(this.#offset + 1)}–${count(this.#offset + items.length)} of ${calls}`}${some ? ' on these days' : ''}`;
  }
}

/** Local midnight of a date input's day, so many days later, as ISO in UTC; nothing for an empty input. */
function midnight(value, later = 0) {
  if (!value) return null;
  const [year, month, date] = value.split('-').map(Number);
  const moment = new Date(0, 0);
  moment.setFullYear(year, month - 1, date + later);
  return moment.toISOString();
}
