// The page's entry: signs in, shows calls, and lays the first that can be played ready in the player.
import { Api } from './api.js';
import { Browse } from './browse.js';
import { markPlaying, playables, showCalls } from './calls.js';
import { control } from './controls.js';
import { Player } from './player.js';
import { Session } from './session.js';

const TRIES = 5; // recordings looked at for one that this browser plays

const api = new Api(signedOut);
const session = new Session((token) => enter(token, true), () => leave());
const player = new Player(document.getElementById('audio'), api);
const browse = new Browse(api, (calls) => {
  showCalls(calls, ({ call, recording }) => {
    if (recording.uuid === player.item?.recording.uuid && player.grant) player.toggle();
    else player.load({ call, recording }, { play: true });
  });
  mark();
  if (!player.item) prepare(playables(calls).slice(0, TRIES));
});

control(player, api, () => player.load(player.item, { play: true }));
player.addEventListener('change', mark);
// a link opened where the page is already
addEventListener('hashchange', () => session.takeCode() && begin());
session.takeCode();
begin();

async function begin() {
  try {
    const token = await session.begin(api);
    if (token) await enter(token, false);
  } catch (refusal) {
    browse.say(refusal.message, begin);
  }
}

async function enter(token, typed) {
  api.token = token;
  try {
    await browse.load(0, () => enter(token, typed));
    session.accepted(token, typed);
    if (typed) browse.focus();
  } catch (refusal) {
    if (refusal.kind === 'forbidden') leave(refusal.message);
  }
}

/** Lays ready the first recording that plays here, without a word about those that do not. */
async function prepare(items) {
  for (const item of items) {
    if (await player.load(item, { quiet: true }) !== 'failed') return;
  }
  if (items.length) player.load(items[0]);
}

function mark() {
  markPlaying(player.item?.recording.uuid, player.running);
}

function signedOut() {
  session.forget();
  leave('The token was not accepted: it is unknown or has expired.');
}

function leave(message = '') {
  api.token = null;
  player.close();
  browse.clear();
  session.ask(message);
}
