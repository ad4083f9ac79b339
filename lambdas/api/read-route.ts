import { createHash } from 'node:crypto';
import type { Handler } from 'hono';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import type { AnswerMemory } from './answer-memory.ts';
import { answerCommand } from './answer-command.ts';
import type { ApiEnv } from './app.ts';
import type { ApiOptions } from './api-options.ts';
import { queryReader } from './query-input.ts';

/** `GET /v1/<name>?…`: the value as JSON, its ETag, and the address of the next page where there is one. */
export const readRoute = (row: CommandRow, options: ApiOptions, memory: AnswerMemory): Handler<ApiEnv> => {
  const read = queryReader(row.input);
  return async (c) => {
    const { pathname, searchParams } = new URL(c.req.url);
    const caller = c.get('caller');
    const { text, tag, next } = await memory.answer(JSON.stringify([row.name, searchParams.toString(), caller]), async () => {
      const value = await answerCommand(options, { row, input: read(searchParams), caller });
      const said = JSON.stringify(value);
      return { text: said, tag: `"${createHash('sha256').update(said).digest('base64url').slice(0, 27)}"`, next: nextOf(value) };
    });
    c.header('etag', tag);
    c.header('vary', 'authorization');
    if (matches(c.req.header('if-none-match'), tag)) return c.body(null, 304);
    if (next !== undefined) {
      searchParams.set('after', next);
      c.header('link', `<${pathname}?${searchParams.toString()}>; rel="next"`);
    }
    return c.body(text, 200, { 'content-type': 'application/json' });
  };
};

/** RFC 9110, 13.1.2: a list of tags, weak ones compared like strong ones. */
const matches = (wanted: string | undefined, tag: string): boolean => wanted !== undefined && (wanted.trim() === '*' || wanted.split(',').some((one) => one.trim().replace(/^W\//, '') === tag));

const nextOf = (value: unknown): string | undefined => (typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'string' ? value.next : undefined);
