import { Script } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../../../../shared/domain/signal.ts';
import { emptyTargetState, type TargetState } from '../../../../../../shared/domain/target-state.ts';
import { detect } from '../../../../../../shared/rules/detection/detect.ts';
import { evidenceWindow } from '../../../../../../shared/rules/detection/evidence-window.ts';
import { FOLD_DEFAULTS } from '../../../../../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../../../../../shared/rules/detection/fold.ts';
import { siteResolver } from '../../../../../../shared/rules/detection/resolve-sites.ts';
import { invocationLines, requestIdOf } from '../../../../../support/invocation-log.ts';
import { NOON, ORDERS } from '../../../../../support/observed-service.ts';

const SOURCE = `const addressOf = (customer: { name: string; address?: string }): string => {
  if (customer.address === undefined) throw new RangeError(\`customer \${customer.name} has no address\`);
  return customer.address;
};

export const handler = (name: string): string => addressOf({ name });
`;

/** A version of the service: its bundle as it runs, and its map. `above`: what a later commit puts before the code. */
const versionOf = async (above: string) => {
  const result = await build({ stdin: { contents: above + SOURCE, sourcefile: 'src/orders.ts', loader: 'ts' }, bundle: true, write: false, outfile: 'index.js', format: 'cjs', platform: 'node', sourcemap: 'external', minify: true });
  const text = (suffix: string): string => result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
  const exported: { exports: { handler?: (name: string) => string } } = { exports: {} };
  const head = '(module) => {';
  const run = new Script(`${head}${text('.js')}\n}`, { filename: '/var/task/index.js', columnOffset: -head.length }).runInThisContext() as (module: typeof exported) => void;
  run(exported);
  const stackOf = (name: string): string => {
    try {
      return exported.exports.handler?.(name) ?? '';
    } catch (error) {
      return error instanceof Error ? (error.stack ?? '') : '';
    }
  };
  return { stackOf, map: text('.map') };
};

const failing = (version: string, stackOf: (name: string) => string, from: number): LogLine[] =>
  Array.from({ length: 40 }, (_, index) => {
    const number = from + index;
    const at = NOON + number * 1000;
    const [start, ...rest] = invocationLines({ number, at, version, outcome: 'error', probe: false });
    const said: LogLine = { id: `${number}-x`, at: at - 1, stream: `2026/11/21/[${version}]env1`, message: `2026-11-21T12:00:00.000Z\t${requestIdOf(number)}\tERROR\t${stackOf(`${'ABCDEFGH'[number % 8] ?? ''}nn`)}` };
    return start === undefined ? [] : [start, said, ...rest];
  }).flat();

describe('a defect that outlives a deployment', () => {
  it('is the same finding with another bundle, other lines, other short names, and a message that varies', async () => {
    const before = await versionOf('');
    const after = await versionOf('export const currencies = ["EUR", "USD"];\nexport const other = (n: number): number => {\n  if (n < 0) throw new Error("negative");\n  return n + currencies.length;\n};\n\n');
    const keys: string[] = [];
    let state: TargetState = emptyTargetState('orders');
    for (const [index, { version, bundle }] of [{ version: '1', bundle: before }, { version: '2', bundle: after }].entries()) {
      const lines = failing(version, bundle.stackOf, index * 100);
      state = foldPage(state, { lines, events: [], next: version, completeUntil: lines.at(-1)?.at ?? NOON }, { ...FOLD_DEFAULTS, sliceSeconds: 10, periodSeconds: 1 }).state;
      const window = evidenceWindow({ target: ORDERS, state, version, windowHours: 24, now: state.completeUntil, resolve: siteResolver(bundle.map, ['src/orders.ts']) });
      const found = detect(window).filter(({ kind }) => kind === 'recurring-exception');
      expect(found).toHaveLength(1);
      expect(found[0]?.evidence).toMatchObject({ name: 'RangeError', template: 'customer <*> has no address', count: 40, sites: [{ path: 'src/orders.ts', line: index === 0 ? 2 : 8, functionName: 'addressOf' }, { functionName: 'handler' }] });
      keys.push(found[0]?.key ?? '');
    }
    expect(keys[0]).toContain('src/orders.ts#addressOf');
    expect(keys[1]).toBe(keys[0]);
    expect(Object.keys(state.errors)).toHaveLength(2);
  });
});
