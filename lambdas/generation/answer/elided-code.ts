const COMMENT = /^(?:\/\/+|#|\/\*+|\*|<!--|\{\s*\/\*+|--)\s*(.*?)\s*(?:\*+\/\s*\}?|-->)?$/;
const ONLY_DOTS = /^[[(<{]?\s*(?:\.{3,}|…)\s*[\])>}]?$/;
const LEFT_OUT =
  /\b(?:existing|previous|current|original|remaining|rest|remainder|unchanged|same|omitted|snip(?:ped)?|as before|other)\b/i;
const SUBJECT = String.raw`(?:(?:the\s+)?(?:rest|remainder)\s+of\s+(?:the\s+|this\s+|your\s+)?(?:\w+\s+)?(?:file|code|function|class|module|method|implementation|imports?|tests?)|(?:the\s+)?(?:existing|previous|original|remaining|other)\s+(?:code|imports?|functions?|methods?|implementation|tests?|logic|exports?)|everything\s+else|all\s+else)`;
const STATE = String.raw`(?:(?:is|are|remains?|stays?|goes|follows)\s+)?(?:unchanged|omitted|here|the\s+same|as\s+(?:is|before|it\s+(?:is|was)))(?:\s+for\s+brevity)?`;
const SAYS_SO = new RegExp(String.raw`^\W*(?:${SUBJECT}(?:\s+${STATE})?|(?:code\s+|rest\s+|file\s+)?(?:unchanged|omitted)(?:\s+for\s+brevity)?|same\s+as\s+before)\W*$`, 'i');

/**
 * The first line that stands for code instead of being it, as in `// ... existing code ...`: what is left out so would be deleted. Lines that the file
 * has already are its own. Returns its number, from 1, and its text.
 */
export function elidedCode(after: string, before: string | null): { readonly line: number; readonly text: string } | undefined {
  const known = new Set(before?.split(/\r?\n/).map((line) => line.trim()));
  for (const [index, whole] of after.split(/\r?\n/).entries()) {
    const line = whole.trim();
    if (line.length <= 160 && !known.has(line) && standsForCode(line)) return { line: index + 1, text: line };
  }
  return undefined;
}

function standsForCode(line: string): boolean {
  if (ONLY_DOTS.test(line)) return true;
  const [, comment] = COMMENT.exec(line) ?? [];
  if (comment === undefined) return false;
  const hasDots = /\.{3,}|…/.test(comment);
  return ONLY_DOTS.test(comment) || (hasDots && LEFT_OUT.test(comment)) || SAYS_SO.test(comment);
}
