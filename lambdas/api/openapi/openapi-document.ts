import type { CommandRow } from '../../../shared/commands/table/command-row.ts';
import { LiveEvent } from '../../../shared/domain/views/live-event.ts';
import { Problem } from '../problem.ts';
import { jsonSchema, type JsonObject } from './json-schema.ts';
import { actOperation, eventsOperation, readOperation } from './operations.ts';
import { STANDING_OPERATIONS } from './standing-operations.ts';

export type OpenApiOptions = { readonly version: string; readonly live: boolean; readonly mcp: boolean; readonly page: boolean };

/** What the document says, as far as it is read here. */
export type OpenApiDocument = JsonObject & { readonly info: JsonObject; readonly paths: Readonly<Record<string, JsonObject>> };

/** The OpenAPI 3.1 document, made of the same rows as the routes: what it does not name is not there. */
export const openApiDocument = (rows: readonly CommandRow[], { version, live, mcp, page }: OpenApiOptions): OpenApiDocument => ({
  openapi: '3.1.0',
  jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
  info: {
    title: 'Pawl',
    version,
    summary: 'Ask, see and decide: the same commands as at the command line, on the page and for agents.',
    description: 'Reads are GET with a query, acts are POST with JSON. Lists go on with `after`, the `next` of the page before. What a caller may not see is answered like what is not there.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: './' }],
  security: [{ token: [] }],
  paths: {
    ...Object.fromEntries(rows.map((row) => [`/v1/${row.name}`, row.kind === 'read' ? { get: readOperation(row) } : { post: actOperation(row) }])),
    ...(live ? { '/v1/events': { get: eventsOperation() } } : {}),
    ...STANDING_OPERATIONS({ mcp, page }),
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token that Pawl gave out, or one of the identity provider that is configured. On AWS programs may sign with SigV4 under /iam/ instead.' } },
    schemas: { Problem: jsonSchema(Problem), LiveEvent: jsonSchema(LiveEvent) },
  },
});
