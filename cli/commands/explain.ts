import { Command } from 'commander';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import { explainRow } from '../../shared/commands/table/explain-row.ts';
import { listOpportunitiesRow } from '../../shared/commands/table/list-opportunities-row.ts';
import { MOST_A_PAGE } from '../../shared/domain/views/page-of.ts';
import type { Message } from '../../shared/ports/host.ts';
import { askRow } from '../rows/ask-row.ts';

type Json = NonNullable<Message['data']>;
const plain = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

const listMessage = ({ items }: { readonly items: readonly object[] }, ascii: boolean): Message => ({
  code: 'PAWL-EXPLAIN-002', level: 'info', data: plain({ ok: true, rows: items, ascii }),
  text: items.length === 0 ? 'Nothing has been found yet: `pawl start-cycle` looks.' : `${items.length} ${items.length === 1 ? 'opportunity' : 'opportunities'}; \`pawl explain ID\` shows one (the beginning of an id is enough).`,
});

/** Drawn in the terminal: the series with what was expected, the calls, the place in the code. Without an id, what can be explained. */
export const explainCommand = (): Command =>
  new Command('explain')
    .description('why an opportunity is believed: the series with what was expected, the calls, the log, the score; without an id what can be explained')
    .argument('[id]', 'of an opportunity or an improvement, or the beginning of one')
    .option('--ascii', 'draw with plain ASCII', false)
    .action(async (id: string | undefined, { ascii }: { ascii: boolean }, command: Command) => {
      const ask = (row: CommandRow, input: Record<string, unknown>, shows: (value: never) => Message): Promise<void> => askRow(command, row, { flags: { ascii }, input: async () => input, shows: (value) => [shows(value as never)] });
      if (id === undefined) return ask(listOpportunitiesRow, { limit: MOST_A_PAGE }, (page: { items: object[] }) => listMessage(page, ascii));
      return ask(explainRow, { id }, (value: { explanation: { headline: string } }) => ({ code: 'PAWL-EXPLAIN-001', level: 'result', text: value.explanation.headline, data: plain({ ok: true, ...value, ascii }) }));
    });
