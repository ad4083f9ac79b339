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
const bundle = async () => {
  const result = await build({
    entryPoints: ['src/handler.ts'], bundle: true, write: false, outfile: 'out/index.mjs', format: 'cjs', platform: 'node', sourcemap: 'external',
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

/** Frames as the probe writes them, from running the bundle. */
const framesOf = (code: string): string[] => {
  const exported: { exports: { handler?: (event: { lines: number[] }) => string } } = { exports: {} };
  const run = new Script(`(module) => {${code}\n}`, { filename: '/bundle/index.mjs' }).runInThisContext() as (module: typeof exported) => void;
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
    expect(resolveSites(['index.mjs:12:5 load'], '{"not a map"')).toEqual(raw);
    expect(resolveSites(['file:///var/task/index.mjs:12:5 async Object.load'], undefined, ['var/task/index.mjs'])).toEqual([{ ...raw[0], path: 'var/task/index.mjs' }]);
  });

  it('leave out what is no frame and what is not the target\'s code', () => {
    expect(resolveSites(['', 'nonsense', 'node:internal/x:1:2 f', 'a/node_modules/b/c.js:1:2 g', 'index.mjs:0:0 h', 'index.mjs:1:1'], undefined)).toEqual([{ path: 'index.mjs', line: 1, column: 1 }]);
  });
});
