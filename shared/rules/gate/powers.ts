import ts from 'typescript';
import type { CheckFinding } from '../../domain/check.ts';
import type { Patch } from '../../domain/remedy.ts';
import type { Files } from './apply-patch.ts';
import { fileKinds } from './powers/file-kinds.ts';
import { guardsKept } from './powers/guards.ts';
import { hiddenCode } from './powers/hidden-code.ts';
import { hosts } from './powers/hosts.ts';
import { isErased } from './powers/is-reference.ts';
import { modules } from './powers/modules.ts';
import { newHostsInText } from './powers/hosts-in-text.ts';
import { opaque } from './powers/opaque.ts';
import type { Power, PowerRule } from './powers/power.ts';
import { readFile } from './powers/read-file.ts';
import { runtimeNames } from './powers/runtime-names.ts';
import { sending } from './powers/sending.ts';
import { tampering } from './powers/tampering.ts';
import { secretUses, telling } from './powers/telling.ts';
import { isCodePath, isTestPath } from './source-path.ts';

export type PowersInput = { readonly before: Files; readonly after: Files; readonly changed: readonly string[]; readonly author: Patch['author']['kind'] };

const RULES: readonly PowerRule[] = [runtimeNames, hiddenCode, hosts, modules, tampering, telling, secretUses, sending];

/**
 * What a recipe's or a model's patch would let the service do that it did not do before: read another environment variable, reach
 * another host, steer its process, make code at run time, write a file, change what all code shares, tell secrets. Whatever was written
 * into the evidence it was made from, it cannot bring these in. Names of the runtime are refused unless known to be harmless or in use
 * already, so what a later runtime offers is refused too. Beside that: files that tools load by name, text that nobody can review, and
 * checks of who may do what that are gone. New tests may set the environment and name hosts that belong to nobody, since they run in
 * the workshop, and later on the machines of the team: so no more than that. People may do all of it.
 */
export function checkPowers({ before, after, changed, author }: PowersInput): CheckFinding[] {
  if (author === 'person') return [];
  const found = changed.flatMap((path) => powersOf(path, after.get(path) ?? '').map((power) => ({ path, ...power })));
  const isKnown = found.length === 0 ? () => true : knownIn(before);
  return [
    ...fileKinds({ before, after, changed, author }),
    ...found.filter(({ path, what }) => !isKnown(path, what)).map(({ path, what, line }) => ({
      message: `${path} uses ${what}, which the service did not use before.`, advice: `A ${author} works with what the service uses already; do without it, or have a person propose this.`, path, line,
    })),
    ...newHostsInText({ before, after, changed, author }),
    ...opaque({ before, after, changed, author }),
    ...guardsKept({ before, after, changed, author }),
  ];
}

/** A service's code is read once, however many patches of it are judged. */
const known = new WeakMap<Files, (path: string, what: string) => boolean>();

function knownIn(before: Files): (path: string, what: string) => boolean {
  const found = known.get(before) ?? readKnown(before);
  known.set(before, found);
  return found;
}

/** To read a file in parts is no more than to read it whole. */
const NO_MORE_THAN: Readonly<Record<string, readonly string[]>> = { 'fs.createReadStream': ['fs.readFile', 'fs.readFileSync', 'fs.promises', 'fs/promises.readFile'] };

/** What the service does counts for all; what only its tests do, for tests. */
function readKnown(before: Files): (path: string, what: string) => boolean {
  const service = new Set<string>();
  const tests = new Set<string>();
  for (const [path, text] of before) for (const { what } of powersOf(path, text)) (isTestPath(path) ? tests : service).add(what);
  const isKnown = (path: string, what: string) => service.has(what) || (isTestPath(path) && tests.has(what));
  return (path, what) => isKnown(path, what) || (NO_MORE_THAN[what] ?? []).some((other) => isKnown(path, other));
}

/** Once each, where it comes first. */
function powersOf(path: string, text: string): Power[] {
  if (!isCodePath(path)) return [];
  const reading = readFile(path, text);
  const powers = new Map<string, Power>();
  const visit = (node: ts.Node): void => {
    if (isErased(node)) return;
    for (const what of RULES.flatMap((rule) => rule(node, reading))) {
      if (!powers.has(what)) powers.set(what, { what, line: reading.source.getLineAndCharacterOfPosition(node.getStart(reading.source)).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(reading.source);
  return [...powers.values()];
}
