import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../shared/commands/table/command-table.ts';
import { startApi, type ApiServer } from '../../../support/api-server.ts';
import { doorsWorld } from '../../../support/doors-world.ts';

let api: ApiServer;
let token: string;
beforeAll(async () => {
  api = await startApi({}, { behind: await doorsWorld() });
  token = await api.token();
});
afterAll(() => api.close());

const queryOf = (input: object): string =>
  new URLSearchParams(Object.entries(input).flatMap(([name, value]: [string, unknown]) => (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]))).toString();

/** Their answers hold what must not stand in the logs of this door. */
const AT_THE_TERMINAL_ONLY = new Set(['create-credential', 'revoke-credential']);

describe('the example of', () => {
  it.each(COMMANDS.map((row) => [row.name, row] as const))('%s is answered as the document says', async (name, row) => {
    const response = row.kind === 'read' ? await api.ask(`/v1/${name}?${queryOf(row.example.input)}`, token) : await api.act(name, token, row.example.input);
    const text = await response.text();
    if (AT_THE_TERMINAL_ONLY.has(name)) {
      expect([response.status, text]).toEqual([403, expect.stringContaining('at the terminal only')]);
      return;
    }
    expect(response.status, text).toBe(200);
    expect(row.output.safeParse(JSON.parse(text)).error, text).toBeUndefined();
  });
});
