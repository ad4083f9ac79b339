import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../shared/commands/table/command-table.ts';
import { startApi, type ApiServer } from '../../../support/api-server.ts';

const Operation = z.object({
  operationId: z.string(), summary: z.string(), tags: z.array(z.string()),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['query', 'header', 'path']) })).optional(),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown().optional(), example: z.unknown().optional() })) }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: z.record(z.string(), z.object({ schema: z.unknown().optional(), example: z.unknown().optional() })).optional() })),
});
const Document = z.object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.record(z.string(), Operation)) });

let api: ApiServer;
let document: z.infer<typeof Document>;
beforeAll(async () => {
  api = await startApi({ mcp: () => Promise.resolve(new Response()), page: { file: () => Promise.resolve(undefined) } });
  document = Document.parse(await (await api.ask('/openapi.json')).json());
});
afterAll(() => api.close());

const operations = () => Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

describe('the document', () => {
  it('names every row of the table, and each operation once', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(ids).toEqual([...new Set(ids)]);
    for (const { name, kind } of COMMANDS) expect(document.paths[`/v1/${name}`]?.[kind === 'read' ? 'get' : 'post']?.operationId).toBe(name);
  });

  it('names every route that there is', () => {
    // What runs before routes, and what answers wrong methods, stands under all methods.
    const routes = api.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method.toLowerCase()} ${path === '/*' ? '/{file}' : path}`);
    const documented = operations().map(({ path, method }) => `${method} ${path}`).filter((one) => one !== 'get /' && one !== 'post /mcp');
    expect([...new Set(routes)].sort()).toEqual(documented.sort());
  });

  it('names every method of a path', async () => {
    for (const { path, method } of operations().filter(({ path: one }) => one.startsWith('/v1/'))) {
      for (const other of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => one !== method.toUpperCase())) expect((await api.ask(path, undefined, { method: other })).status, `${other} ${path}`).toBe(405);
    }
  });

  it('describes what each row takes and answers, with its example', () => {
    for (const row of COMMANDS) {
      const operation = document.paths[`/v1/${row.name}`]?.[row.kind === 'read' ? 'get' : 'post'];
      expect(operation?.responses['200']?.content?.['application/json']?.example, row.name).toEqual(JSON.parse(JSON.stringify(row.example.output)));
      if (row.kind === 'act') expect(operation?.requestBody?.content['application/json']?.example, row.name).toEqual(JSON.parse(JSON.stringify(row.example.input)));
      else expect(operation?.parameters?.filter((one) => one.in === 'query').map(({ name }) => name), row.name).toEqual(Object.keys(row.input.shape));
      for (const status of ['401', '403', '404', '422', '429', '500']) expect(Object.keys(operation?.responses ?? {}), row.name).toContain(status);
    }
  });

  it('has no reference that leads nowhere', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((reference) => !reference.startsWith('#/components/schemas/'))).toEqual([]);
    expect(text).not.toContain('$defs');
  });

  it('is there to read, without a script and without anybody else', async () => {
    const response = await api.ask('/docs');
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(html).not.toMatch(/<script|javascript:|https?:\/\/|style="| on\w+="/);
    for (const { name } of COMMANDS) expect(html).toContain(`id="${name}"`);
    for (const { path } of operations()) expect(html).toContain(path.replaceAll('&', '&amp;'));
    const style = await api.ask('/docs.css');
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });
});
