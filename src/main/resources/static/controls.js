// The player bar: draws what the player does, and turns buttons, slider and keys into what it should do.
import { downloads, saving } from './downloads.js';
import { between, clock, destination, shortDay, source, spoken, time } from './format.js';
import { Silence } from './silence.js';
import { picture } from './waveform.js';

const STEP = 5;
const LEAP = 10;
const at = (id) => document.getElementById(id);

/** @param onRetry called when the listener asks to try the same recording again */
export function control(player, api, onRetry) {
  const bar = at('player');
  const track = at('track');
  const seek = at('seek');
  const toggle = at('toggle');
  const message = at('player-message');
  const retry = at('player-retry');
  const channel = at('channel');
  const skip = at('skip');
  const silence = new Silence(player, api);
  let shown = null;
  let dragging = false;

  player.addEventListener('change', () => {
    bar.hidden = player.item === null;
    if (player.item !== shown) announce(shown = player.item);
    if (player.ready) say({ text: '' });
    bar.toggleAttribute('data-waiting', player.waiting && !message.textContent);
    seek.disabled = at('back').disabled = at('forward').disabled = !player.ready && message.textContent !== '';
    toggle.setAttribute('aria-label', player.running ? 'Pause' : 'Play');
    toggle.querySelector('use').setAttribute('href', player.running ? '#icon-pause' : '#icon-play');
    at('download').disabled = player.grant === null;
    at('channels').hidden = player.about?.channels !== 2;
    channel.value = player.channel;
    skip.disabled = player.about !== null && !player.about.talk;
    if (player.ready) seek.max = player.duration;
    at('duration').textContent = clock(player.ready ? player.duration : known(player.item));
    if (!dragging) draw(player.position);
  });
  player.addEventListener('trouble', ({ detail }) => say(detail));

  toggle.addEventListener('click', () => player.toggle());
  at('back').addEventListener('click', () => player.seek(player.position - LEAP));
  at('forward').addEventListener('click', () => player.seek(player.position + LEAP));
  at('speed').addEventListener('change', ({ target }) => { player.speed = Number(target.value); });
  channel.addEventListener('change', () => player.hear(channel.value));
  skip.addEventListener('click', () => {
    const on = skip.getAttribute('aria-pressed') !== 'true';
    skip.setAttribute('aria-pressed', on);
    silence.on = on;
  });
  retry.addEventListener('click', onRetry);
  seek.addEventListener('input', () => { dragging = true; draw(seek.valueAsNumber); });
  for (const type of ['change', 'pointerup', 'pointercancel', 'blur']) seek.addEventListener(type, drop);
  document.addEventListener('keydown', key);
  picture(track, player, api);
  downloads(at('downloads'), player, say);

  /** As long as the call's record says. */
  function known(item) {
    return item && between(item.recording.start_time, item.recording.end_time);
  }

  function announce(item) {
    say({ text: '' });
    if (!item) return;
    at('who').textContent = at('who').title = `${source(item.call).name} → ${destination(item.call).name}`;
    at('when').textContent = `${shortDay(item.recording.start_time)}, ${time(item.recording.start_time)}`;
  }

  function draw(seconds) {
    seek.value = seconds;
    track.style.setProperty('--played', `${(100 * seconds / player.duration) || 0}%`);
    seek.setAttribute('aria-valuetext', `${spoken(seconds)} of ${spoken(player.duration)}`);
    at('position').textContent = clock(seconds);
  }

  function drop() {
    if (!dragging) return;
    dragging = false;
    player.seek(seek.valueAsNumber);
  }

  function say({ text, save = false, retry: again = false }) {
    if (message.textContent !== text) message.textContent = text;
    retry.hidden = !again;
    if (!save) return;
    const link = saving(player, 'original', say);
    link.textContent = 'Download it instead.';
    message.append(' ', link);
  }

  function key(event) {
    const { target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !player.item) return;
    const typing = target !== seek && target.closest?.('input, select, textarea, [contenteditable]');
    const presses = target.closest?.('button, a[href]');
    const step = { ArrowLeft: -STEP, ArrowRight: STEP, ...(target === seek && { ArrowDown: -STEP, ArrowUp: STEP }) }[event.key];
    if (typing || (event.key === ' ' ? presses : !step)) return;
    event.preventDefault();
    if (step) player.seek(player.position + step);
    else if (!event.repeat) player.toggle();
  }
}
