import type { CommandRow } from '../../../shared/commands/table/command-row.ts';
import { KEY } from '../idempotent-answers.ts';
import { PROBLEMS, type ProblemCode } from '../problem.ts';
import { jsonSchema, type JsonObject } from './json-schema.ts';

/** What any signed-in question may be answered with instead. */
const ALWAYS: readonly ProblemCode[] = ['malformed', 'unauthenticated', 'forbidden', 'not-found', 'refused', 'invalid', 'too-many', 'failed', 'off'];
const OF_ACTS: readonly ProblemCode[] = [...ALWAYS, 'too-large', 'unsupported-type'];

const RATE_HEADERS: JsonObject = {
  RateLimit: { description: 'How many calls are left (`r`), and seconds until there is one (`t`).', schema: { type: 'string' } },
  'RateLimit-Policy': { description: 'How many calls there are at once (`q`), and the seconds in which they come back (`w`).', schema: { type: 'string' } },
};

/** One answer a status; statuses that several problems share name all of them. */
export const problemResponses = (codes: readonly ProblemCode[]): JsonObject => {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code][0]))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: codes.filter((code) => PROBLEMS[code][0] === status).map((code) => `${PROBLEMS[code][1]} (\`${code}\`)`).join('; '),
        ...(status === 429 ? { headers: { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } } } : {}),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const named = ({ name, title, summary, permission, kind }: CommandRow): JsonObject => ({ operationId: name, summary: title, description: `${summary}\n\nNeeds the permission \`${permission}\`.`, tags: [kind === 'read' ? 'reads' : 'acts'] });

export const readOperation = (row: CommandRow): JsonObject => {
  const { properties = {}, required = [] } = jsonSchema(row.input) as { properties?: Record<string, JsonObject>; required?: string[] };
  const example: Readonly<Record<string, unknown>> = row.example.input;
  return {
    ...named(row),
    parameters: [
      ...Object.entries(properties).map(([name, { description, ...schema }]) => ({
        name,
        in: 'query',
        required: required.includes(name),
        ...(description === undefined ? {} : { description }),
        schema,
        ...(schema['type'] === 'array' ? { style: 'form', explode: true } : {}),
        ...(example[name] === undefined ? {} : { example: example[name] }),
      })),
      { name: 'If-None-Match', in: 'header', required: false, description: 'an ETag: answered with 304 while nothing changed', schema: { type: 'string' } },
    ],
    responses: {
      200: {
        description: row.title,
        headers: { ETag: { schema: { type: 'string' } }, Link: { description: 'the next page, where there is one', schema: { type: 'string' } }, ...RATE_HEADERS },
        content: { 'application/json': { schema: jsonSchema(row.output), example: row.example.output } },
      },
      304: { description: 'Nothing changed since the ETag that was sent.' },
      ...problemResponses(ALWAYS),
    },
  };
};

export const actOperation = (row: CommandRow): JsonObject => ({
  ...named(row),
  parameters: [
    { name: 'Idempotency-Key', in: 'header', required: false, description: 'the same key with the same body is done once, and answered alike for 24 hours', schema: { type: 'string', pattern: KEY.source } },
  ],
  requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(row.input), example: row.example.input } } },
  responses: {
    200: {
      description: 'Done.',
      headers: { 'Idempotency-Replayed': { description: '`true` when this was answered before', schema: { type: 'string' } }, ...RATE_HEADERS },
      content: { 'application/json': { schema: jsonSchema(row.output), example: row.example.output } },
    },
    ...problemResponses([...OF_ACTS, 'in-progress', 'key-reused']),
  },
});

export const eventsOperation = (): JsonObject => ({
  operationId: 'events',
  summary: 'Live events',
  description: 'Server-sent events: the present first (`snapshot`), then what changes. Comments are signs of life. It ends after a while; ask again with `Last-Event-ID` to hear what came meanwhile.',
  tags: ['reads'],
  parameters: [{ name: 'Last-Event-ID', in: 'header', required: false, description: 'the id of the last event that was heard', schema: { type: 'string' } }],
  responses: {
    200: { description: 'Events; each `data` is a LiveEvent.', content: { 'text/event-stream': { schema: { type: 'string' }, 'x-event-schema': { $ref: '#/components/schemas/LiveEvent' } } } },
    ...problemResponses(['unauthenticated', 'forbidden', 'too-many', 'failed', 'off']),
  },
});
