import { Command } from 'commander';
import { readStatus, statusLines } from '../../local/machine/status.ts';
import { askPawl } from './ask-pawl.ts';

export const statusCommand = (): Command =>
  new Command('status')
    .description('what serves, what is being watched, what waits for a person, what was found')
    .action((_flags: object, command: Command) =>
      askPawl(command, undefined, async ({ machine }) => {
        const status = await readStatus(machine);
        return { ok: true, text: statusLines(status).join('\n'), data: { status } };
      }),
    );
