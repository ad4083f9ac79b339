import type { TargetProgram } from '../../program/target-program.ts';
import { isTestPath } from '../../reading/callee.ts';
import { abstain } from '../../recipe.ts';

/** Abstains when the service tells this kind of error apart somewhere: a wrapper around the handler may answer it already, with more than a sentence. */
export function refuseDealtWith(target: TargetProgram, name: string): void {
  const apart = new RegExp(`instanceof\\s+(?:\\w+\\.)?${name}\\b|(?:===?|case)\\s*['"]${name}['"]`);
  const place = target.sources.find((source) => !isTestPath(target.pathOf(source) ?? '') && apart.test(source.text));
  if (place) abstain(`the service tells ${name} apart already (${target.pathOf(place) ?? ''}), and may answer it in a way of its own`);
}
