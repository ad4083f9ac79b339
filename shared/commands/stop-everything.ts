import { PAWL_CHAIN } from '../domain/audit.ts';
import { takeEverythingBack, type TakenBack } from '../release/take-everything-back.ts';
import { tell } from '../release/tell.ts';
import type { Switches } from '../store/switches.ts';
import type { CommandDependencies, CommandResult } from './dependencies.ts';

export type StopDependencies = Pick<CommandDependencies, 'releases' | 'improvements' | 'rollback' | 'runner' | 'notifier' | 'clock'> & { readonly switches: Switches };

/** How long an answer waits for the ways back; the tick and the guard go on with what is left. */
const PATIENCE_MS = 20_000;

export type Stopped = TakenBack & {
  /** `false`: somebody had stopped everything before. */
  readonly stopped: boolean;
  readonly reason: string;
  /** Whether all ways back had been answered when this answer was given. */
  readonly complete: boolean;
};

/**
 * The kill switch. One write, after which nothing can be opened any more, and then everything that is exposed goes back, at once. Whoever does this may
 * die at any point after the write: the tick and the guard read the switch at each of their beats and do the same.
 */
export const stopEverything = async (dependencies: StopDependencies, { by, reason }: { readonly by: string; readonly reason: string }): Promise<CommandResult<Stopped>> => {
  const { switches, runner, clock } = dependencies;
  const at = clock.now();
  const stopped = await switches.set({ flag: 'everything', on: false, by, at, reason });
  const inForce = (await switches.stopped()) ?? { by, at, reason };
  const sentence = `${inForce.by} stopped everything: ${inForce.reason}`;
  // After the switch: whatever was opened before it is in the list that is read now.
  const going = takeEverythingBack(dependencies, { reason: sentence, by, each: (id) => runner.resume(id) });
  const waited = new AbortController();
  const back = await Promise.race([going, clock.sleep(PATIENCE_MS, waited.signal).then(() => undefined)]);
  waited.abort();
  if (stopped) await tell(dependencies, { key: `${PAWL_CHAIN}#stopped#${at}`, severity: 'critical', subject: 'Everything is stopped', text: `${sentence}. ${back === undefined ? 'Whatever is exposed is going back.' : told(back)} Nothing new begins until somebody who may says go on.` });
  return { ok: true, stopped, reason: inForce.reason, complete: back !== undefined, ...(back ?? { takenBack: [], beingFinished: [], problems: [] }) };
};

const told = ({ takenBack, beingFinished, problems }: TakenBack): string => {
  const said = [
    takenBack.length > 0 && `Taken back: ${takenBack.join(', ')}.`,
    beingFinished.length > 0 && `Just being finished by others: ${beingFinished.join(', ')}.`,
    problems.length > 0 && `Tried again at the next beat: ${problems.map(({ improvementId, problem }) => `${improvementId} (${problem})`).join(', ')}.`,
  ].filter((part) => part !== false);
  return said.length === 0 ? 'Nothing was exposed.' : said.join(' ');
};
