import type ts from 'typescript';
import { contentTypeOf } from '../calls.ts';
import { KIND } from '../kinds.ts';
import type { Call, Observed } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import type { Value } from '../value.ts';
import { isTainted, shapeOf } from '../value.ts';

const ADVICE = 'Escape it for HTML (escape-html, he.encode, DOMPurify for markup that is wanted), render it with a template that escapes, or answer with JSON or plain text.';
const MESSAGE = 'Input becomes part of a page without being escaped: it can bring script along.';
const MARKUP = /<[a-z!/]/i;

const sighting = (node: ts.Node, values: readonly Value[]): Sighting[] => [{ rule: 'cross-site-scripting', class: 'xss', node, kind: KIND.xss, values, message: MESSAGE, advice: ADVICE }];

/** Input that reaches a page as markup. */
export function xssSightings(event: Observed): Sighting[] {
  if (event.kind === 'call') return ofCall(event.call);
  if (event.kind === 'jsx-attribute') {
    const html = event.name === 'dangerouslySetInnerHTML' ? event.value.fields?.get('__html') : event.name === 'srcDoc' ? event.value : undefined;
    return html !== undefined && isTainted(html) ? sighting(event.node, [html]) : [];
  }
  if (event.kind === 'object') {
    const body = event.value.fields?.get('body');
    if (body === undefined || !isTainted(body) || event.value.fields?.has('statusCode') !== true) return [];
    const type = typeIn(event.value.fields.get('headers'));
    return type !== undefined && /html|svg/.test(type) ? sighting(event.node, [body]) : [];
  }
  if (event.kind !== 'assign-member' || !isTainted(event.value)) return [];
  if (/^(?:innerHTML|outerHTML|srcdoc)$/.test(event.name ?? '')) return sighting(event.node, [event.value]);
  if (event.name === 'body' && (event.object.role === 'context' || /^(?:ctx\.response|ctx)$/.test(event.objectNode.getText())) && isText(event.value)) {
    const told = event.object.fields?.get('%type')?.shape ?? event.object.fields?.get('type')?.shape;
    if (told === undefined ? MARKUP.test(shapeOf(event.value)) : /html/.test(told)) return sighting(event.node, [event.value]);
  }
  return [];
}

const typeIn = (headers: Value | undefined): string | undefined => [...(headers?.fields ?? [])].find(([name]) => name.toLowerCase() === 'content-type')?.[1].shape?.toLowerCase();

/** Whether it is text for sure, or was read as such: an object would be sent as JSON. */
const isText = (value: Value): boolean => value.fields === undefined;

function ofCall({ node, method, receiver, receiverName, args, origin, isNew }: Call): Sighting[] {
  const [first, second] = args;
  if (first === undefined) return [];
  if (isNew && /^(?:Response|NextResponse|next\/server\.NextResponse)$/.test(origin) && isTainted(first)) {
    const type = contentTypeOf('set', [second?.fields?.get('headers') ?? { flows: [] }]);
    return type !== undefined && /html|svg/.test(type) ? sighting(node, [first]) : [];
  }
  if (/^(?:document\.(?:write|writeln))$/.test(origin) && isTainted(first)) return sighting(node, [first]);
  if (method === 'insertAdjacentHTML' && second !== undefined && isTainted(second)) return sighting(node, [second]);
  if (method.endsWith('SafeString') && isNew && isTainted(first)) return sighting(node, [first]);
  if (method === 'setContent' && /page/i.test(receiverName) && isTainted(first)) return sighting(node, [first]);
  if (!isTainted(first) || !isText(first)) return [];
  const type = receiver.fields?.get('%type')?.shape;
  if (method === 'html' && (receiver.role === 'context' || receiverName === '$' || /^(?:c|ctx|\$\w*|jQuery|el)$/.test(receiverName))) return sighting(node, [first]);
  const isResponse = receiver.role === 'response' || /^(?:res|response|reply)$/.test(receiverName);
  if (!isResponse || !/^(?:send|end|write)$/.test(method)) return [];
  if (type !== undefined) return /html|svg|xml|unknown/.test(type) ? sighting(node, [first]) : [];
  if (MARKUP.test(shapeOf(first))) return sighting(node, [first]);
  return method === 'send' && receiverName !== 'reply' && receiver.key?.includes('reply') !== true ? sighting(node, [first]) : [];
}
