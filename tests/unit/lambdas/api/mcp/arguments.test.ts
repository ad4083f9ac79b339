import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { inRowsNames, namedForAgents } from '../../../../../lambdas/api/mcp/arguments.ts';
import { inputSchema } from '../../../../../lambdas/api/mcp/json-schema.ts';
import { snakeCase } from '../../../../../lambdas/api/mcp/snake-case.ts';

const Input = z.strictObject({
  targetId: z.string(),
  claim: z.discriminatedUnion('on', [z.object({ on: z.literal('slow'), thresholdMs: z.number() }), z.object({ on: z.literal('fast') })]).optional(),
  change: z.union([z.object({ diff: z.string() }), z.object({ wholeFiles: z.record(z.string(), z.string().nullable()) })]).optional(),
  manyOf: z.array(z.object({ oneOfThem: z.number() })).optional(),
});
const OWN = inputSchema(Input);

describe('arguments', () => {
  it('are told in snake case at every depth, the keys of maps as they are', () => {
    const text = JSON.stringify(namedForAgents(OWN, snakeCase));
    for (const name of ['target_id', 'threshold_ms', 'whole_files', 'many_of', 'one_of_them']) expect(text).toContain(`"${name}"`);
    expect(text).not.toMatch(/targetId|thresholdMs|wholeFiles|manyOf/);
  });

  it('come back to the names of the row', () => {
    const told = { target_id: 'orders', claim: { on: 'slow', threshold_ms: 2 }, change: { whole_files: { 'src/some_file.ts': 'x', target_id: null } }, many_of: [{ one_of_them: 1 }] };
    expect(Input.parse(inRowsNames(OWN, told, snakeCase))).toEqual({ targetId: 'orders', claim: { on: 'slow', thresholdMs: 2 }, change: { wholeFiles: { 'src/some_file.ts': 'x', target_id: null } }, manyOf: [{ oneOfThem: 1 }] });
  });

  it('may be spelled as answers spell them, and null leaves out what need not be said', () => {
    expect(inRowsNames(OWN, { targetId: 'orders', claim: null }, snakeCase)).toEqual({ targetId: 'orders' });
  });

  it('reach the row whatever they are, so that it can refuse them', () => {
    fc.assert(fc.property(fc.jsonValue(), (anything) => {
      const before = JSON.stringify(anything);
      const translated = inRowsNames(OWN, anything, snakeCase);
      expect(JSON.stringify(anything)).toBe(before);
      expect(typeof translated).toBe(typeof anything);
    }));
    expect(Input.safeParse(inRowsNames(OWN, JSON.parse('{"target_id":"a","__proto__":{"polluted":true}}'), snakeCase)).success).toBe(false);
  });
});
