// The player bar: draws what the player does, and turns buttons, slider and keys into what it should do.
import { between, clock, destination, shortDay, source, spoken, time } from './format.js';

const STEP = 5;
const LEAP = 10;
const at = (id) => document.getElementById(id);

/** @param onRetry called when the listener asks to try the same recording again */
export function control(player, onRetry) {
  const bar = at('player');
  const seek = at('seek');
  const toggle = at('toggle');
  const message = at('player-message');
  const retry = at('player-retry');
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
    at('download').toggleAttribute('href', player.grant !== null);
    if (player.grant) at('download').href = player.grant.save;
    if (player.ready) seek.max = player.duration;
    at('duration').textContent = clock(player.ready ? player.duration : known(player.item));
    if (!dragging) draw(player.position);
  });
  player.addEventListener('trouble', ({ detail }) => say(detail));

  toggle.addEventListener('click', () => player.toggle());
  at('back').addEventListener('click', () => player.seek(player.position - LEAP));
  at('forward').addEventListener('click', () => player.seek(player.position + LEAP));
  at('speed').addEventListener('change', ({ target }) => { player.speed = Number(target.value); });
  at('download').addEventListener('click', saveFresh);
  retry.addEventListener('click', onRetry);
  seek.addEventListener('input', () => { dragging = true; draw(seek.valueAsNumber); });
  for (const type of ['change', 'pointerup', 'pointercancel', 'blur']) seek.addEventListener(type, drop);
  document.addEventListener('keydown', key);

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
    seek.style.setProperty('--played', `${(100 * seconds / player.duration) || 0}%`);
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
    const link = document.createElement('a');
    link.href = player.grant.save;
    link.download = '';
    link.textContent = 'Download it instead.';
    link.addEventListener('click', saveFresh);
    message.append(' ', link);
  }

  /** A link that was left standing until its ticket ran out asks for another before it is followed. */
  async function saveFresh(event) {
    const link = event.currentTarget;
    if (player.grant && Date.now() < player.grant.ends) return;
    event.preventDefault();
    try {
      const { save } = await player.renew();
      link.href = save;
      const once = document.createElement('a');
      once.href = save;
      once.download = '';
      once.click();
    } catch (refusal) {
      say({ text: refusal.message });
    }
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
