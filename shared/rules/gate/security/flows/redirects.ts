import type ts from 'typescript';
import { KIND } from '../kinds.ts';
import type { Observed } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import type { Value } from '../value.ts';
import { HOLE, allFlows, isTainted, shapeOf } from '../value.ts';

const ADVICE = 'Redirect to a path of this service only (it begins with one slash, new URL(value, base).origin is the own one), or choose the target from a list.';

/** Input that chooses where a caller is sent next. */
export function redirectSightings(event: Observed): Sighting[] {
  if (event.kind === 'call') {
    const { node, method, origin, receiver, receiverName, args } = event.call;
    const isResponse = receiver.role === 'response' || receiver.role === 'context' || /^(?:res|response|reply|ctx|c|NextResponse|Response|h)$/.test(receiverName);
    if ((isResponse && /^(?:redirect|location|permanentRedirect)$/.test(method)) || /^(?:Response\.redirect|next\/server\.NextResponse\.redirect|next\/navigation\.(?:redirect|permanentRedirect)|@remix-run\/\w+\.redirect|@sveltejs\/kit\.redirect|react-router\.redirect)$/.test(origin)) return sighting(node, args.filter((arg) => arg.fields === undefined || arg.flows.length > 0));
    if (isResponse && /^(?:setHeader|set|header|writeHead|append)$/.test(method)) {
      if (/^location$/i.test(args[0]?.shape ?? '')) return sighting(node, args.slice(1));
      const headers = args.at(-1);
      return sighting(node, headers === undefined ? [] : locationOf(headers));
    }
    if (/^(?:window\.)?location\.(?:assign|replace)$/.test(origin)) return sighting(node, args.slice(0, 1));
    return [];
  }
  if (event.kind === 'object') {
    const status = event.value.fields?.get('statusCode') ?? event.value.fields?.get('status');
    const headers = event.value.fields?.get('headers');
    return headers !== undefined && status !== undefined ? sighting(event.node, locationOf(headers)) : [];
  }
  if (event.kind === 'assign-member' && (/^(?:window\.|document\.|self\.)?location$/.test(event.objectNode.getText()) && event.name === 'href' || /^(?:window|document|self)$/.test(event.objectNode.getText()) && event.name === 'location')) return sighting(event.node, [event.value]);
  return [];
}

const locationOf = (headers: Value): readonly Value[] => [...(headers.fields ?? [])].filter(([name]) => name.toLowerCase() === 'location').map(([, value]) => value);

function sighting(node: ts.Node, values: readonly Value[]): Sighting[] {
  const chosen = values.map((value) => (value.fields === undefined ? value : { ...value, flows: allFlows(value) })).filter((value) => isTainted(value) && leads(value));
  return chosen.length === 0 ? [] : [{ rule: 'open-redirect', class: 'open-redirect', node, kind: KIND.redirect, values: chosen, message: 'Input chooses where the caller is sent; a link to this service can then lead to any other.', advice: ADVICE }];
}

/** Whether input stands where the host would: a known host or path before it keeps it on this side. */
function leads(value: Value): boolean {
  const shape = shapeOf(value);
  if (value.shape !== undefined && !shape.includes(HOLE.tainted)) return false;
  const before = shape.slice(0, Math.max(0, shape.indexOf(HOLE.tainted)));
  return !(/^\/[^/\\]/.test(before) || /^\w+:\/\/[^/]+[/?#]/.test(before) || /^\uE001[^]*[/?#]/.test(before) || /^[?#.]/.test(before) || before === HOLE.clean || /^[\w-]+[/?#]/.test(before));
}
