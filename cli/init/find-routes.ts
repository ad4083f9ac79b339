import { isServiceCode, isTest, type SourceFiles, withoutComments } from './source-files.ts';

/** A route as it can be asked for: `values` are what the repository's own tests and documents put for each name in braces. */
export type Route = { readonly method: string; readonly path: string; readonly values: Readonly<Record<string, readonly string[]>> };

const VERB = 'GET|POST|PUT|PATCH|DELETE|HEAD';

/** Routes that a service seems to have, found by text in its code and templates; a suggestion, not the truth. Reads first. */
export function findRoutes(files: SourceFiles): Route[] {
  const found = new Map<string, Pick<Route, 'method' | 'path'>>();
  const note = (method: string, path: string) => {
    const route = { method: method.toUpperCase(), path: template(path) };
    if (/^\/(?!\/)[\w\-./{}~:@+$]*$/.test(route.path) && !/\.(?:[cm]?[jt]sx?|json)$/.test(route.path)) found.set(`${route.method} ${route.path}`, route);
  };
  for (const [path, text] of files) {
    if (isServiceCode(path, text)) routesInCode(withoutComments(text), note);
    else if (/\.(?:ya?ml)$/.test(path)) routesInTemplate(text, note);
  }
  const examples = examplePaths(files);
  return [...found.values()]
    .sort((a, b) => Number(b.method === 'GET') - Number(a.method === 'GET') || a.path.localeCompare(b.path))
    .map((route) => ({ ...route, values: valuesFor(route.path, examples) }));
}

type Note = (method: string, path: string) => void;

function routesInCode(code: string, note: Note): void {
  for (const [, method = '', path = ''] of code.matchAll(new RegExp(`['"\`](${VERB})\\s+(/[^'"\`\\s?]*)['"\`]`, 'g'))) note(method, path);
  for (const [, method = '', path = ''] of code.matchAll(/\b(?:app|api|router|routes?|server|fastify|hono)\s*\.\s*(get|post|put|patch|delete|head)\(\s*['"`](\/[^'"`\s]*)['"`]/g)) note(method, path);
  for (const match of code.matchAll(/\b(?:\w*[pP]ath\w*|resource|url|route)\s*={2,3}\s*['"`](\/[^'"`\s]*)['"`]/g)) note(methodNear(code, match.index), match[1] ?? '');
  for (const match of code.matchAll(/\b\w*[pP]ath\w*\.startsWith\(\s*['"`](\/[^'"`\s]*\/)['"`]/g)) note(methodNear(code, match.index), `${match[1] ?? ''}{id}`);
  for (const match of code.matchAll(/\bcase\s+['"`](\/[^'"`\s]*)['"`]/g)) note(methodNear(code, match.index), match[1] ?? '');
  for (const match of code.matchAll(/\/\^?(\\\/(?:[\w\-.]|\\[/.-]|\([^()]*\)\??|\[\^\/\]\+)+)\$?\/[a-z]*/g)) note(methodNear(code, match.index), fromPattern(match[1] ?? ''));
}

/** The verb named on the same line, or on the two lines after it; a read when there is none or there are several. */
function methodNear(code: string, index: number): string {
  const [line = '', ...next] = code.slice(code.lastIndexOf('\n', index) + 1).split('\n', 3);
  for (const around of [line, next.join('\n')]) {
    const verbs = new Set([...around.matchAll(new RegExp(`['"\`](${VERB})['"\`]`, 'g'))].map(([, verb = '']) => verb));
    if (verbs.size === 1) return [...verbs][0] ?? 'GET';
  }
  return 'GET';
}

/** `\/orders\/([^/]+)` as `/orders/{id}`. */
const fromPattern = (pattern: string): string => {
  let count = 0;
  return pattern
    .replaceAll(/\((?:\?<(\w+)>|\?:)?[^()]*\)\??|\[\^\/\]\+/g, (_whole, name: string | undefined) => `{${name ?? `id${(count += 1) > 1 ? count : ''}`}}`)
    .replaceAll(/\\([/.-])/g, '$1');
};

function routesInTemplate(text: string, note: Note): void {
  for (const [, method = '', path = ''] of text.matchAll(new RegExp(`(?:httpApi|http):\\s*['"]?(${VERB})\\s+(/?[^'"\\s]*)`, 'gi'))) note(method, path.startsWith('/') ? path : `/${path}`);
  for (const [, block = ''] of text.matchAll(/(?:^|\n)((?:[ \t]*(?:- )?(?:path|method):[^\n]*\n?){2,})/gi)) {
    const path = /path:\s*['"]?(\/?[^'"\s]+)/i.exec(block)?.[1];
    const method = new RegExp(`method:\\s*['"]?(${VERB}|any)\\b`, 'i').exec(block)?.[1];
    if (path !== undefined && method !== undefined) note(method.toLowerCase() === 'any' ? 'GET' : method, path.startsWith('/') ? path : `/${path}`);
  }
}

/** `:id`, `*` and `{proxy+}` as names in braces. */
const template = (path: string): string => path.replaceAll(/:(\w+)\??/g, '{$1}').replaceAll(/\{(\w+)[+?*]\}/g, '{$1}').replace(/(.)\/$/, '$1');

/** Whole paths in tests and documents: where people write down what they ask for. */
function examplePaths(files: SourceFiles): string[] {
  const texts = [...files].filter(([path]) => isTest(path) || /\.(?:md|http|jsonl|har)$/.test(path) || /event\w*\.json$/i.test(path)).map(([, text]) => text);
  return texts.flatMap((text) => [...text.matchAll(/['"`\s](\/[\w\-./~@+]+)(?=['"`\s?])/g)].map(([, path = '']) => path));
}

function valuesFor(path: string, examples: readonly string[]): Record<string, string[]> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = new RegExp(`^${path.replaceAll(/[.+*$]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
  const matches = examples.flatMap((example) => pattern.exec(example)?.slice(1) ?? []);
  return Object.fromEntries(names.map((name, index) => [name, [...new Set(matches.filter((_value, at) => at % names.length === index))].slice(0, 50)]));
}
