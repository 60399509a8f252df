// The picture behind the slider: what the recording looks like, how much of it was played, which side of it is heard.

const HEIGHT = 256; // of a channel, in the server's picture
const MOST = 6; // times that quiet speech is drawn larger
const FILL = 0.92;
const SVG = 'http://www.w3.org/2000/svg';

/** @param track the element that holds the slider */
export function picture(track, player, api) {
  const layers = track.querySelectorAll('svg');
  let shown = null;
  let loading = new AbortController();

  player.addEventListener('change', () => {
    track.dataset.channel = player.channel;
    if (player.about?.uuid !== shown?.uuid) show(shown = player.about);
  });

  async function show(about) {
    loading.abort();
    const { signal } = loading = new AbortController();
    track.removeAttribute('data-drawn');
    if (!about?.waveform) return;
    try {
      const svg = await api.waveform(player.item, Math.max(100, Math.round(track.clientWidth / 2)), signal);
      if (!signal.aborted) draw(svg);
    } catch {
      // it plays as well without a picture
    }
  }

  function draw(svg) {
    const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    const channels = [...drawn.querySelectorAll('path')].map((path) => path.getAttribute('d'));
    const times = Math.min(MOST, FILL * HEIGHT / 2 / Math.max(1, ...channels.map(loudest)));
    for (const layer of layers) {
      layer.setAttribute('viewBox', drawn.getAttribute('viewBox'));
      layer.replaceChildren(...channels.map((shape, channel) => path(shape, middle(channel), times)));
    }
    track.toggleAttribute('data-drawn', channels.length > 0);
  }
}

const middle = (channel) => HEIGHT * channel + HEIGHT / 2;

/** How far a channel's shape goes from its middle. */
function loudest(shape, channel) {
  let most = 0;
  for (const [, height] of shape.matchAll(/V(-?\d+)/g)) most = Math.max(most, Math.abs(height - middle(channel)));
  return most;
}

function path(shape, centre, times) {
  const element = document.createElementNS(SVG, 'path');
  element.setAttribute('d', shape);
  element.setAttribute('transform', `translate(0 ${centre}) scale(1 ${times}) translate(0 ${-centre})`);
  return element;
}
