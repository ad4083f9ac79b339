import { closestName } from './closest-name.ts';
import type { Problem } from './problem.ts';
import { pathText } from './problem.ts';
import type { Environment } from './settings-from-environment.ts';
import { missingReferences } from './substitute.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What no single field shows: the same id twice, settings for a target that is not there, a choice not made. Looks at the raw value, so that other mistakes do not hide these. */
export function crossProblems(file: unknown, environment: Environment): Problem[] {
  const root = fieldsOf(file);
  const ids = listOf(root['targets']).map((target) => fieldsOf(target)['id']);
  return [...duplicates(ids), ...listOf(root['targets']).flatMap((target, index) => strangeTenants(['targets', index], fieldsOf(target), Object.keys(fieldsOf(root['tenants'])))), ...Object.entries(fieldsOf(root['local'])).flatMap(([id, local]) => [...strangers(id, ids), ...localProblems(['local', id], fieldsOf(local), environment)])];
}

const duplicates = (ids: readonly unknown[]): Problem[] =>
  ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    if (typeof id !== 'string' || first === index) return [];
    return [{ path: pathText(['targets', index, 'id']), message: `"${id}" is taken by ${pathText(['targets', first])}`, advice: 'give each target an id of its own' }];
  });

/** A misspelt tenant would get everybody's settings; where tenants are listed, all of them are. */
function strangeTenants(path: readonly PropertyKey[], target: Fields, tenants: readonly string[]): Problem[] {
  if (tenants.length === 0) return [];
  return Object.keys(fieldsOf(target['tenantAliases'])).filter((tenant) => !tenants.includes(tenant)).map((tenant) => {
    const meant = closestName(tenant, tenants);
    return { path: pathText([...path, 'tenantAliases', tenant]), message: 'is not a tenant', advice: meant === undefined ? `known tenants: ${tenants.join(', ')}` : `did you mean ${meant}?` };
  });
}

function strangers(id: string, ids: readonly unknown[]): Problem[] {
  if (ids.includes(id)) return [];
  const known = ids.filter((known) => typeof known === 'string');
  const meant = closestName(id, known);
  return [{ path: pathText(['local', id]), message: 'is not the id of a target', advice: meant === undefined ? `known ids: ${known.join(', ') || 'none'}` : `did you mean ${meant}?` }];
}

function localProblems(path: readonly PropertyKey[], local: Fields, environment: Environment): Problem[] {
  return [
    ...references([...path, 'environment'], local['environment'], environment),
    ...listOf(local['upstreams']).flatMap((upstream, index) => upstreamProblems([...path, 'upstreams', index], fieldsOf(upstream), environment)),
    ...(local['load'] === undefined ? [] : loadProblems([...path, 'load'], fieldsOf(local['load']))),
  ];
}

const references = (path: readonly PropertyKey[], values: unknown, environment: Environment): Problem[] =>
  Object.entries(fieldsOf(values)).flatMap(([name, value]) =>
    typeof value !== 'string'
      ? []
      : missingReferences(value, environment).map((missing) => ({
          path: pathText([...path, name]),
          message: `takes the value of ${missing}, and that is not set where Pawl runs`,
          advice: `set ${missing}, or write the value here`,
        })),
  );

function upstreamProblems(path: readonly PropertyKey[], upstream: Fields, environment: Environment): Problem[] {
  const problems = references([...path, 'environment'], upstream['environment'], environment);
  const ready = fieldsOf(upstream['ready']);
  const ways = ['stdoutJson', 'url'].filter((key) => ready[key] !== undefined);
  if (upstream['ready'] !== undefined && ways.length !== 1)
    problems.push({ path: pathText([...path, 'ready']), message: 'must have either stdoutJson or url', advice: 'write { "stdoutJson": true } or { "url": "http://127.0.0.1:4001/" }' });
  if (ready['stdoutJson'] === undefined && Object.keys(fieldsOf(upstream['provides'])).length > 0)
    problems.push({ path: pathText([...path, 'provides']), message: 'needs ready.stdoutJson: its values are keys of the printed JSON line', advice: 'or put the addresses into the environment of the target' });
  return problems;
}

function loadProblems(path: readonly PropertyKey[], load: Fields): Problem[] {
  const sources = ['profile', 'requests', 'routes'].filter((key) => load[key] !== undefined);
  const problems: Problem[] = [];
  if (sources.length !== 1)
    problems.push({ path: pathText(path), message: sources.length === 0 ? 'names no requests' : `must have only one of ${sources.join(' and ')}`, advice: 'give one of profile, requests or routes' });
  if (load['season'] !== undefined && load['routes'] === undefined) problems.push({ path: pathText([...path, 'season']), message: 'works with routes only', advice: 'write it into the profile file' });
  return [...problems, ...listOf(load['routes']).flatMap((route, index) => undrawn([...path, 'routes', index], fieldsOf(route)))];
}

/** Names in braces that nobody says how to draw. */
function undrawn(path: readonly PropertyKey[], route: Fields): Problem[] {
  const text = `${typeof route['path'] === 'string' ? route['path'] : ''} ${JSON.stringify(route['body'] ?? '')}`;
  const names = new Set([...text.matchAll(/\{([A-Za-z_]\w*)\}/g)].map(([, name = '']) => name));
  return [...names]
    .filter((name) => !Object.hasOwn(fieldsOf(route['parameters']), name))
    .map((name) => ({ path: pathText([...path, 'parameters', name]), message: 'is missing, and the route has it in braces', advice: 'add { "zipf": { "n": 1000, "s": 1 } } or { "list": ["a", "b"] }' }));
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
