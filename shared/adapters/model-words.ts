const MOST_CHARACTERS = 300;
/** Shorter ones would be found in ordinary words. */
const LEAST_SECRET = 6;
/** Providers quote the key back, with stars in its middle. */
const KEY_LIKE = /\b(?:sk|pk|key|gsk|xai|hf)[-_][\w*.-]{6,}|\bBearer\s+\S+/gi;
/** Everything that is not seen: controls, bidirectional marks, joiners, tags, private use. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]+/gu;

/** An endpoint's own words as they may be shown in a message or log: short, on one line, of visible characters, and without any of `secrets`. */
export const shownWords = (said: string, secrets: readonly string[]): string => {
  const known = secrets.filter(({ length }) => length >= LEAST_SECRET).reduce((text, secret) => text.replaceAll(secret, '***'), said.slice(0, 100 * MOST_CHARACTERS));
  const words = known.replace(KEY_LIKE, '***').replace(/<[^<>]{0,500}>/g, ' ').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim().replace(/[.:]+$/, '');
  return words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS).toWellFormed()}…` : words;
};
