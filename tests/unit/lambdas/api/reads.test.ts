import * as z from 'zod';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandRow } from '../../../../shared/commands/table/command-row.ts';
import { pageOf, Paging } from '../../../../shared/domain/views/page-of.ts';
import { startApi, type ApiServer } from '../../../support/api-server.ts';

const ALL = Array.from({ length: 7 }, (_, index) => ({ id: `item-${index} &?`, size: index }));
let items = ALL;
let asked: unknown;

const listRow = commandRow({
  name: 'list-things', kind: 'read', permission: 'read', title: 'Things', summary: 'Lists things.',
  input: z.strictObject({ size: z.array(z.number()).optional(), kind: z.array(z.enum(['a', 'b'])).optional(), isLarge: z.boolean().optional(), title: z.string().optional(), ...Paging }),
  output: pageOf(z.object({ id: z.string(), size: z.number() })),
  example: { input: { limit: 1 }, output: { items: [{ id: 'item-0', size: 0 }] } },
  run: async (input) => {
    asked = input;
    const from = items.findIndex(({ id }) => id === input.after) + 1;
    const page = items.slice(from, from + input.limit);
    const last = page.at(-1);
    return { ok: true, value: { items: page, ...(from + input.limit < items.length && last ? { next: last.id } : {}) } };
  },
});

let api: ApiServer;
let token: string;
beforeAll(async () => {
  api = await startApi({ rows: new Map([[listRow.name, listRow]]) });
  token = await api.token();
});
afterAll(() => api.close());

it('reads numbers, truth and lists out of a query', async () => {
  await api.ask('/v1/list-things?size=1&size=2.5&kind=a&isLarge=false&title=5&limit=3', token);
  expect(asked).toEqual({ size: [1, 2.5], kind: ['a'], isLarge: false, title: '5', limit: 3 });
});

it.each(['limit=0', 'limit=201', 'limit=1.5', 'limit=', 'limit=0x10', 'limit=1&limit=2', 'limit=NaN', 'isLarge=yes', 'kind=c', 'nothing=1', '__proto__=1', 'limit[]=1'])('says what does not fit in %s', async (query) => {
  expect((await api.ask(`/v1/list-things?${query}`, token)).status).toBe(422);
});

it('leads from page to page by a link', async () => {
  const seen: string[] = [];
  let path: string | undefined = '/v1/list-things?limit=3';
  while (path !== undefined) {
    const response: Response = await api.ask(path, token);
    const { items: page } = (await response.json()) as { items: { id: string }[] };
    seen.push(...page.map(({ id }) => id));
    path = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  }
  expect(seen).toEqual(ALL.map(({ id }) => id));
});

it('answers with nothing while nothing changed, and anew when it did', async () => {
  const first = await api.ask('/v1/list-things', token);
  const tag = first.headers.get('etag') ?? '';
  for (const header of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
    const again = await api.ask('/v1/list-things', token, { headers: { 'if-none-match': header } });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
  }
  items = [...ALL, { id: 'new', size: 1 }];
  const changed = await api.ask('/v1/list-things', token, { headers: { 'if-none-match': tag } });
  items = ALL;
  expect([changed.status, changed.headers.get('etag') === tag]).toEqual([200, false]);
});

it('answers HEAD like GET, without the body', async () => {
  const response = await api.ask('/v1/list-things', token, { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
});
