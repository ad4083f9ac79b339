import ts from 'typescript';
import { commandSightings } from './flows/commands.ts';
import { deserialisationSightings } from './flows/deserialisation.ts';
import { fileSightings } from './flows/files.ts';
import { injectionSightings } from './flows/injection.ts';
import { objectSightings } from './flows/objects.ts';
import { patternSightings } from './flows/patterns.ts';
import { redirectSightings } from './flows/redirects.ts';
import { ssrfSightings } from './flows/requests.ts';
import { comparisonSightings } from './flows/comparisons.ts';
import { xssSightings } from './flows/xss.ts';
import { fingerprintOf } from './fingerprint.ts';
import { interpret } from './interpreter.ts';
import { KIND, isSafeFor } from './kinds.ts';
import { isChecked, middlewareOf } from './validated-fields.ts';
import type { Observed } from './machine.ts';
import { credentialSightings } from './written/credentials.ts';
import { cryptoSightings } from './written/crypto.ts';
import { mergeSightings } from './written/merging.ts';
import { regexSightings } from './written/regexes.ts';
import { tlsSightings } from './written/tls.ts';
import type { SecurityFinding } from './security-finding.ts';
import type { Sighting } from './sighting.ts';
import type { State } from './state.ts';
import type { Flow, Step } from './value.ts';

/** Longer files are generated or bundled; reading them says nothing about what somebody wrote. */
const LONGEST_FILE = 1_500_000;

/**
 * Weaknesses of one file of JavaScript or TypeScript: dangerous places that untrusted input reaches within the file, and what is unsafe
 * as it stands. In order of lines. Never throws, and takes bounded time: what cannot be read has no findings.
 */
export function scanSource(path: string, text: string): SecurityFinding[] {
  if (text.length > LONGEST_FILE) return [];
  const found = new Map<string, SecurityFinding>();
  const source = attempt(() => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  if (source === undefined) return [];
  const add = (sighting: Sighting, flow?: Flow): void => {
    const finding = toFinding(path, source, sighting, flow);
    const place = `${finding.rule} ${sighting.node.pos} ${sighting.node.end}`;
    if (!found.has(place)) found.set(place, finding);
  };
  for (const rule of [cryptoSightings, tlsSightings, credentialSightings, mergeSightings, regexSightings]) {
    attempt(() => {
      for (const sighting of rule(source, path)) add(sighting);
    });
  }
  const middleware = middlewareOf(text);
  attempt(() => interpret(source, (event, state) => {
    for (const sighting of reached(event, text)) {
      const flow = sighting.values?.flatMap(({ flows }) => flows).find((each) => isOpen(each, sighting.kind ?? 0, state) && !isChecked(middleware, each.key) && !(sighting.kind === KIND.nosql && middleware.stripsOperators));
      if (flow !== undefined || sighting.kind === undefined) add(sighting, flow);
    }
  }));
  return withoutDoubles([...found.values()]).sort((a, b) => a.line - b.line);
}

/** What nobody could have written by hand (nested ten thousand deep) overflows the stack of one part; the others still look at it. */
const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

const reached = (event: Observed, text: string): Sighting[] => [
  ...injectionSightings(event), ...xssSightings(event), ...ssrfSightings(event), ...fileSightings(event), ...commandSightings(event), ...objectSightings(event),
  ...deserialisationSightings(event, text), ...redirectSightings(event), ...patternSightings(event), ...comparisonSightings(event),
];

const isOpen = (flow: Flow, kind: number, state: State): boolean => !isSafeFor(state.safetyOf(flow), kind);

function toFinding(path: string, source: ts.SourceFile, { rule, class: of, node, message, advice }: Sighting, flow: Flow | undefined): SecurityFinding {
  const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const steps: Step[] = [];
  for (let step = flow?.step; step !== undefined; step = step.previous) steps.unshift(step);
  const trace = flow === undefined ? [] : [...steps, { line, text: node.getText(source).replaceAll(/\s+/g, ' ').slice(0, 140) }].map((step) => `line ${step.line}: ${step.text}`);
  const from = steps[0] === undefined ? '' : ` It comes from \`${steps[0].text.slice(0, 60)}\` (line ${steps[0].line}).`;
  return { rule, class: of, path, line, message: message + from, advice, trace, fingerprint: fingerprintOf(rule, node.getText(source), steps[0]?.text ?? '') };
}

/** One weakness found twice on a line, inside and outside of one expression, is told once. */
function withoutDoubles(findings: readonly SecurityFinding[]): SecurityFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, line }) => {
    const place = `${rule} ${line}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
