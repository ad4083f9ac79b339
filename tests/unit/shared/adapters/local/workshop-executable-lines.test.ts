import { describe, expect, it } from 'vitest';
import { executableLines } from '../../../../../shared/adapters/local/workshop-executable-lines.ts';

const lines = (text: string, path = 'a.ts') => [...executableLines(path, text).keys()].toSorted((a, b) => a - b);

describe('lines that can run', () => {
  it.each([
    ['types, imports and re-exports are none', "import { a } from './a.ts';\nexport type { B } from './b.ts';\ninterface C {\n  d: string;\n}\ntype E = {\n  f: 1;\n};\ndeclare const g: number;\n", []],
    ['headers and brackets are none', 'export function f(\n  a: number,\n  b: string,\n): void {\n}\nclass G {\n  h: number;\n  i(): void {\n  }\n}\n', []],
    ['statements are, and comments are not', '// before\nconst a = 1; // behind\n\n/* long\n   one */\nreturnIt(a);\n', [2, 6]],
    ['each line of a long expression is', 'const a = [\n  one(),\n  // two\n  { three: 3 },\n].map((x) =>\n  x,\n);\n', [1, 2, 4, 5, 6]],
    ['defaults, initialisers and heads of loops are', 'class A {\n  b = make();\n  c(\n    d = 1,\n  ) {\n    for (const e of d) {\n      use(e as string);\n    }\n  }\n}\n', [2, 4, 6, 7]],
  ])('%s', (_, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it('gives the offset of the first of them', () => {
    const text = 'if (a) { b(); }\n';
    expect(executableLines('a.js', text)).toEqual(new Map([[1, 0]]));
  });
});
