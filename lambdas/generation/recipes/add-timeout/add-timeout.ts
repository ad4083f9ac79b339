import { abstain, type Recipe } from '../../recipe.ts';
export const addTimeout: Recipe = { name: 'add-timeout', for: ['timeout'], apply: () => abstain('being written') };
