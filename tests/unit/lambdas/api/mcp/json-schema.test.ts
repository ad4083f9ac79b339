import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv-provider.js';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { outputSchema } from '../../../../../lambdas/api/mcp/json-schema.ts';
import { toolsOf } from '../../../../../lambdas/api/mcp/tool.ts';
import { COMMANDS_BY_NAME } from '../../../../../shared/commands/table/command-table.ts';

describe('schemas of answers', () => {
  it('are read by the client’s own validator as they are meant: every row’s example fits its tool', () => {
    const validator = new AjvJsonSchemaValidator();
    for (const [name, { row, listed, wrapped }] of toolsOf(COMMANDS_BY_NAME)) {
      const value: unknown = JSON.parse(JSON.stringify(row.output.parse(row.example.output)));
      const { valid, errorMessage } = validator.getValidator(listed.outputSchema)(wrapped ? { value } : value);
      expect([name, valid, errorMessage]).toEqual([name, true, undefined]);
      expect(validator.getValidator(listed.outputSchema)({ cut: 'no list' }).valid).toBe(false);
    }
  });

  it('say of a tuple how long it is in every dialect, and leave answers open for more', () => {
    expect(outputSchema(z.object({ point: z.tuple([z.number(), z.string()]) }))).toEqual({
      type: 'object', required: ['point'], properties: { point: { type: 'array', items: { anyOf: [{ type: 'number' }, { type: 'string' }] }, minItems: 2, maxItems: 2 } },
    });
  });
});
