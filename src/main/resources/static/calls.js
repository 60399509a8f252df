// One page of calls as table rows. Names and numbers come from telephones: they are only ever text.
import { between, brief, clean, clock, day, destination, inWords, playable, requested, source, spoken, time } from './format.js';

const table = document.querySelector('#calls table');
const directions = { inbound: 'Inbound call: ', outbound: 'Outbound call: ', internal: 'Internal call: ' };
const outcomes = { voicemail: 'Voicemail', blocked: 'Blocked' };

/** @param onPlay called with `{call, recording}` when its button is pressed */
export function showCalls(calls, onPlay) {
  table.querySelectorAll('tbody').forEach((group) => group.remove());
  let group;
  for (const call of calls) {
    if (group?.dataset.day !== day(call.start)) group = table.appendChild(dayGroup(day(call.start)));
    group.append(callRow(call, onPlay));
  }
}

/** What can be played on a page, in the order shown. */
export const playables = (calls) => calls.flatMap((call) => (call.recordings ?? [])
  .filter((recording) => playable(stateOf(recording)))
  .map((recording) => ({ call, recording })));

/** Shows which recording is in the player, and whether it is running. */
export function markPlaying(uuid, running) {
  for (const button of table.querySelectorAll('button.play')) {
    const current = button.dataset.recording === uuid;
    button.toggleAttribute('data-current', current);
    button.querySelector('use').setAttribute('href', current && running ? '#icon-pause' : '#icon-play');
    button.setAttribute('aria-label', `${current && running ? 'Pause' : 'Play'} ${button.dataset.what}`);
  }
  for (const row of table.querySelectorAll('tr.call')) {
    row.toggleAttribute('data-current', row.querySelector('button.play[data-current]') !== null);
  }
}

const stateOf = (recording) => recording.state ?? (recording.deleted ? 'deleted' : 'available');
const copy = (template) => document.getElementById(template).content.firstElementChild.cloneNode(true);

function dayGroup(name) {
  const group = document.createElement('tbody');
  group.setAttribute('role', 'rowgroup');
  group.dataset.day = name;
  const row = copy('day-row');
  row.firstElementChild.textContent = name;
  group.append(row);
  return group;
}

function callRow(call, onPlay) {
  const row = copy('call-row');
  row.dataset.call = call.id;
  const when = row.querySelector('time');
  when.dateTime = call.start;
  when.textContent = time(call.start);
  row.querySelector('.direction use').setAttribute('href', `#icon-${call.call_direction in directions ? call.call_direction : 'unknown'}`);
  row.querySelector('.direction-name').textContent = directions[call.call_direction] ?? '';
  showParty(row.querySelector('.source'), source(call));
  showParty(row.querySelector('.destination'), destination(call));
  row.querySelector('.aside').append(...asides(call));
  const talk = row.querySelector('.talk');
  const answered = call.answered && call.call_status !== 'blocked';
  talk.textContent = answered ? clock(call.duration) : outcomes[call.call_status] ?? 'Not answered';
  talk.classList.toggle('unanswered', !answered);
  row.querySelector('.recordings').append(...(call.recordings ?? []).map((recording) => recordingCell(call, recording, onPlay)));
  return row;
}

function showParty(place, { name, number }) {
  place.querySelector('.name').textContent = brief(name);
  place.querySelector('.number').textContent = brief(number);
  place.title = `${name} ${number}`.trim();
}

function asides(call) {
  const asked = requested(call);
  const notes = [];
  const reached = call.destination_name || call.destination_extension;
  const asksElse = asked.name !== 'Unknown' && call.requested_extension !== call.destination_extension;
  if (reached && asksElse) notes.push(text('asked', `for ${asked.name} ${asked.number}`.trim()));
  return notes.concat((call.tags ?? []).map((tag) => text('tag', clean(tag))));
}

function recordingCell(call, recording, onPlay) {
  const place = text('recording', '');
  const state = stateOf(recording);
  const [name, meaning] = inWords(state);
  if (playable(state)) place.append(playButton(call, recording, onPlay));
  if (state !== 'available') {
    const words = text('state', '');
    words.append(text('state-name', `${name}: `), text('state-meaning', meaning));
    place.append(words);
  }
  if (recording.held) place.append(text('tag', 'Held'));
  return place;
}

function playButton(call, recording, onPlay) {
  const button = copy('play-button');
  const seconds = between(recording.start_time, recording.end_time);
  button.dataset.recording = recording.uuid;
  button.dataset.what = `${clock(seconds)}, ${source(call).name} to ${destination(call).name}, ${time(call.start)}`;
  button.setAttribute('aria-label', `Play ${button.dataset.what}`);
  button.querySelector('.length').textContent = clock(seconds);
  button.title = spoken(seconds);
  button.addEventListener('click', () => onPlay({ call, recording }));
  return button;
}

function text(className, words) {
  const element = document.createElement(className === 'recording' ? 'div' : 'span');
  element.className = className;
  element.textContent = words;
  return element;
}
