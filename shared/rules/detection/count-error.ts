import type { ErrorCluster } from '../../domain/error-cluster.ts';
import type { TargetState } from '../../domain/target-state.ts';
import { redactMessage } from '../clustering/mask.ts';
import { commonWords, messageWords, similarity } from './logs/message-words.ts';
import { hashName, textKey } from './text-key.ts';

const MOST_CLUSTERS = 40;
const MOST_SAMPLES = 3;
const SAMPLE_LENGTH = 200;
const LOOKED_AT_FOR_SAMPLES = 50;
/** Drain's similarity: at one place in the code, messages that share so much are of one template. */
const SAME_PLACE = 0.4;
/** Elsewhere, or in another version, they must share more to keep their name. */
const SAME_NAME = 0.6;
const FORGOTTEN_AFTER_MS = 2 * 86_400_000;

/** An error as the probe or the log tells it; `stack` innermost first. */
export type SeenError = { readonly name: string; readonly message: string; readonly stack: readonly string[] };

export type ErrorClusters = { clusterOf(error: SeenError, at: number): string };

const placeOf = (name: string, stack: readonly string[]): string => `${name}@${stack[0] ?? ''}`;

/**
 * Assigns errors to clusters of the state. One defect is one cluster: same name, same first frame in the target's own code, and messages
 * of one template however their values vary. When there are 40, what came only once makes room, then what was not seen for two days,
 * then the least frequent; what the slices count of it goes too. A cluster that is new by its place takes the key of an older one of the same name that says the same:
 * so it is called after a deployment, when lines have moved, what it was called before.
 */
export const errorClusters = (state: TargetState): ErrorClusters => {
  const byPlace = new Map<string, string[]>();
  const words = new Map<string, string[]>();
  // What came once, oldest first, makes room before anything else.
  const once = new Set<string>();
  const add = (id: string, cluster: ErrorCluster): void => {
    const place = placeOf(cluster.name, cluster.stack);
    byPlace.set(place, [...(byPlace.get(place) ?? []), id]);
    words.set(id, cluster.template.split(' '));
    if (cluster.count === 1) once.add(id);
  };
  for (const [id, cluster] of Object.entries(state.errors)) add(id, cluster);

  const forget = (id: string): void => {
    const { name, stack } = state.errors[id] ?? { name: '', stack: [] };
    const place = placeOf(name, stack);
    byPlace.set(place, (byPlace.get(place) ?? []).filter((other) => other !== id));
    if (byPlace.get(place)?.length === 0) byPlace.delete(place);
    words.delete(id);
    once.delete(id);
    delete state.errors[id];
    for (const slice of state.slices) for (const version of Object.values(slice.versions)) delete version.errors[id];
  };

  const makeRoom = (at: number): void => {
    if (words.size < MOST_CLUSTERS) return;
    const [oldest] = once;
    if (oldest !== undefined) return forget(oldest);
    const entries = Object.entries(state.errors);
    const weight = ({ lastAt, count }: ErrorCluster): number => (at - lastAt > FORGOTTEN_AFTER_MS ? 0 : count);
    const lightest = entries.reduce((least, entry) => (weight(entry[1]) < weight(least[1]) || (weight(entry[1]) === weight(least[1]) && entry[1].lastAt < least[1].lastAt) ? entry : least));
    forget(lightest[0]);
  };

  const fitting = (place: string, said: readonly string[]): string | undefined => {
    let best: string | undefined;
    let bestFit = SAME_PLACE;
    for (const id of byPlace.get(place) ?? []) {
      const fit = similarity(words.get(id) ?? [], said);
      if (fit >= bestFit) [best, bestFit] = [id, fit];
    }
    return best;
  };

  const keyOf = (name: string, said: readonly string[]): string => {
    const alike = Object.entries(state.errors).filter(([id, cluster]) => cluster.name === name && similarity(words.get(id) ?? [], said) >= SAME_NAME);
    const [oldest] = alike.map(([, cluster]) => cluster).sort((a, b) => a.firstAt - b.firstAt);
    return oldest === undefined ? said.join(' ') : (oldest.key ?? oldest.template);
  };

  return {
    clusterOf({ name: rawName, message, stack: rawStack }, at) {
      const name = textKey(rawName, 60);
      const stack = rawStack.slice(0, 5).map((frame) => textKey(frame, 160));
      const place = placeOf(name, stack);
      const said = messageWords(message);
      const found = fitting(place, said);
      const id = found ?? hashName(`${place}\n${said.join(' ')}`);
      const known = state.errors[id];
      if (known === undefined) {
        makeRoom(at);
        const made: ErrorCluster = { name, template: said.join(' '), key: keyOf(name, said), stack, count: 1, firstAt: at, lastAt: at, samples: [redactMessage(message, SAMPLE_LENGTH)] };
        state.errors[id] = made;
        add(id, made);
        return id;
      }
      const common = commonWords(words.get(id) ?? said, said);
      words.set(id, common);
      known.template = common.join(' ');
      known.count += 1;
      once.delete(id);
      known.firstAt = Math.min(known.firstAt, at);
      known.lastAt = Math.max(known.lastAt, at);
      if (known.samples.length < MOST_SAMPLES && known.count <= LOOKED_AT_FOR_SAMPLES) {
        const sample = redactMessage(message, SAMPLE_LENGTH);
        if (!known.samples.includes(sample)) known.samples.push(sample);
      }
      return id;
    },
  };
};
