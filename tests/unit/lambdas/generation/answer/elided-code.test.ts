import { describe, expect, it } from 'vitest';
import { elidedCode } from '../../../../../lambdas/generation/answer/elided-code.ts';

describe('code that was left out', () => {
  it.each([
    '// ... existing code ...', '// …', '/* ... */', '# ... rest of the file', '...', '[...]', '// rest of the file unchanged', '// (rest of the code remains the same)', '{/* ... existing markup ... */}', '// existing code here',
    '// unchanged', '// Omitted for brevity', '// ... other imports', '<!-- ... unchanged ... -->', '// everything else stays as it is', '  // same as before',
  ])('is seen in %s', (line) => {
    expect(elidedCode(`const a = 1;\n${line}\nconst b = 2;\n`, null)).toEqual({ line: 2, text: line.trim() });
  });

  it.each([
    '// Keeps the existing code path for callers of version 1.', '// the rest of the items are fetched by the next page', 'const all = [...rest];', '  ...rest,', '// waits ... then tries again', '// other', '/** The remaining time, in milliseconds. */', 'fn(...args);', '// Unchanged prices are not sent again.',
  ])('is not seen in %s', (line) => {
    expect(elidedCode(`const a = 1;\n${line}\n`, null)).toBeUndefined();
  });

  it('is not what the file says already', () => {
    expect(elidedCode('// ... existing code ...\nconst a = 2;\n', 'const a = 1;\n  // ... existing code ...\n')).toBeUndefined();
  });
});
