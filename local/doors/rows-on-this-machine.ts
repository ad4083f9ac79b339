import { HostError } from '../../shared/adapters/local/host-client.ts';
import { refused, type Refusal } from '../../shared/commands/dependencies.ts';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import { connectHost } from '../host/connect-host.ts';
import { ensureGuard } from '../machine/ensure-guard.ts';
import type { StateFolder } from '../machine/state-folder.ts';

/** What shifts traffic in several steps: if this process dies between two of them, somebody has to finish. */
const GUARDED = new Set(['roll-back', 'ring-alarm', 'stop-everything', 'remove-target']);
/** What only writes down what people want: true also for a Pawl that is started later. */
const WHILE_NOTHING_RUNS = new Set(['pause', 'resume', 'stop-everything', 'go-on', 'set-flag', 'create-credential', 'revoke-credential', 'reject']);

export type OnThisMachine = { readonly folder: StateFolder; readonly configFile: string };

/** The table as it is on one machine: acts need a function host that runs, and those that shift traffic a guard. */
export const rowsOnThisMachine = (rows: ReadonlyMap<string, CommandRow>, place: OnThisMachine): ReadonlyMap<string, CommandRow> =>
  new Map([...rows].map(([name, row]) => [name, { ...row, run: runOn(row, place) }]));

const runOn = (row: CommandRow, { folder, configFile }: OnThisMachine): CommandRow['run'] => async (input, dependencies, asking) => {
  try {
    const isRunning = row.kind === 'act' && (await connectHost(folder.host)) !== undefined;
    if (row.kind === 'act' && !isRunning && !WHILE_NOTHING_RUNS.has(row.name)) return nothingRuns(folder);
    if (isRunning && GUARDED.has(row.name)) await ensureGuard(folder, configFile);
    return await row.run(input, dependencies, asking);
  } catch (error) {
    if (isUnreachable(error)) return nothingRuns(folder);
    throw error;
  }
};

const nothingRuns = ({ root }: StateFolder): Refusal => refused(`Nothing runs on ${root}. Start it with \`pawl run\`.`, 'off');

/** Said by the client, or by the adapter that asked it. */
const isUnreachable = (error: unknown): boolean => error instanceof Error && ((error instanceof HostError && error.code === 'unreachable') || isUnreachable(error.cause));
