// Leaps over silence: where the talk map knows that nobody talks for a while.

const BEFORE = 0.4; // seconds that are left of a silence before the leap, and after it
const AFTER = 0.25;
const SHORTEST = 1; // silence that is leapt over
const LEAST = 0.2; // of it that is still to come

export class Silence {
  #player;
  #api;
  #on = false;
  #spans = [];
  #item = null;

  constructor(player, api) {
    this.#player = player;
    this.#api = api;
    player.addEventListener('change', () => this.#follow());
  }

  set on(wanted) {
    this.#on = wanted;
    this.#follow();
  }

  #follow() {
    const { item, about, running, ready, position } = this.#player;
    if (!this.#on || !about) return;
    if (item !== this.#item) this.#load(item, about);
    if (!running || !ready) return;
    const place = this.#spans.find(([from, to]) => to - from >= SHORTEST
      && position >= from + BEFORE && position <= to - AFTER - LEAST);
    if (place) this.#player.seek(place[1] - AFTER);
  }

  async #load(item, about) {
    this.#item = item;
    this.#spans = [];
    const { silence } = about.talk ? await this.#api.talk(item).catch(() => ({ silence: [] })) : { silence: [] };
    if (item === this.#item) this.#spans = silence;
  }
}
