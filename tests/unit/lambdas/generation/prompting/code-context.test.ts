import { describe, expect, it } from 'vitest';
import { targetProgram } from '../../../../../lambdas/generation/program/target-program.ts';
import { codeContext } from '../../../../../lambdas/generation/prompting/code-context.ts';
import { tokenCount } from '../../../../../lambdas/generation/prompting/token-count.ts';
import type { CodeSite } from '../../../../../shared/domain/code-site.ts';
import type { Evidence } from '../../../../../shared/domain/evidence.ts';
import { callEvidence, failures } from '../recipe-input.ts';

const HANDLER = `import { orderPage } from './pages/order-page.ts';
import { health } from './health.ts';

export const handler = async (event: { rawPath: string }) => {
  if (event.rawPath === '/health') return health();
  return orderPage(event.rawPath);
};
`;
const PAGE = `import { formatDate } from '../format/dates.ts';
import type { Order } from '../orders/order.ts';
import { readOrder } from '../orders/read-order.ts';

const TITLE = 'Your order';

export const orderPage = async (id: string): Promise<{ statusCode: number; body: string }> => {
  const order: Order = await readOrder(id);
  return { statusCode: 200, body: TITLE + formatDate(order.placedAt, order.locale) };
};
`;
const DATES = `export const formatDate = (at: string, locale: string): string => new Intl.DateTimeFormat(locale).format(new Date(at));
`;
const FILES: Readonly<Record<string, string>> = {
  'src/handler.ts': HANDLER,
  'src/pages/order-page.ts': PAGE,
  'src/format/dates.ts': DATES,
  'src/orders/order.ts': 'export interface Order { placedAt: string; locale: string }\n',
  'src/orders/read-order.ts': "import type { Order } from './order.ts';\nimport { get } from '../net/get.ts';\nexport const readOrder = async (id: string): Promise<Order> => get('/orders/' + id) as Promise<Order>;\n",
  'src/net/get.ts': 'export const get = async (path: string): Promise<unknown> => (await fetch(path)).json();\n',
  'src/health.ts': "export const health = () => ({ statusCode: 200, body: 'well' });\n",
  'src/admin/unrelated.ts': 'export const unrelated = 1;\n',
  'tests/dates.test.ts': "import test from 'node:test';\nimport { formatDate } from '../src/format/dates.ts';\ntest('a date', () => { formatDate('2026-01-01', 'en'); });\n",
};
const ENTRY = { entry: 'src/handler.ts', handlerExport: 'handler' };

const context = (evidence: Evidence, { files = FILES, tokens = 4000 } = {}) => codeContext(targetProgram(new Map(Object.entries(files)), undefined), { evidence }, ENTRY, { tokens });
const site = (path: string, line: number, column = 10): CodeSite => ({ path, line, column });
const metric: Evidence = { kind: 'metric', metric: 'latencyP95Ms', baseline: 100, current: 200, changePercent: 100, since: 0, requests: 1000 };

describe('the code that a model is shown', () => {
  it('begins at the failing frame, goes on to its callers and what these need, and ends with its tests', () => {
    const { files, at } = context(failures([site('src/format/dates.ts', 1, 70), site('src/pages/order-page.ts', 9, 43)], new Map()));
    expect(files.map(({ path }) => path).slice(0, 2)).toEqual(['src/format/dates.ts', 'src/pages/order-page.ts']);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['src/orders/order.ts', 'src/orders/read-order.ts', 'src/handler.ts']));
    expect(files.at(-1)).toMatchObject({ path: 'tests/dates.test.ts', role: 'test', whole: true });
    expect(at).toEqual(['src/format/dates.ts', 'src/pages/order-page.ts', 'src/handler.ts']);
    expect(files.map(({ path }) => path)).not.toContain('src/admin/unrelated.ts');
  });

  it('begins at the handler where the evidence names no place', () => {
    const { files } = context(metric);
    expect(files[0]?.path).toBe('src/handler.ts');
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['src/pages/order-page.ts', 'src/orders/read-order.ts', 'src/health.ts']));
  });

  it('finds the place that logs what the evidence quotes', () => {
    const files = { ...FILES, 'src/audit/trail.ts': "export const trail = (id: string) => { console.error(`could not keep the trail of ${id} for long`); };\n" };
    const { files: shown } = context({ kind: 'log-pattern', what: 'new', template: 'could not keep the trail of <*> for long', level: 'error', count: 40, usualPerHour: 0, currentPerHour: 40, since: 0, samples: [] }, { files });
    expect(shown[0]?.path).toBe('src/audit/trail.ts');
  });

  it('ranks what takes more of the time first', () => {
    const call = (path: string, line: number, msPerRequest: number) => callEvidence([site(path, line)], { msPerRequest });
    const { files } = context({ kind: 'sequential-waits', calls: [call('src/net/get.ts', 1, 10), call('src/pages/order-page.ts', 8, 90)], savableMs: 10, requestMs: { p50: 1, p95: 1 }, requests: 1, shareOfRequests: 1 });
    expect(files[0]?.path).toBe('src/pages/order-page.ts');
  });

  it('shows of a long file what is needed, and the signatures of the rest, in lines that are the file\'s own', () => {
    const others = Array.from({ length: 80 }, (_, index) => `/** Formats in way ${index}. */\nexport const way${index} = (at: string): string => {\n  const parts = at.split('-');\n  const kept = parts.slice(${index});\n  return kept.join();\n};\n`).join('\n');
    const long = `import { x } from './x.ts';\n\n${others}\n// Dates as people write them.\n${DATES}`;
    const { files } = context(failures([site('src/format/dates.ts', long.split('\n').length - 1, 70)], new Map()), { files: { ...FILES, 'src/format/dates.ts': long, 'src/format/x.ts': 'export const x = 1;\n' } });
    const [shown] = files;
    expect(shown).toMatchObject({ path: 'src/format/dates.ts', whole: false });
    expect(shown?.text).toContain(`// Dates as people write them.\n${DATES}`);
    expect(shown?.text).toContain('export const way7 = (at: string): string => {');
    expect(shown?.text).not.toContain('parts.slice(7)');
    const own = new Set(long.split('\n'));
    expect(shown?.text.split('\n').filter((line) => !own.has(line) && !/^\/\/ \.\.\. lines \d+ to \d+ omitted \.\.\.$/.test(line))).toEqual([]);
  });

  it('shows what is needed of a file whose signatures alone would fill the room', () => {
    const long = `${Array.from({ length: 600 }, (_, index) => `export const way${index} = (at: string): string => at + ${index};`).join('\n')}\n${DATES}`;
    const { files } = context(failures([site('src/format/dates.ts', 601, 70)], new Map()), { files: { ...FILES, 'src/format/dates.ts': long } });
    expect(files[0]).toMatchObject({ path: 'src/format/dates.ts', whole: false });
    expect(files[0]?.text).toBe(`// ... lines 1 to 600 omitted ...\n${DATES}`);
  });

  it('keeps within its room, and says what it left out', () => {
    const { files, leftOut } = context(metric, { tokens: 300 });
    expect(files.reduce((sum, { text }) => sum + tokenCount(text), 0)).toBeLessThanOrEqual(300);
    expect(leftOut.length).toBeGreaterThan(0);
  });

  it('finds its way among two thousand files', () => {
    const after = (index: number): number => (index % 20 === 19 ? index - 19 : index + 1);
    const part = (index: number): string => `import { part${after(index)} } from './part-${after(index)}.ts';\nexport const part${index} = (n: number): number => (n > ${index} ? part${after(index)}(n - 1) : n);\n`;
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`src/parts/part-${index}.ts`, part(index)]));
    const { files } = context(failures([site('src/parts/part-7.ts', 2, 60)], new Map()), { files: { ...FILES, ...many } });
    expect(files[0]?.path).toBe('src/parts/part-7.ts');
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['src/parts/part-8.ts', 'src/parts/part-6.ts']));
    expect(files.length).toBeLessThan(40);
  });
});
