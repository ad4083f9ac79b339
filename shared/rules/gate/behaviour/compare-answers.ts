import type { CheckFinding } from '../../../domain/check.ts';
import { PASSES } from './answer-driver.ts';
import { leavesOf } from './leaves.ts';
import { RECORDED_INPUTS, type RecordedInput } from './recorded-inputs.ts';

type Answers = ReadonlyMap<string, unknown>;

export type Compared = {
  readonly same: number;
  /** Answered with an error before, and otherwise now: what a remedy for failures is for. */
  readonly mended: number;
  readonly differing: readonly CheckFinding[];
  /** Calls that only the new code makes and that nobody recorded, of the inputs that cannot be compared for it. */
  readonly unanswered: readonly string[];
};

const SHOWN_INPUTS = 5;
const SHOWN_LEAVES = 4;
const SHOWN_CHARACTERS = 160;

/**
 * Compares what the old and the new code answer to the same inputs, leaf by leaf, in the same pass. Leaves in which the old code
 * differs from itself between passes (times, ids) are left out. `mayMend`: answers that were errors before may be others now.
 * Where the new code calls what was not recorded, as one that asks for many things at once does, its answer tells nothing.
 */
export function compareAnswers(inputs: readonly RecordedInput[], old: Answers, now: Answers, mayMend: boolean): Compared {
  let [same, mended] = [0, 0];
  const differing: CheckFinding[] = [];
  const unanswered = new Set<string>();
  for (const [index, { name }] of inputs.entries()) {
    // Where the old code did not come to an answer, there is nothing to hold the new one to.
    if (!Array.from({ length: PASSES }, (_, pass) => old.has(`${pass}:${index}`)).every(Boolean)) continue;
    const passes = Array.from({ length: PASSES }, (_, pass) => ({ before: old.get(`${pass}:${index}`), after: now.get(`${pass}:${index}`) }));
    const anew = passes.flatMap(({ before, after }) => unrecordedIn(after).filter((call) => !unrecordedIn(before).includes(call)));
    for (const call of anew) unanswered.add(call);
    if (anew.length > 0) continue;
    const noise = new Set(differencesOf(passes[0]?.before, passes[1]?.before, new Set()).map(({ path }) => path));
    const found = passes.map(({ before, after }) => ({ before, differences: differencesOf(before, after, noise) })).filter(({ differences }) => differences.length > 0);
    const unmended = found.filter(({ before }) => !(mayMend && isError(before)));
    if (found.length === 0) same += 1;
    else if (unmended.length === 0) mended += 1;
    else differing.push(findingOf(name, unmended[0]?.differences ?? []));
  }
  return { same, mended, differing: differing.length <= SHOWN_INPUTS ? differing : [...differing.slice(0, SHOWN_INPUTS), { message: `${differing.length - SHOWN_INPUTS} more recorded inputs are answered differently.`, advice: 'See the first ones.', path: RECORDED_INPUTS }], unanswered: [...unanswered] };
}

type Difference = { readonly path: string; readonly before: string | undefined; readonly after: string | undefined };

function differencesOf(before: unknown, after: unknown, noise: ReadonlySet<string>): Difference[] {
  const [old, now] = [before, after].map((answer) => leavesOf(typeof answer === 'object' && answer !== null && 'unrecorded' in answer ? { ...answer, unrecorded: undefined } : answer));
  if (old === undefined || now === undefined) return [];
  return [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path) && !noise.has(path)).map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

const unrecordedIn = (answer: unknown): readonly string[] =>
  (typeof answer === 'object' && answer !== null && 'unrecorded' in answer && Array.isArray(answer.unrecorded) ? answer.unrecorded.map(String) : []);

const show = (text: string | undefined): string => (text === undefined ? 'nothing' : text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);

function findingOf(name: string, differences: readonly Difference[]): CheckFinding {
  const shown = differences.slice(0, SHOWN_LEAVES).map(({ path, before, after }) => `${path}: ${show(before)} → ${show(after)}`);
  const more = differences.length > shown.length ? `; ${differences.length - shown.length} more` : '';
  return { message: `"${name}" is answered differently: ${shown.join('; ')}${more}.`, advice: 'Keep the answers as they are; where the new one is right, a person has to propose it.', path: RECORDED_INPUTS };
}

function isError(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  if ('threw' in answer) return true;
  const returned = 'returned' in answer ? answer.returned : undefined;
  return typeof returned === 'object' && returned !== null && 'statusCode' in returned && Number(returned.statusCode) >= 500;
}
