import * as z from 'zod';
import { DOORS_VARIABLE, readDoors } from '../shared/config/doors-on-aws.ts';
import type { DoorsConfig } from '../shared/config/doors.ts';
import type { Problem } from '../shared/config/problem.ts';

/** Who comes in through the doors of a deployment, and how its function is told. */
export interface DeploymentDoors {
  readonly doors: DoorsConfig;
  readonly environment: Readonly<Record<string, string>>;
}

/** What may be said on the command line for one provider, in place of a section of the settings file. */
export interface SaidProvider {
  readonly issuer?: string | undefined;
  /** Several are separated by commas. */
  readonly audience?: string | undefined;
  readonly clientId?: string | undefined;
}

/** Lambda allows 4 KB of variables in all. */
const MOST_DOORS_BYTES = 1200;

const WithDoors = z.object({ doors: z.record(z.string(), z.unknown()).default({}) });

/**
 * The doors of a deployment: the `doors` of the file that `-c settings=` names, with the provider that `-c oidc-issuer=` and its like name over it.
 * Throws with all problems at once, so that nothing is deployed that would not start.
 */
export const deploymentDoors = (file: unknown, { issuer, audience, clientId }: SaidProvider = {}): DeploymentDoors => {
  const section = WithDoors.safeParse(file).data?.doors ?? {};
  const inFile = (typeof section['oidc'] === 'object' ? section['oidc'] : undefined) ?? undefined;
  const said = { ...(issuer ? { issuer } : {}), ...(audience ? { audience: audience.split(',').map((one) => one.trim()) } : {}), ...(clientId ? { clientId } : {}) };
  const saysProvider = Object.keys(said).length > 0;
  // Nobody named a group: members of the provider's group "pawl" may what a person may, but change switches and credentials.
  const merged = saysProvider ? { ...section, oidc: { groups: { pawl: { may: ['read', 'operate', 'decide', 'deploy'] } }, ...inFile, ...said } } : section;

  const read = readDoors(merged, ['doors']);
  const text = JSON.stringify(merged);
  const problems: Problem[] = read.ok ? [] : [...read.problems];
  if (Buffer.byteLength(text) > MOST_DOORS_BYTES)
    problems.push({ path: 'doors', message: `take ${Buffer.byteLength(text)} bytes, and a function's variables have room for ${MOST_DOORS_BYTES}`, advice: 'name groups rather than people, and roles rather than sessions' });
  if (!read.ok || problems.length > 0) throw new Error(`The doors cannot be deployed:\n${problems.map(({ path, message, advice }) => `  ${path} ${message}: ${advice}.`).join('\n')}`);
  return { doors: read.doors, environment: text === '{}' ? {} : { [DOORS_VARIABLE]: text } };
};
