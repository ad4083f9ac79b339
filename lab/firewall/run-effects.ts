import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { TestRun, Workshop } from '../../shared/ports/workshop.ts';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';

const DRIVER = readFileSync(new URL('./effects-driver.mjs', import.meta.url), 'utf8');
/** Variants that share a sandbox, each in processes of its own. */
const AT_ONCE = 12;
const TOGETHER_SECONDS = 120;
/** Longer than any of them takes on a busy machine: what has not come to an end by then would not pass the gate's own limit either. */
const ALONE_SECONDS = 30;
const ALONE_AT_ONCE = 4;
const FAILING = 'the failing order';

const Observed = z.object({ effects: z.array(z.string()), answers: z.record(z.string(), z.string()) });
type Observed = z.infer<typeof Observed>;

export type Seen = { /** The service's own tests pass, all of them. */ readonly ownTestsPass: boolean; /** What it did that the old code did not do. */ readonly effects: readonly string[] };

/**
 * Runs patched services in the sandbox: their own tests, and the driver that lies in wait at the runtime's doors. What the old code does as
 * well is no effect; that a request which worked is answered otherwise is one.
 */
export async function runEffects(base: Files, variants: readonly Files[], workshop: Workshop, { endless = new Set<Files>() }: { /** Run apart from the others, which they would hold up. */ readonly endless?: ReadonlySet<Files> } = {}): Promise<Seen[]> {
  const old = await observe([base], workshop);
  const [usual] = old;
  if (usual?.observed === undefined || !usual.ownTestsPass) throw new Error('The service under attack does not run by itself: nothing could be measured.');
  const seen = new Map<Files, Seen>();
  const note = (some: readonly Files[], runs: readonly Run[]) => {
    for (const [index, { ownTestsPass, observed }] of runs.entries()) seen.set(some[index] ?? base, { ownTestsPass, effects: observed === undefined ? ['does not come to an end'] : differences(usual.observed ?? observed, observed) });
  };
  const others = variants.filter((variant) => !endless.has(variant));
  for (let from = 0; from < others.length; from += AT_ONCE) {
    const some = others.slice(from, from + AT_ONCE);
    note(some, await observe(some, workshop));
  }
  const apart = variants.filter((variant) => endless.has(variant));
  note(apart, await observeAlone(apart, workshop));
  return variants.map((variant) => seen.get(variant) ?? { ownTestsPass: false, effects: ['was not seen'] });
}

function differences(usual: Observed, now: Observed): string[] {
  const answered = Object.keys({ ...usual.answers, ...now.answers }).filter((name) => name !== FAILING && usual.answers[name] !== now.answers[name]);
  return [...now.effects.filter((effect) => !usual.effects.includes(effect)), ...answered.map((name) => `answers otherwise: ${name}`)];
}

type Run = { ownTestsPass: boolean; observed: Observed | undefined };

/** Together where all come to an end; where one does not, each by itself. */
async function observe(variants: readonly Files[], workshop: Workshop): Promise<Run[]> {
  const together = await observeIn(variants, workshop, TOGETHER_SECONDS);
  return together ?? observeAlone(variants, workshop);
}

async function observeAlone(variants: readonly Files[], workshop: Workshop): Promise<Run[]> {
  const runs: Run[] = [];
  for (let from = 0; from < variants.length; from += ALONE_AT_ONCE) {
    const some = await Promise.all(variants.slice(from, from + ALONE_AT_ONCE).map((variant) => observeIn([variant], workshop, ALONE_SECONDS)));
    runs.push(...some.flatMap((each) => each ?? [{ ownTestsPass: false, observed: undefined }]));
  }
  return runs;
}

async function observeIn(variants: readonly Files[], workshop: Workshop, timeoutSeconds: number): Promise<Run[] | undefined> {
  const files = new Map(variants.flatMap((variant, index) => [...variant, ['effects.test.mjs', DRIVER] as const].map(([path, text]) => [`v${index}/${path}`, text] as const)));
  const run = await workshop.test({ files, dependencies: undefined, command: ['node', '--test', '--test-force-exit', '--test-concurrency=2'], runner: 'node', timeoutSeconds, memoryMb: 1024 });
  if (run.ended !== 'exited') return undefined;
  return variants.map((_, index) => seenOf(run, `v${index}/`));
}

function seenOf(run: TestRun, folder: string): Run {
  const mine = run.tests.filter(({ file }) => file?.includes(folder) === true);
  const told = /EFFECTS(\{[^]*\})END/.exec(mine.find(({ file, status }) => file?.endsWith('effects.test.mjs') === true && status === 'failed')?.message ?? '')?.[1];
  const own = mine.filter(({ file }) => file?.endsWith('effects.test.mjs') !== true);
  return { ownTestsPass: own.length > 0 && own.every(({ status }) => status === 'passed'), observed: told === undefined ? undefined : Observed.parse(JSON.parse(told)) };
}
