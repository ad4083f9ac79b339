import type { AliasState } from '../ports/deployer.ts';
import { clearLatest } from './clear-latest.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { tell } from './tell.ts';

export type GoBack = {
  readonly targetId: string;
  /** The routing as it was seen: only this one is undone. `additional`: the version that got a share beside it. */
  readonly from: { readonly version: string; readonly additional?: string | undefined };
  readonly to: string;
  readonly cause: string;
  readonly reason: string;
};

const MOST_TRIES = 5;

/**
 * Undoes a routing that was nobody's release: all traffic back to the version that served before. Reads the alias, asks whether the act is
 * still to be done and whether a release has the target, then writes with the revision it read; so a release that opens meanwhile, an owner
 * who routes again and a second delivery are all safe. Told again after a crash it finishes: `$LATEST`, the audit entry, the notice.
 */
export const goBack = async (dependencies: ReleaseDependencies, { targetId, from, to, cause, reason }: GoBack): Promise<{ done: boolean; sentence?: string }> => {
  const { targets, releases, deployer, audit, clock, actor } = dependencies;
  const { functionName, alias: name } = await targets.get(targetId);
  const once = `gone-back#${cause}`;
  const component = `${functionName}:${name}`;
  const left = (sentence: string) => ({ done: false, sentence });
  for (let tries = 0; ; tries += 1) {
    const { alias } = await deployer.describe(functionName, name);
    if (await audit.has(targetId, once)) return { done: true };
    if (alias.version === to && !alias.additional) break;
    if (!isRouted(alias, from)) return left(`${component} was routed to version ${alias.version} meanwhile and was left alone.`);
    const holder = await releases.holder(targetId);
    if (holder) return left(`${holder} is being released on ${component}: its own way back is taken.`);
    const shifted = await deployer.shift({ functionName, alias: name, to: { version: to }, revision: alias.revision });
    if (shifted.ok) break;
    if (tries >= MOST_TRIES) throw new Error(`The alias ${component} changed under every one of ${MOST_TRIES} tries to route it back to version ${to}.`);
  }
  const gone = from.additional ?? from.version;
  const digest = (await deployer.versions(functionName)).find(({ version }) => version === gone)?.codeDigest;
  await clearLatest(dependencies, { functionName, alias: name }, digest);
  await audit.append({ targetId, at: clock.now(), who: actor, what: 'gone-back', component: functionName, previousVersion: gone, newVersion: to, reason }, once);
  await tell(dependencies, { key: `${once}#${targetId}`, severity: 'high', targetId, subject: `${targetId}: back on version ${to}`, text: `${reason} All traffic of ${component} is on version ${to} again; version ${gone} serves no more.` });
  return { done: true, sentence: `All traffic of ${component} is on version ${to} again.` };
};

const isRouted = (alias: AliasState, { version, additional }: GoBack['from']): boolean => alias.version === version && alias.additional?.version === additional;
