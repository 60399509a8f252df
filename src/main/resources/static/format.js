// Words and figures for people: who, when, how long, which codec, what state a recording is in.

const language = navigator.languages?.find((tag) => /^en\b/i.test(tag)) ?? 'en-GB'; // the page is in English, so are its dates
const dayFormat = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const dateFormat = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' });
const timeFormat = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
const numberFormat = new Intl.NumberFormat(language);
const sizeFormat = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

// Names come from telephones: no control characters, and none that turn the direction of the text around them.
const disturbing = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export const clean = (text) => (text ?? '').replace(disturbing, '').trim();
/** The beginning of a name that would fill the page. */
export const brief = (text) => (text.length > 64 ? `${Array.from(text).slice(0, 60).join('')}…` : text);
export const count = (number) => numberFormat.format(number);
export const time = (iso) => timeFormat.format(new Date(iso));

/** "Friday, 20 November 2026". */
export const day = (iso) => dayFormat.format(new Date(iso));

/** "Today", "Yesterday" or "18 Nov 2026". */
export function shortDay(iso) {
  const date = new Date(iso);
  const near = new Date();
  if (date.toDateString() === near.toDateString()) return 'Today';
  near.setDate(near.getDate() - 1);
  return date.toDateString() === near.toDateString() ? 'Yesterday' : dateFormat.format(date);
}

/** 5 → "0:05", 3725 → "1:02:05". */
export function clock(seconds) {
  if (!Number.isFinite(seconds)) return '–:––';
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** 3725 → "1 hour 2 minutes 5 seconds". */
export function spoken(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const parts = [[Math.floor(whole / 3600), 'hour'], [Math.floor(whole / 60) % 60, 'minute'], [whole % 60, 'second']];
  const said = parts.filter(([number]) => number).map(([number, unit]) => `${number} ${unit}${number === 1 ? '' : 's'}`);
  return said.join(' ') || '0 seconds';
}

/** Whole seconds between two dates, null where one is missing. */
export function between(start, end) {
  const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : null;
}

export const source = (call) => party(call.source_name, call.source_extension);
export const destination = (call) => (call.destination_name || call.destination_extension
  ? party(call.destination_name, call.destination_extension)
  : party(call.requested_name, call.requested_extension));
export const requested = (call) => party(call.requested_name, call.requested_extension);

function party(rawName, rawNumber) {
  const name = clean(rawName);
  const number = clean(rawNumber);
  return { name: name || number || 'Unknown', number: name && name !== number ? number : '' };
}

// RFC 2361's registered numbers, hexadecimal, as in audio/wav;codec=…
const waveCodecs = { 2: 'Microsoft ADPCM', 6: 'G.711 A-law', 7: 'G.711 µ-law', 11: 'IMA ADPCM', 31: 'GSM 6.10' };
const codecs = { 'audio/wav': 'PCM', 'audio/g722': 'G.722', 'audio/mpeg': 'MP3', 'audio/ogg': 'Ogg', 'audio/mp4': 'MP4' };

export function codec(contentType) {
  const [type, ...parameters] = contentType.toLowerCase().split(';').map((part) => part.trim());
  const value = parameters.map((part) => /^codecs?="?([^"]*)"?$/.exec(part)?.[1]).find(Boolean);
  if (type === 'audio/wav' && value) return waveCodecs[value.replace(/^0+/, '')] ?? `WAV codec ${value}`;
  return value === 'opus' ? 'Opus' : codecs[type] ?? 'this kind of';
}

/** What can be saved, beside what was recorded. */
export const formats = {
  original: ['As recorded', ''],
  wav: ['WAV', 'uncompressed'],
  mp3: ['MP3', 'plays anywhere'],
  opus: ['Opus', 'in MP4'],
  ogg: ['Opus', 'in Ogg'],
};

/** 847760 → "848 kB". */
export const bytes = (length) => (length < 999_500
  ? `${numberFormat.format(Math.max(1, Math.round(length / 1000)))} kB`
  : `${sizeFormat.format(length / 1_000_000)} MB`);

export const playable = (state) => state === 'available' || state === 'truncated';
const states = {
  truncated: ['Cut short', 'the file ends earlier than it says'],
  recording: ['Recording', 'the call is still being recorded'],
  empty: ['Empty', 'a header and no audio'],
  unrecognised: ['Unrecognised', 'not audio that Playhead knows'],
  unreadable: ['Unreadable', 'the file is there but cannot be read'],
  missing: ['Missing', 'the file is not where it should be'],
  deleted: ['Deleted', 'the recording was removed'],
  expired: ['Expired', 'kept as long as the rules say, then removed'],
};

/** A state in words: its name and what it means. */
export const inWords = (state) => states[state] ?? [clean(state) || 'Unknown', 'this page does not know this state'];
