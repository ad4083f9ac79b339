import { problemResponses } from './operations.ts';
import type { JsonObject } from './json-schema.ts';

const open = (operationId: string, summary: string, contentType: string): JsonObject => ({
  operationId, summary, tags: ['about'], security: [],
  responses: { 200: { description: summary, content: { [contentType]: { schema: {} } } }, ...problemResponses(['wrong-host', 'failed']) },
});

/** What is there beside the commands: it tells nothing of anybody, but for `/mcp`, which needs an agent's token. */
export const STANDING_OPERATIONS = ({ mcp, page }: { readonly mcp: boolean; readonly page: boolean }): Record<string, JsonObject> => ({
  '/openapi.json': { get: open('openapi', 'This document', 'application/json') },
  '/docs': { get: open('docs', 'This document, to read', 'text/html') },
  '/docs.css': { get: open('docs-style', 'How it looks', 'text/css') },
  '/config.json': { get: open('config', 'What the page needs to know before anybody signed in', 'application/json') },
  ...(page ? { '/': { get: open('page', 'The page', 'text/html') }, '/{file}': { get: { ...open('page-file', 'A file of the page', '*/*'), parameters: [{ name: 'file', in: 'path', required: true, schema: { type: 'string' }, description: 'the path may have several parts' }] } } } : {}),
  ...(mcp
    ? {
        '/mcp': {
          post: {
            operationId: 'mcp', summary: 'The MCP server', description: 'Model Context Protocol, streamable HTTP; for agents.', tags: ['agents'],
            requestBody: { required: true, content: { 'application/json': { schema: { description: 'a JSON-RPC message' } } } },
            responses: { 200: { description: 'A JSON-RPC answer, or a stream of them.', content: { 'application/json': { schema: {} }, 'text/event-stream': { schema: { type: 'string' } } } }, 202: { description: 'Taken note of.' }, ...problemResponses(['malformed', 'unauthenticated', 'forbidden', 'too-large', 'too-many', 'failed']) },
          },
        },
      }
    : {}),
});
