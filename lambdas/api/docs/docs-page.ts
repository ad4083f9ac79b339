import { PROBLEMS } from '../problem.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';

/** Nothing but the page's own style; no script at all. */
export const DOCS_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Operation = {
  operationId?: string; summary?: string; description?: string; tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: unknown }[];
  requestBody?: { content: Record<string, { schema?: unknown; example?: unknown }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: unknown; example?: unknown }> }>;
};

const HEADINGS: Readonly<Record<string, string>> = { reads: 'Reads', acts: 'Acts', agents: 'Agents', about: 'About' };

/** The OpenAPI document as one page that needs nothing but itself. */
export const docsPage = ({ info, paths }: OpenApiDocument): string => {
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })));
  const sections = Object.entries(HEADINGS).map(([tag, heading]) => {
    const own = operations.filter(({ operation }) => operation.tags?.includes(tag));
    return own.length === 0 ? '' : `<section aria-labelledby="${tag}"><h2 id="${tag}">${heading}</h2>${own.map(operationHtml).join('')}</section>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(String(info['title']))} API</title><link rel="stylesheet" href="docs.css"></head>
<body><header><h1>${escape(String(info['title']))} API</h1><p>${marked(String(info['description']))}</p><p>Version ${escape(String(info['version']))} · <a href="openapi.json">openapi.json</a> · <a href="#problems">Problems</a></p></header>
<main>${sections.join('')}
<section aria-labelledby="problems"><h2 id="problems">Problems</h2><p>Every error is <code>application/problem+json</code> (RFC 9457); <code>code</code> is one of these and does not change.</p>
<table><thead><tr><th scope="col">code</th><th scope="col">status</th><th scope="col">means</th></tr></thead><tbody>${Object.entries(PROBLEMS).map(([code, [status, title]]) => `<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${escape(title)}</td></tr>`).join('')}</tbody></table></section>
</main></body></html>
`;
};

const operationHtml = ({ path, method, operation }: { path: string; method: string; operation: Operation }): string => `<details id="${escape(operation.operationId ?? path)}"><summary><b>${method.toUpperCase()}</b> <code>${escape(path)}</code> <span>${escape(operation.summary ?? '')}</span></summary><div>
${operation.description === undefined ? '' : `<p>${marked(operation.description)}</p>`}
${parametersHtml(operation)}
${Object.entries(operation.requestBody?.content ?? {}).map(([type, body]) => contentHtml(`Body, ${type}`, body)).join('')}
${Object.entries(operation.responses ?? {}).map(([status, { description = '', content = {} }]) => (Number(status) < 300 ? `<h4>${status}: ${escape(description)}</h4>${Object.entries(content).map(([type, body]) => contentHtml(type, body)).join('')}` : `<p><b>${status}</b> ${marked(description)}</p>`)).join('')}
</div></details>`;

const parametersHtml = ({ parameters = [] }: Operation): string =>
  parameters.length === 0
    ? ''
    : `<table><thead><tr><th scope="col">parameter</th><th scope="col">in</th><th scope="col">what</th></tr></thead><tbody>${parameters.map(({ name, in: place, required = false, description = '', schema }) => `<tr><th scope="row"><code>${escape(name)}</code>${required ? ' (required)' : ''}</th><td>${place}</td><td>${escape(description)} <code>${escape(JSON.stringify(schema))}</code></td></tr>`).join('')}</tbody></table>`;

const contentHtml = (heading: string, { schema, example }: { schema?: unknown; example?: unknown }): string =>
  `<h4>${escape(heading)}</h4>${example === undefined ? '' : `<pre aria-label="example" tabindex="0">${escape(JSON.stringify(example, undefined, 2))}</pre>`}${schema === undefined ? '' : `<details><summary>schema</summary><div><pre tabindex="0">${escape(JSON.stringify(schema, undefined, 2))}</pre></div></details>`}`;

const marked = (text: string): string => escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>').replaceAll('\n\n', '</p><p>');

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
