import type { BroughtModule } from '../../edits/place-module.ts';

const TYPE = 'Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>';

const code = (isTyped: boolean, isWindows: boolean, keepsMark: boolean): string => {
  const line = `parts.join('')${isWindows ? ".replace(/\\r$/, '')" : ''}`;
  return `async function* linesOf(chunks${isTyped ? `: ${TYPE}` : ''})${isTyped ? ': AsyncGenerator<string>' : ''} {
  const decoder = new TextDecoder(${keepsMark ? "'utf-8', { ignoreBOM: true }" : ''});
  let parts${isTyped ? ': string[]' : ''} = [];
  for await (const chunk of chunks) {
    const [first = '', ...others] = (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })).split('\\n');
    parts.push(first);
    for (const other of others) {
      yield ${line};
      parts = [other];
    }
  }
  yield parts.join('') + decoder.decode();
}`;
};

const comment = (separator: string): string => `/** The lines that \`text.split(${separator})\` gives of the whole text, each as soon as it has come. */`;

const JS_TYPES = ` *
 * @param {${TYPE}} chunks
 * @returns {AsyncGenerator<string>}
 */`;

const cases = (separator: string): string => `test('gives the lines that split gives, wherever the chunks end', async () => {
  for (const text of ['', 'one', 'é\\nzwei\\n\\nlast', 'a\\r\\n\\r\\nb\\r', '\\n', '\\u2028x\\n']) {
    const bytes = new TextEncoder().encode(text);
    for (let size = 1; size <= bytes.length + 1; size += 1) {
      const chunks‹: Uint8Array[]› = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
      const lines‹: string[]› = [];
      for await (const line of linesOf(chunks)) lines.push(line);
      EQUAL(lines ~ text.split(${separator}));
    }
  }
});

test('fails as the stream fails', async () => {
  const failing = async function* ()‹: AsyncGenerator<Uint8Array>› {
    yield new TextEncoder().encode('half');
    throw new Error('connection lost');
  };
  const all = async () => {
    for await (const line of linesOf(failing())) EQUAL(line ~ 'never');
  };
  REJECTS(all() ~ connection lost);
});
`;

/** `linesOf`: lines of a stream. `keepsMark`: a byte order mark stays part of the text, as everywhere but in answers of fetch. */
export function linesModule(separator: '\n' | '\r?\n', keepsMark: boolean): BroughtModule {
  const isWindows = separator === '\r?\n';
  const written = isWindows ? '/\\r?\\n/' : "'\\n'";
  const text = comment(written);
  return {
    name: 'linesOf',
    words: ['lines', 'of'],
    source: {
      ts: { comment: text, code: code(true, isWindows, keepsMark) },
      js: { comment: text.replace('/** ', '/**\n * ').replace(' */', `\n${JS_TYPES}`), code: code(false, isWindows, keepsMark) },
    },
    cases: cases(written),
  };
}
