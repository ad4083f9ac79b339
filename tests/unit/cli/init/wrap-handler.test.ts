import { describe, expect, test } from 'vitest';
import { wrapHandler } from '../../../../cli/init/wrap-handler.ts';

const wrap = (text: string, name = 'handler') => {
  const result = wrapHandler('a.ts', text, name);
  return result.ok ? result.text : result.reason;
};

describe('putting the probe around a handler', () => {
  test('keeps an arrow function as it is', () => {
    expect(wrap("import a from 'a';\nimport b from 'b';\n\nexport const handler: Handler = async (event) => {\n  return a(b);\n};\n")).toBe(
      "import a from 'a';\nimport b from 'b';\nimport { probe } from '@pawl/probe';\n\nexport const handler: Handler = probe(async (event) => {\n  return a(b);\n});\n",
    );
  });

  test('turns a function into a constant, in the style of the file', () => {
    expect(wrap('import a from "a"\nexport async function handler(event) {\n  return a\n}\n')).toBe(
      'import a from "a"\nimport { probe } from "@pawl/probe"\nexport const handler = probe(async function handler(event) {\n  return a\n})\n',
    );
  });

  test('works in CommonJS, behind its directive', () => {
    expect(wrap('"use strict";\nconst a = require("a");\nexports.handler = async () => a;\n')).toBe(
      '"use strict";\nconst { probe } = require("@pawl/probe");\nconst a = require("a");\nexports.handler = probe(async () => a);\n',
    );
  });

  test('keeps Windows line ends', () => {
    expect(wrap("import a from 'a';\r\nexport const handler = a;\r\n")).toBe("import a from 'a';\r\nimport { probe } from '@pawl/probe';\r\nexport const handler = probe(a);\r\n");
  });

  test('wraps the export that was named, and no other', () => {
    expect(wrap('export const a = 1;\nexport const run = f;\n', 'run')).toBe("import { probe } from '@pawl/probe';\nexport const a = 1;\nexport const run = probe(f);\n");
  });

  test('leaves alone what is wrapped already, and what it does not understand', () => {
    expect(wrap("import { probe } from '@pawl/probe';\nexport const handler = probe(f);")).toBe('already');
    for (const text of ['const handler = 1;\nexport { handler };', 'export default function handler() {}', 'export function* handler() {}', '']) expect(wrap(text)).toBe('unknown form');
  });
});
