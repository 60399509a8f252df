// The menu of what can be saved: each format with its exact size, by addresses that carry a ticket.
import { bytes, count, formats } from './format.js';

const ORIGINAL = { format: 'original' };

/** @param say called with why a link could not be followed */
export function downloads(menu, player, say) {
  let shown = null;

  player.addEventListener('change', () => {
    const { about, grant } = player;
    if (!grant || shown?.about === about && shown.grant === grant) return;
    shown = { about, grant };
    const all = about?.representations ?? [];
    const original = all.find(({ format }) => format === 'original') ?? ORIGINAL;
    menu.replaceChildren(...[original, ...all.filter((one) => one !== original)].map((one) => row(one, about?.codec)));
  });

  function row({ format, length }, codec) {
    const link = saving(player, format, say);
    const [name, meaning] = formats[format] ?? [format, ''];
    link.append(span('name', name), span('meaning', format === 'original' ? codec ?? '' : meaning));
    if (length !== undefined) {
      const size = span('size', bytes(length));
      size.title = `${count(length)} bytes`;
      link.append(size);
    }
    return link;
  }
}

/** A link that saves what is loaded. If its ticket has run out meanwhile, it asks for another before it is followed. */
export function saving(player, format, say) {
  const link = document.createElement('a');
  const address = (grant) => grant.address({ format, disposition: 'attachment' });
  link.href = address(player.grant);
  link.download = '';
  link.addEventListener('click', async (event) => {
    if (player.grant && Date.now() < player.grant.ends) {
      link.href = address(player.grant);
      return;
    }
    event.preventDefault();
    try {
      const once = document.createElement('a');
      once.href = address(await player.renew());
      once.download = '';
      once.click();
    } catch (refusal) {
      say({ text: refusal.message });
    }
  });
  return link;
}

function span(className, words) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = words;
  return element;
}
