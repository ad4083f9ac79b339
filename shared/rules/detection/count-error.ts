import type { TargetState } from '../../domain/target-state.ts';
import { maskMessage, redactMessage } from '../clustering/mask.ts';
import { templateTree, type TemplateTree } from '../clustering/template-tree.ts';
import { hashName, textKey } from './text-key.ts';

const MOST_CLUSTERS = 40;
const MOST_SAMPLES = 3;
const SAMPLE_LENGTH = 200;

/** An error as the probe or the log tells it; `stack` innermost first. */
export type SeenError = { readonly name: string; readonly message: string; readonly stack: readonly string[] };

/** One template tree per place, rebuilt from the state's clusters for each page: they are few. */
export type ErrorClusters = { clusterOf(error: SeenError, at: number): string };

const placeOf = (name: string, stack: readonly string[]): string => `${name}@${stack[0] ?? ''}`;

/**
 * Assigns errors to clusters of the state. One defect is one cluster: same name, same first frame in the target's own code, and
 * messages of one template however their values vary. The least recently seen of 40 clusters makes room.
 */
export const errorClusters = (state: TargetState): ErrorClusters => {
  const trees = new Map<string, TemplateTree>();
  const treeOf = (place: string): TemplateTree => {
    const known = trees.get(place);
    if (known !== undefined) return known;
    const clusters = Object.entries(state.errors).filter(([, cluster]) => placeOf(cluster.name, cluster.stack) === place);
    const made = templateTree(clusters.map(([id, cluster]) => ({ id, tokens: cluster.template.split(' ') })), MOST_CLUSTERS);
    trees.set(place, made);
    return made;
  };

  return {
    clusterOf({ name: rawName, message, stack: rawStack }, at) {
      const name = textKey(rawName, 60);
      const stack = rawStack.slice(0, 5).map((frame) => textKey(frame, 160));
      const place = placeOf(name, stack);
      const template = treeOf(place).learn(textKey(maskMessage(message), 300), (text) => hashName(`${place}\n${text}`));
      const known = state.errors[template.id];
      if (known === undefined && Object.keys(state.errors).length >= MOST_CLUSTERS) {
        const [oldest] = Object.entries(state.errors).sort(([, a], [, b]) => a.lastAt - b.lastAt)[0] ?? [];
        if (oldest !== undefined) {
          delete state.errors[oldest];
          trees.clear();
        }
      }
      const cluster = (state.errors[template.id] ??= { name, template: '', stack, firstAt: at, lastAt: at, samples: [] });
      cluster.template = template.tokens.join(' ');
      cluster.firstAt = Math.min(cluster.firstAt, at);
      cluster.lastAt = Math.max(cluster.lastAt, at);
      const sample = redactMessage(message, SAMPLE_LENGTH);
      if (cluster.samples.length < MOST_SAMPLES && !cluster.samples.includes(sample)) cluster.samples.push(sample);
      return template.id;
    },
  };
};
