// The server's API: the caller's token in a header, its errors as one kind of Refusal.

const PAUSES = [2000, 5000, 10000]; // milliseconds, between one try and the next

/** Why there is no answer; `kind` is unauthenticated, forbidden, unavailable (try again) or refused. */
export class Refusal extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

export class Api {
  /** @param onUnknownToken called when the server no longer knows the token */
  constructor(onUnknownToken) {
    this.token = null;
    this.onUnknownToken = onUnknownToken;
    /** Done before each request: a token that is about to end may be replaced. */
    this.prepare = async () => {};
  }

  /** How one signs in here; with a `client_id` at a provider, else with a token. */
  async way() {
    const response = await send('sign-in', {});
    return (await checked(response)).json();
  }

  /** The token this machine is given without asking, or null. */
  async session() {
    const response = await send('session', {});
    if (response.status === 404) return null;
    return (await checked(response)).json();
  }

  /** What the code of a sign-in link gives, like `session`, or null where it is not good. */
  async spend(code) {
    const body = JSON.stringify({ code });
    const response = await send('session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    if ([403, 404, 405].includes(response.status)) return null;
    return (await checked(response)).json();
  }

  /** One page of calls, newest first: `{items, total, filtered}`. */
  async calls({ offset, limit, from, until }, signal) {
    const query = new URLSearchParams({ limit, offset, order: 'start', direction: 'desc', recurse: true, include: 'state' });
    if (from) query.set('from', from);
    if (until) query.set('until', until);
    return (await this.#ask(`1.0/cdr?${query}`, { signal })).json();
  }

  /** All that is known of one recording, its representations with their lengths among it. */
  async recording(item) {
    return (await this.#ask(pathOf(item))).json();
  }

  /** What a recording looks like, as the text of an SVG with a path for each channel. */
  async waveform(item, width, signal) {
    const path = `${pathOf(item)}/waveform?format=svg&width=${width}`;
    return (await patiently(() => this.#ask(path, { signal }), signal)).text();
  }

  /** Who talks when in a recording: spans of seconds. */
  async talk(item) {
    return (await patiently(() => this.#ask(`${pathOf(item)}/talk`))).json();
  }

  /** A grant for one recording: its addresses, for the fields of a query, and until when (this machine's clock). */
  async ticket(item) {
    const response = await this.#ask(`${pathOf(item)}/media/tickets`, { method: 'POST' });
    const { url, expires_at } = await response.json();
    const skew = Date.now() - (Date.parse(response.headers.get('Date')) || Date.now());
    const place = new URL(url, document.baseURI);
    if (place.origin !== location.origin) throw new Refusal('refused', 'The server gave an address elsewhere.');
    const address = (fields) => {
      const asked = new URL(place);
      for (const [name, value] of Object.entries(fields)) if (value) asked.searchParams.set(name, value);
      return asked.href;
    };
    return { address, ends: Date.parse(expires_at) + skew };
  }

  async #ask(path, options) {
    await this.prepare();
    const { token } = this;
    const response = await send(path, { ...options, headers: { Accept: 'application/json', 'X-Auth-Token': token } });
    try {
      return await checked(response);
    } catch (refusal) {
      if (refusal.kind === 'unauthenticated' && token === this.token) this.onUnknownToken(refusal);
      throw refusal;
    }
  }
}

const pathOf = ({ call, recording }) => `1.0/cdr/${encodeURIComponent(call.id)}/recordings/${encodeURIComponent(recording.uuid)}`;

/** What the server has too much to do for, or is still decoding, may be there a little later. */
async function patiently(ask, signal) {
  for (const pause of PAUSES) {
    try {
      return await ask();
    } catch (refusal) {
      if (refusal.kind !== 'unavailable') throw refusal;
    }
    await new Promise((done) => setTimeout(done, pause));
    signal?.throwIfAborted();
  }
  return ask();
}

/** Why this URL gives no audio, or the content type it would give. Needs no token: the URL carries a ticket. */
export async function inspect(url) {
  const head = await send(url, { method: 'HEAD' });
  if (head.ok) return { contentType: head.headers.get('Content-Type') ?? 'unknown type' };
  await checked(await send(url, { headers: { Range: 'bytes=0-0' } }));
  throw new Refusal('unavailable', 'The recording could not be fetched.');
}

function send(path, options) {
  return reach(path, options, 'Playhead cannot be reached. Check the connection.');
}

/** @param words to say when nobody answers */
export async function reach(address, options, words) {
  try {
    return await fetch(address, { cache: 'no-store', ...options });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refusal('unavailable', words);
  }
}

async function checked(response) {
  if (response.ok) return response;
  const { message, details } = await response.json().catch(() => ({}));
  const words = typeof message === 'string' && message ? message : `The server answered ${response.status}.`;
  if (response.status === 401) throw unauthorized(words, details?.reason);
  throw new Refusal([429, 502, 503, 504].includes(response.status) ? 'unavailable' : 'refused', words);
}

function unauthorized(words, reason) {
  return reason === 'missing_permission_or_invalid_tenant'
    ? new Refusal('forbidden', `This token has no permission for that (${words}).`)
    : new Refusal('unauthenticated', words);
}
