import type ts from 'typescript';
import { KIND } from '../kinds.ts';
import type { Call, Observed } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import type { Value } from '../value.ts';
import { HOLE, isTainted, shapeOf } from '../value.ts';

const CLIENT = /^(?:fetch|axios|got|request|needle|superagent|ky|undici|node-fetch|cross-fetch|make-fetch-happen|isomorphic-fetch|phin|bent|wreck|request-promise(?:-native)?|https?|http2|ofetch|\$fetch|node-libcurl|urllib|centra|simple-get|get-json|download|jsdom|link-preview-js|open-graph-scraper|wretch|puppeteer|playwright|follow-redirects|@hapi\/wreck|axios\.create\(\)|got\.extend\(\)|ky\.create\(\))(?:\.|$)/;
const REQUEST_METHOD = /^(?:get|post|put|patch|delete|head|options|request|fetch|stream|all|create|connect|default|fromURL|paginate|getUri|instance|json|text|axios|got|needle|ky|download|getLinkPreview|jsonp)$/;
const FIELDS = ['url', 'uri', 'host', 'hostname', 'baseURL', 'baseUrl', 'href', 'prefixUrl', 'origin'] as const;
const ADVICE = 'Compare the parsed host (new URL(value).hostname) with a list of hosts that may be called, or keep the host in the code and encode only a part of the path.';

/** Input that chooses which host the service calls. */
export function ssrfSightings(event: Observed): Sighting[] {
  return event.kind === 'call' ? ofCall(event.call) : [];
}

function ofCall(call: Call): Sighting[] {
  const { node, method, origin, receiverName, args, receiver, isNew } = call;
  if (receiver.role !== undefined) return [];
  const [first, second] = args;
  if (first === undefined) return [];
  const byModule = CLIENT.test(origin) && (REQUEST_METHOD.test(method) || /^(?:fetch|axios|got|request|needle|superagent|ky|node-fetch|cross-fetch|isomorphic-fetch|request-promise(?:-native)?|ofetch|\$fetch|phin|simple-get|download|get-json)$/.test(origin) || /\(\)$|\.fetch$|\.request$/.test(origin));
  const byName = origin === '' && ((/^(?:axios|got|http|https|httpClient|httpService|request|needle|superagent|ky|undici|fetcher|agent|api|http_client|restClient|webClient|rest)$/.test(receiverName) && /^(?:get|post|put|patch|delete|head|request|fetch)$/.test(method)) || /^(?:fetch|nodeFetch|doFetch|fetchUrl|httpGet|fetchFn|_fetch|fetchImpl|gotScraping)$/.test(method));
  const byPage = (method === 'goto' && /page|tab/i.test(receiverName)) || (isNew && /^(?:WebSocket|ws|ws\.WebSocket|EventSource|eventsource)$/.test(origin)) || /^(?:net|tls)\.(?:connect|createConnection)$/.test(origin) || (method === 'navigate' && /page/i.test(receiverName)) || origin === 'JSDOM.fromURL';
  const bySocket = method === 'connect' && /^(?:socket|sock|client)$/.test(receiverName) && args.length >= 2;
  if (!byModule && !byName && !byPage && !bySocket) return [];
  const isSocket = /^(?:net|tls)\./.test(origin) || bySocket;
  const fields = FIELDS.flatMap((name) => first.fields?.get(name) ?? []);
  const candidates = [first, ...fields, ...(isSocket && second !== undefined ? [second] : []), ...(second !== undefined && first.flows.length === 0 && first.fields === undefined ? ['baseURL', 'host', 'hostname'].flatMap((name) => second.fields?.get(name) ?? []) : [])];
  const values = candidates.filter((value) => isTainted(value) && choosesHost(value, fields.includes(value), first)).map((value) => ({ ...value, flows: value.flows }));
  return values.length === 0 ? [] : [sighting(node, values)];
}

const sighting = (node: ts.Node, values: readonly Value[]): Sighting => ({ rule: 'server-side-request-forgery', class: 'ssrf', node, kind: KIND.ssrf, values, message: 'Input chooses the host that the service calls; it can reach what only the service may reach.', advice: ADVICE });

/** Whether input stands before the end of the host. A host, or something known and a slash, before it keeps it to the path. */
function choosesHost(value: Value, isField: boolean, whole: Value): boolean {
  const shape = shapeOf(value);
  const before = shape.slice(0, Math.max(0, shape.indexOf(HOLE.tainted)));
  if (!shape.includes(HOLE.tainted) && value.shape !== undefined) return false;
  if (/^(?:\w+:)?\/\/[^/?#\uE002]+[/?#]/.test(before) || /^\uE001[^]*[/?#]/.test(before) || /^\/[^/]/.test(before)) return false;
  if (/^\/$/.test(before)) return isField && whole.fields?.has('baseURL') !== true;
  if (before.startsWith(HOLE.clean) && before.length > 1 && !/:\/\/?$/.test(before)) return !/^\uE001[:.\w-]*$/.test(before) ? false : !before.includes(':');
  if (before === HOLE.clean) return false;
  return !(whole.fields?.has('baseURL') === true && !isTainted(whole.fields.get('baseURL') ?? value) && /^[/\w]/.test(before));
}

