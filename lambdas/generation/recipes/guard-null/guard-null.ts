import { abstain, type Recipe } from '../../recipe.ts';
export const guardNull: Recipe = { name: 'guard-null', for: ['recurring-exception'], apply: () => abstain('being written') };
