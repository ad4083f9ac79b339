import { isServiceCode, type SourceFiles, withoutComments } from './source-files.ts';

/** An environment variable that the code reads. `optional` when each place that reads it can do without. */
export type Variable = { readonly name: string; readonly optional: boolean };

/** Set by Lambda, Node or the shell: nobody has to configure these. */
const GIVEN = /^(?:AWS_|_|LAMBDA_|NODE_|npm_)|^(?:PATH|HOME|TZ|LANG|PWD|CI|DEBUG|LD_LIBRARY_PATH)$/;
/** What follows a read that can do without: a default, a comparison, a condition. */
const DOES_WITHOUT = /^\s*(?:\?\?|\|\||[!=]==?|\?[^.]|\)\s*(?:\?[^.]|\{|return\b|&&))/;

/** The variables that a service's own code reads, by name. Finds `process.env.X`, `process.env['X']` and `const { X, Y: y = 1 } = process.env`. */
export function findVariables(files: SourceFiles): Variable[] {
  const found = new Map<string, boolean>();
  const note = (name: string, optional: boolean) => found.set(name, (found.get(name) ?? true) && optional);
  for (const [path, text] of files) {
    if (!isServiceCode(path, text)) continue;
    const code = withoutComments(text);
    for (const read of code.matchAll(/\b(?:process|Bun)\.env(?:\??\.(\w+)|(?:\?\.)?\[\s*['"`](\w+)['"`]\s*\])(!?)/g)) {
      if (!/^\s*=[^=]/.test(code.slice(read.index + read[0].length))) note(read[1] ?? read[2] ?? '', DOES_WITHOUT.test(code.slice(read.index + read[0].length)) || /(?:if\s*\(|!|typeof\s+)$/.test(code.slice(0, read.index)));
    }
    for (const [, list = ''] of code.matchAll(/\{([^{}]*)\}\s*=\s*process\.env\b(?!\s*[.[])/g)) {
      for (const item of list.split(',')) {
        const parts = /^\s*(\w+)\s*(?::\s*\w+\s*)?(=)?/.exec(item);
        if (parts?.[1] !== undefined) note(parts[1], parts[2] !== undefined);
      }
    }
  }
  return [...found].filter(([name]) => !GIVEN.test(name)).map(([name, optional]) => ({ name, optional })).sort((a, b) => a.name.localeCompare(b.name));
}
