// One <audio> element and the tickets it plays by: loads a recording, renews a ticket that has run out, says what went
// wrong. The server chooses a format that plays everywhere; a browser that does not play it after all is given WAV.
import { explain } from './trouble.js';

const MARGIN = 10_000; // a ticket this near its end (milliseconds) counts as run out

/** Fires `change` whenever there is something to redraw, `trouble` with `{text, save, retry}` when it cannot play. */
export class Player extends EventTarget {
  item = null;
  grant = null;
  ready = false;
  /** What the server knows of the recording; null until it has told. */
  about = null;
  #learning = Promise.resolve();
  #channel = '';
  #format = '';
  #audio;
  #api;
  #turn = 0;
  #quiet = false;
  #rescued = false;
  #wanted = false;
  #place = 0;
  #settle = () => {};

  constructor(audio, api) {
    super();
    this.#audio = audio;
    this.#api = api;
    for (const type of ['play', 'pause', 'playing', 'waiting', 'ended', 'seeking', 'seeked', 'timeupdate', 'durationchange']) {
      audio.addEventListener(type, () => this.#follow());
    }
    audio.addEventListener('loadedmetadata', () => this.#arrive());
    audio.addEventListener('error', () => this.#failed(this.#turn));
  }

  get running() { return this.#wanted && !this.#audio.ended; }
  get waiting() { return this.item !== null && !this.ready || this.#wanted && this.#audio.readyState < 3; }
  get position() { return this.ready ? this.#audio.currentTime : this.#place; }
  get duration() { return this.#audio.duration; }
  get channel() { return this.#channel; }
  set speed(rate) { this.#audio.playbackRate = this.#audio.defaultPlaybackRate = rate; }

  /** Loads a recording; with `quiet` nothing is said if it cannot play. Resolves to `ready`, `failed` or `overtaken`. */
  load(item, { play = false, quiet = false } = {}) {
    if (item.recording.uuid !== this.item?.recording.uuid) this.#channel = '';
    this.item = item;
    this.#quiet = quiet;
    this.#rescued = false;
    this.#format = '';
    this.about = null;
    this.#learning = this.#learn(item);
    return this.#open(0, play);
  }

  /** Plays on with one side of the call, `left` or `right`, both as one, `mix`, or as recorded, ``. */
  hear(channel) {
    if (channel === this.#channel || !this.item) return;
    this.#channel = channel;
    this.#open(this.position, this.running);
  }

  toggle() {
    if (!this.item) return;
    if (this.running) {
      this.#wanted = false;
      this.#audio.pause();
      return this.#changed();
    }
    this.#rescued = this.#quiet = false;
    this.#wanted = true;
    if (!this.grant || this.#audio.error || this.#stale()) return this.#open(this.#audio.ended ? 0 : this.position, true);
    this.#start();
  }

  seek(seconds) {
    if (!this.ready) return;
    const place = Math.min(Math.max(0, seconds), this.#audio.duration || 0);
    if (this.#stale()) return this.#open(place, this.running);
    this.#place = this.#audio.currentTime = place;
    this.#changed();
  }

  close() {
    this.#turn++;
    this.#settle('overtaken');
    this.item = this.grant = this.about = null;
    this.ready = this.#wanted = false;
    this.#audio.pause();
    this.#audio.removeAttribute('src');
    this.#audio.load();
    this.#changed();
  }

  /** A fresh grant for what is loaded; kept for links that save. */
  async renew() {
    const { item } = this;
    const grant = await this.#api.ticket(item);
    if (item === this.item) this.grant = grant;
    return grant;
  }

  async #learn(item) {
    const about = await this.#api.recording(item).catch(() => null); // it may play all the same
    if (item !== this.item) return;
    this.about = about;
    this.#changed();
  }

  async #open(place, play) {
    const turn = ++this.#turn;
    this.#settle('overtaken');
    const settled = new Promise((resolve) => { this.#settle = resolve; });
    this.ready = false;
    this.#place = place;
    this.#wanted = play;
    this.#audio.pause();
    this.grant = null;
    this.#trouble({ text: '' });
    this.#changed();
    try {
      const grant = await this.renew();
      if (turn !== this.#turn) return 'overtaken';
      this.#audio.src = grant.address({ format: this.#format, channel: this.#channel, disposition: 'inline' });
      if (this.#wanted) this.#start();
    } catch (refusal) {
      if (turn === this.#turn) this.#give(refusal.message, { retry: refusal.kind === 'unavailable' });
    }
    return settled;
  }

  async #start() {
    const turn = this.#turn;
    try {
      await this.#audio.play();
    } catch (failure) {
      if (turn !== this.#turn || failure.name !== 'NotAllowedError') return; // overtaken, or the error event tells
      this.#wanted = false;
      this.#trouble({ text: 'Press play to start.' });
    }
    this.#changed();
  }

  #arrive() {
    this.ready = true;
    this.#quiet = false;
    if (this.#place) this.#audio.currentTime = this.#place;
    this.#settle('ready');
    this.#changed();
  }

  #follow() {
    if (this.ready && !this.#audio.error) this.#place = this.#audio.currentTime;
    if (this.#audio.ended) this.#wanted = false;
    else if (this.ready && this.#audio.paused && !this.#audio.error && this.#audio.readyState > 2) this.#wanted = false; // paused by the system
    this.#changed();
  }

  async #failed(turn) {
    const code = this.#audio.error?.code;
    if (!code || !this.item || !this.grant) return;
    if (this.ready && code !== MediaError.MEDIA_ERR_DECODE && !this.#rescued) {
      this.#rescued = true;
      return this.#open(this.#place, this.#wanted);
    }
    await this.#learning;
    if (turn !== this.#turn) return;
    if (!this.ready && !this.#format && this.about?.representations.some(({ format }) => format === 'wav')) {
      this.#format = 'wav';
      return this.#open(this.#place, this.#wanted);
    }
    if (this.#quiet) return this.#give('', {});
    const why = await explain(this.grant.address({ channel: this.#channel }), this.ready);
    if (why.save) await this.renew().catch(() => {}); // the reason may be read long after this ticket
    if (turn === this.#turn) this.#give(why.text, why);
  }

  #give(text, { save, retry }) {
    this.#wanted = this.ready = false;
    this.#settle('failed');
    if (!this.#quiet) this.#trouble({ text, save, retry });
    this.#changed();
  }

  #stale() { return Date.now() > this.grant.ends - MARGIN; }
  #trouble(detail) { this.dispatchEvent(new CustomEvent('trouble', { detail })); }
  #changed() { this.dispatchEvent(new Event('change')); }
}
