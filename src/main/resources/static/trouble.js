// Why an <audio> element would not play a URL, in words for the listener.
import { inspect } from './api.js';
import { codec } from './format.js';

/** @param begun whether some of it did play @returns `{text, save, retry}`: whether to offer saving it, and trying again */
export async function explain(url, begun) {
  try {
    const { contentType } = await inspect(url);
    const text = begun
      ? `The audio (${contentType}) breaks off here: the rest cannot be decoded.`
      : `This browser cannot play ${codec(contentType)} audio (${contentType}).`;
    return { text, save: true, retry: false };
  } catch (refusal) {
    return { text: refusal.message, save: false, retry: refusal.kind !== 'refused' };
  }
}
