import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReview } from '../../../../../lambdas/generation/auditing/parse-review.ts';
import { isBlocking, type Issue } from '../../../../../lambdas/generation/auditing/review.ts';

const ISSUE: Issue = { severity: 'major', path: 'src/orders.ts', line: 12, message: 'The promise is not awaited.', code: 'save(order);' };
const blocks = (...issues: Issue[]) => ({ kind: 'review', verdict: 'blocks', issues });
const passes = (...issues: Issue[]) => ({ kind: 'review', verdict: 'passes', issues });
const asJson = (issue: object = ISSUE, verdict = 'blocks') => JSON.stringify({ verdict, issues: [issue] });

describe('a review', () => {
  it.each([
    ['bare JSON', asJson()],
    ['JSON in a fence, between sentences', `Here is my {careful} review.\n\`\`\`json\n${asJson()}\n\`\`\`\nThat is all.`],
    ['JSON over several lines', JSON.stringify({ verdict: 'blocks', issues: [ISSUE] }, null, 2)],
    ['JSON with commas too many', asJson().replace(']}', ',],}')],
    ['JSON with other names', asJson({ severity: 'High', file: './src/orders.ts', line: '12', description: ISSUE.message, quote: '`save(order);`' }, 'REJECT')],
    ['a list of issues alone', `[${JSON.stringify(ISSUE)}]`],
    ['lines', 'VERDICT: blocks\nISSUE major src/orders.ts:12 The promise is not awaited.\nCODE: `save(order);`'],
    ['lines in Markdown', '## Verdict: **blocks**\n- Issue 1: [major] `src/orders.ts:12` – The promise is not awaited.\n  - Code: `save(order);`'],
    ['lines in a fence', '```\nVERDICT: blocks\nISSUE (high): src/orders.ts line 12: The promise is not awaited.\nQUOTE: save(order);\n```'],
  ])('is read from %s', (_, text) => {
    expect(parseReview(text)).toEqual(blocks(ISSUE));
  });

  it.each([['{"verdict":"passes","issues":[]}'], ['{"verdict": "approved"}'], ['VERDICT: pass'], ['**Verdict:** passes.']])('that passes is read from %s', (text) => {
    expect(parseReview(text)).toEqual(passes());
  });

  it('blocks on what stands behind any number of minor issues', () => {
    const issues = [...Array.from({ length: 40 }, (_, index) => ({ severity: 'minor', message: `Name ${index}.` })), { severity: 'blocker', message: 'It loses money.' }];
    expect(parseReview(JSON.stringify({ verdict: 'passes', issues }))).toMatchObject({ kind: 'review', verdict: 'blocks', issues: [...Array.from({ length: 29 }, () => ({ severity: 'minor' })), { severity: 'blocker', message: 'It loses money.' }] });
  });

  it('passes with minor issues', () => {
    const minor = { ...ISSUE, severity: 'minor' } as const;
    expect(parseReview(asJson(minor, 'passes'))).toEqual(passes(minor));
  });

  it('that says it passes, with an issue that blocks, blocks', () => {
    expect(parseReview(asJson(ISSUE, 'passes'))).toEqual(blocks(ISSUE));
    expect(parseReview(`{"verdict":"passes","issues":[]}\n${asJson()}`)).toEqual(blocks(ISSUE));
  });

  it('takes an issue of unheard-of weight for a serious one', () => {
    expect(parseReview(asJson({ ...ISSUE, severity: 'hmm' }, 'passes'))).toMatchObject({ verdict: 'blocks', issues: [{ severity: 'major' }] });
    expect(parseReview(asJson({ message: 'It loses orders.' }, 'passes'))).toMatchObject({ verdict: 'blocks', issues: [{ severity: 'major' }] });
  });

  it.each([
    ['nothing', ''],
    ['praise', 'Looks good to me, ship it!'],
    ['JSON of another kind', '{"ok":true}'],
    ['an empty object', '{}'],
    ['issues without a verdict', '{"issues":[]}'],
    ['a verdict that is none', '{"verdict":"unsure","issues":[]}'],
    ['both words in one line', 'VERDICT: passes or blocks'],
    ['the description of the form', '{"verdict": "passes" or "blocks", "issues": []}'],
    ['a block without an issue', '{"verdict":"blocks","issues":[]}'],
    ['a block with minor issues only', asJson({ ...ISSUE, severity: 'minor' })],
    ['two verdicts', '{"verdict":"passes","issues":[]} {"verdict":"blocks","issues":[]}'],
    ['an issue without a message', '{"verdict":"passes","issues":[{"severity":"blocker","path":"a.ts"}]}'],
    ['an issue that is a text', '{"verdict":"passes","issues":["it loses orders"]}'],
    ['an issue in JSON that is broken', '{\n"verdict": "passes",\n"issues": [{"severity": "blocker", "message": "it says "no" to all"}]\n}'],
    ['an issue line without a word', 'VERDICT: passes\nISSUE blocker\n'],
  ])('cannot be read from %s', (_, text) => {
    expect(parseReview(text)).toMatchObject({ kind: 'unreadable' });
  });

  it('is a verdict or unreadable for any text, and passes only where it is said', () => {
    const pieces = fc.constantFrom('VERDICT: ', 'passes', 'blocks', '\n', '{', '}', '[', ']', '"verdict"', ':', ',', '"issues"', '"severity"', '"blocker"', '"minor"', 'ISSUE major ', '```', '\\', '"');
    const texts = fc.oneof(fc.array(fc.nat(0xffff), { maxLength: 400 }).map((codes) => String.fromCharCode(...codes)), fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 60 }).map((parts) => parts.join('')), fc.json());
    fc.assert(
      fc.property(texts, (text) => {
        const review = parseReview(text);
        if (review.kind === 'unreadable') {
          expect(review.why).not.toBe('');
          return;
        }
        expect(review.issues.some(isBlocking)).toBe(review.verdict === 'blocks');
        if (review.verdict === 'passes') expect(text).toMatch(/pass|approve|accept/i);
      }),
      { numRuns: 500 },
    );
  });

  it('gives back what was written in the form that is asked for', () => {
    const words = fc.array(fc.constantFrom('the', 'order', '"quoted"', '{brace', 'is', 'lost;', '`tick`'), { minLength: 1, maxLength: 6 }).map((each) => each.join(' '));
    const issue = fc.record({ severity: fc.constantFrom('blocker', 'major', 'minor'), path: fc.constantFrom('src/a.ts', 'src/b/c.test.mjs'), line: fc.integer({ min: 1, max: 9999 }), message: words, code: words });
    fc.assert(
      fc.property(fc.uniqueArray(issue, { maxLength: 5, selector: ({ message, line, path }) => `${path} ${line} ${message}` }), fc.boolean(), (issues, isFenced) => {
        const verdict = issues.some(({ severity }) => severity !== 'minor') ? 'blocks' : 'passes';
        const json = JSON.stringify({ verdict, issues });
        const review = parseReview(isFenced ? `Well.\n\`\`\`json\n${json}\n\`\`\`` : json);
        expect(review).toMatchObject({ kind: 'review', verdict });
        expect(review.kind === 'review' && review.issues.map(({ severity, path, line, message }) => [severity, path, line, message])).toEqual(issues.map(({ severity, path, line, message }) => [severity, path, line, message]));
      }),
      { numRuns: 200 },
    );
  });

  it('is bounded, whatever it is given', () => {
    const many = JSON.stringify({ verdict: 'blocks', issues: Array.from({ length: 200 }, (_, index) => ({ ...ISSUE, line: index + 1, message: 'x y '.repeat(1000) })) });
    const review = parseReview(many);
    expect(review.kind === 'unreadable' || JSON.stringify(review).length < 40_000).toBe(true);
    for (const text of ['{'.repeat(200_000), '[{"severity":'.repeat(20_000), `ISSUE major ${'a.'.repeat(100_000)}`, '"'.repeat(200_000)]) expect(parseReview(text).kind === 'unreadable' || text.startsWith('ISSUE')).toBe(true);
  });
});
