import { Script } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { resolveSites } from '../../../../../shared/rules/detection/resolve-sites.ts';

const FILES: Record<string, string> = {
  'src/handler.ts': "import { total } from './total.ts';\nimport { shout } from 'loud';\n\nexport const handler = (event: { lines: number[] }): string => shout(total(event.lines));\n",
  'src/total.ts': 'type Line = number;\n\nexport function total(lines: readonly Line[]): string {\n  return where(lines);\n}\n\nfunction where(_: readonly Line[]): string {\n  return new Error("here").stack ?? "";\n}\n',
  'node_modules/loud/index.js': 'export function shout(text) {\n  return new Error("loud").stack + "\\n" + text;\n}\n',
};

const NAMESPACE = 'memory';

/** The service bundled as a package is, from memory: its sources are named `memory:src/…` in the map. */
const bundle = async (options: { minify?: boolean; sourcemap?: 'external' | 'inline' } = {}) => {
  const result = await build({
    entryPoints: ['src/handler.ts'], bundle: true, write: false, outfile: 'out/index.mjs', format: 'cjs', platform: 'node', sourcemap: 'external', ...options,
    plugins: [{
      name: 'memory',
      setup(builder) {
        builder.onResolve({ filter: /.*/ }, ({ path }) => ({ namespace: NAMESPACE, path: path === 'loud' ? 'node_modules/loud/index.js' : path.replace('./', 'src/') }));
        builder.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: FILES[path] ?? '', loader: path.endsWith('.ts') ? 'ts' : 'js' }));
      },
    }],
  });
  const text = (suffix: string) => result.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
  return { code: text('.mjs'), map: text('.map') };
};

const HEAD = '(module) => {';

/** Frames as the probe writes them, from running the bundle. */
const framesOf = (code: string): string[] => {
  const exported: { exports: { handler?: (event: { lines: number[] }) => string } } = { exports: {} };
  const run = new Script(`${HEAD}${code}\n}`, { filename: '/bundle/index.mjs', columnOffset: -HEAD.length }).runInThisContext() as (module: typeof exported) => void;
  run(exported);
  const stack = exported.exports.handler?.({ lines: [1] }) ?? '';
  return stack.split('\n').flatMap((line) => {
    const [, fn = '', at] = /^\s+at (?:(\S+) \()?\/bundle\/(index\.mjs:\d+:\d+)\)?$/.exec(line) ?? [];
    return at === undefined ? [] : [`${at} ${fn}`.trim()];
  });
};

describe('sites', () => {
  it('of a real bundle are the lines of the source, without packages', async () => {
    const { code, map } = await bundle();
    const frames = framesOf(code);
    expect(frames.length).toBeGreaterThan(4);
    expect(resolveSites(frames, map, Object.keys(FILES))).toEqual([
      // The package's own frame is left out; its caller, and what the message carried, are not.
      { path: 'src/handler.ts', line: 4, column: 64, functionName: 'handler' },
      { path: 'src/total.ts', line: 8, column: 10, functionName: 'where' },
      { path: 'src/total.ts', line: 4, column: 10, functionName: 'total' },
      { path: 'src/handler.ts', line: 4, column: 70, functionName: 'handler' },
    ]);
  });

  it('are raw positions without a map, or with one that cannot be read', () => {
    const raw = [{ path: 'index.mjs', line: 12, column: 5, functionName: 'load' }];
    expect(resolveSites(['index.mjs:12:5 load'], undefined)).toEqual(raw);
    for (const damaged of ['{"not a map"', '', '{}', '[]', 'null', 'data:application/json;base64,%%%', '{"version":3,"sources":["a.ts"],"names":[],"mappings":"!!!!"}', '{"version":3,"sections":[{"offset":{},"map":7}]}']) {
      expect([raw, []]).toContainEqual(resolveSites(['index.mjs:12:5 load'], damaged));
    }
    expect(resolveSites(['index.mjs:12:5 load'], '{"not a map"')).toEqual(raw);
    expect(resolveSites(['file:///var/task/index.mjs:12:5 async Object.load'], undefined, ['var/task/index.mjs'])).toEqual([{ ...raw[0], path: 'var/task/index.mjs' }]);
  });

  it('leave out what is no frame and what is not the target\'s code', () => {
    expect(resolveSites(['', 'nonsense', 'node:internal/x:1:2 f', 'a/node_modules/b/c.js:1:2 g', 'index.mjs:0:0 h', 'index.mjs:1:1'], undefined)).toEqual([{ path: 'index.mjs', line: 1, column: 1 }]);
  });

  it('of a bundle that was made small are the same, called by what the source calls them', async () => {
    const { code, map } = await bundle({ minify: true });
    const frames = framesOf(code);
    expect(frames.join(' ')).not.toMatch(/where|total|shout/);
    expect(resolveSites(frames, map, Object.keys(FILES)).map(({ path, line, functionName }) => [path, line, functionName])).toEqual([
      ['src/handler.ts', 4, 'handler'], ['src/total.ts', 8, 'where'], ['src/total.ts', 4, 'total'], ['src/handler.ts', 4, 'handler'],
    ]);
  });

  it('are the same from a map within the code, from one with sections, and from one with its sources elsewhere', async () => {
    const { code, map } = await bundle();
    const frames = framesOf(code);
    const expected = resolveSites(frames, map, Object.keys(FILES));
    const inline = await bundle({ sourcemap: 'inline' });
    expect(resolveSites(frames, inline.code, Object.keys(FILES))).toEqual(expected);
    const sections = JSON.stringify({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: JSON.parse(map) }] });
    expect(resolveSites(frames, sections, Object.keys(FILES))).toEqual(expected);
    const shifted = JSON.stringify({ version: 3, sections: [{ offset: { line: 100, column: 0 }, map: JSON.parse(map) }] });
    const moved = frames.map((frame) => frame.replace(/:(\d+):/, (_, line: string) => `:${Number(line) + 100}:`));
    expect(resolveSites(moved, shifted, Object.keys(FILES))).toEqual(expected);
    expect(resolveSites(frames, JSON.stringify({ ...JSON.parse(map.replaceAll(`${NAMESPACE}:`, '')), sourceRoot: 'file:///build/orders/' }), Object.keys(FILES))).toEqual(expected);
  });

  it.each([
    ['webpack://orders/./src/total.ts', 'src/total.ts'], ['webpack:///./src/total.ts?1f2e', 'src/total.ts'], ['webpack://orders/src/total.ts', 'src/total.ts'],
    ['file:///build/orders/src/total.ts', 'build/orders/src/total.ts'], ['C:\\build\\src\\total.ts', 'build/src/total.ts'], ['file:///C:/build/src/total.ts', 'build/src/total.ts'], ['../../src/total.ts', 'src/total.ts'],
  ])('of the source %s are in %s', (source, path) => {
    const map = JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAAA' });
    expect(resolveSites(['index.mjs:1:1 total'], map)).toEqual([{ path, line: 1, column: 1, functionName: 'total' }]);
    expect(resolveSites(['index.mjs:1:1 total'], map, ['src/total.ts', 'src/other.ts'])[0]?.path).toBe('src/total.ts');
  });

  it('of other languages have no column, and are found by the end of their path', () => {
    expect(resolveSites(['/var/task/app/orders.py:12 load'], undefined, ['app/orders.py'])).toEqual([{ path: 'app/orders.py', line: 12, column: 1, functionName: 'load' }]);
    expect(resolveSites(['com/example/Dao.java:44 Dao.find', 'java/lang/Thread.java:3 Thread.run'], undefined, ['src/main/java/com/example/Dao.java'])).toEqual([{ path: 'src/main/java/com/example/Dao.java', line: 44, column: 1, functionName: 'Dao.find' }]);
    expect(resolveSites(['/build/orders/main.go:7 main.(*Orders).load', '/usr/local/go/src/runtime/panic.go:770 panic'], undefined, ['main.go'])).toEqual([{ path: 'main.go', line: 7, column: 1, functionName: 'main.(*Orders).load' }]);
  });

  it('keep a class and its method apart from what a bundler made of the class', () => {
    const text = ['export class Orders {', '  #all = [];', '  async load(id) {', '    return this.#all.find((one) => one.id === id) ?? fail(id);', '  }', '}'].join('\n');
    const map = JSON.stringify({ version: 3, sources: ['src/orders.ts'], sourcesContent: [text], names: [], mappings: ';;;AAGE' });
    const nameOf = (frame: string): string | undefined => resolveSites([`index.mjs:4:1 ${frame}`], map)[0]?.functionName;
    expect([nameOf('Orders.load'), nameOf('a.load'), nameOf('a'), nameOf('async b.<computed>')]).toEqual(['Orders.load', 'load', 'load', 'load']);
    expect(resolveSites(['index.mjs:4:1'], map)[0]).not.toHaveProperty('functionName');
  });
});
