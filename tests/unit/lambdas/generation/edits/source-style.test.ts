import { expect, test } from 'vitest';
import { indentAt, sourceStyle } from '../../../../../lambdas/generation/edits/source-style.ts';

test('reads quotes, indentation, semicolons and line ends off the text', () => {
  expect(sourceStyle('import a from "a"\r\n\r\nfunction f() {\r\n\treturn a\r\n}\r\n')).toMatchObject({ quote: '"', indent: '\t', semicolon: '', newline: '\r\n' });
  expect(sourceStyle("const a = 'x';\nfunction f() {\n    return a;\n}\n")).toMatchObject({ quote: "'", indent: '    ', semicolon: ';', newline: '\n' });
});

test('sees whether lists end with a comma and braces are spaced', () => {
  expect(sourceStyle("f([\n  'a',\n  'b'\n]);\nimport {a} from 'a';\n")).toMatchObject({ trailingComma: false, spacedBraces: false });
  expect(sourceStyle("f([\n  'a',\n  'b',\n]);\nimport { a } from 'a';\nconst t = `${a}`;\n")).toMatchObject({ trailingComma: true, spacedBraces: true });
});

test('knows the indentation of the line around an offset', () => {
  expect(indentAt('if (a) {\n    b();\n}', 14)).toBe('    ');
  expect(indentAt('a();', 2)).toBe('');
});
