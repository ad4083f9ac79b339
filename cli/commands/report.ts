import { Command } from 'commander';
import { findReport } from '../../local/machine/find-report.ts';
import { askPawl } from './ask-pawl.ts';

export const reportCommand = (): Command =>
  new Command('report')
    .description('where the report of a cycle is: the newest, or the one named')
    .argument('[cycle]')
    .action((cycleId: string | undefined, _flags: object, command: Command) =>
      askPawl(command, undefined, async ({ machine, json }) => {
        const found = await findReport(machine, cycleId);
        if (!found) return { ok: false, reason: cycleId === undefined ? 'There is no report yet: `pawl cycle` starts a cycle, which ends in one.' : `There is no report of ${cycleId}.` };
        const { read, ...places } = found;
        return { ok: true, text: found.html, data: { ...places, ...(json ? { report: await read() } : {}) } };
      }),
    );
