import type { CheckFinding } from '../../../domain/check.ts';
import type { PowersInput } from '../powers.ts';
import { isCodePath } from '../source-path.ts';
import { hostsIn } from './hosts.ts';

/** Hosts that a changed file other than code names and nothing named before: settings decide where a service calls, too. */
export function newHostsInText({ before, after, changed, author }: PowersInput): CheckFinding[] {
  return changed.flatMap((path) => {
    const text = after.get(path);
    if (isCodePath(path) || text === undefined) return [];
    const lines = text.split('\n');
    const named = lines.flatMap((line, index) => hostsIn(` ${line}`).map((host) => ({ host, line: index + 1 })));
    const known = new Set([...before.values()].flatMap((old) => named.filter(({ host }) => old.toLowerCase().includes(host)).map(({ host }) => host)));
    return named.filter(({ host }) => !known.has(host)).map(({ host, line }) => ({ message: `${path} names the host ${host}, which the service did not use before.`, advice: `A ${author} works with the hosts that are in use; have a person propose this.`, path, line }));
  });
}
