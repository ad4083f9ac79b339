import { abstain, type Recipe } from '../../recipe.ts';
export const cacheReads: Recipe = { name: 'cache-reads', for: ['redundant-calls'], apply: () => abstain('being written') };
