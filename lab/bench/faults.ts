import { ACTOR_NAMES, type ActorName } from '../faults/actors.ts';
import { live, STAGES, type Aftermath, type History, type Stage } from '../faults/history.ts';
import { MISHAPS } from '../faults/interference.ts';
import { raceOver } from '../faults/race.ts';
import { isAboutRecords } from '../faults/target-wholeness.ts';
import { seededRandom } from '../judge/random.ts';
import type { Bench } from './bench.ts';

const SEED = 20_260_801;
const ORIGINS = ['opportunity', 'deployment'] as const satisfies readonly History['origin'][];
/** What Pawl does at each stage, and so where each of its steps can be hit. */
const STEPS: Readonly<Record<Stage, readonly ActorName[]>> = {
  validated: ['begins it'],
  watching: ['ticks: ramp', 'ticks: promote', 'ticks: roll back'],
  promoted: ['takes it back'],
};

type Count = { histories: number; broken: number; lostRecords: number };

/** Every mishap at every port call of everything that Pawl does to a release, alone and with an owner who commits meanwhile. */
async function* everyStep(): AsyncGenerator<History> {
  for (const stage of STAGES) {
    for (const origin of ORIGINS) {
      for (const name of STEPS[stage]) {
        for (const meanwhile of [[], ['commits elsewhere'], ['commits to the same line']] as const satisfies readonly (readonly ActorName[])[]) {
          const actors = (mishaps: History['actors'][number]['mishaps']): History['actors'] => [{ name, mishaps }, ...meanwhile.map((other) => ({ name: other, mishaps: [] }))];
          // The owner's commit comes first: it makes no port call, so it needs no turn.
          const plain: History = { stage, origin, actors: actors([]), turns: [] };
          const [calls = 0] = (await live(plain)).calls;
          for (const kind of MISHAPS) for (let at = 1; at <= calls; at += 1) yield { ...plain, actors: actors([{ at, kind }]) };
        }
      }
    }
  }
}

/** Several actors at once, in turns and with mishaps drawn from a seeded generator. */
const drawn = (random: () => number): History => {
  const below = (limit: number): number => Math.floor(random() * limit);
  const one = <Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value => values[below(values.length)] as Value;
  return {
    stage: one(STAGES),
    origin: one(ORIGINS),
    actors: Array.from({ length: 2 + below(3) }, () => ({ name: one(ACTOR_NAMES), mishaps: Array.from({ length: random() < 0.6 ? 0 : 1 + below(2) }, () => ({ at: 1 + below(60), kind: one(MISHAPS) })) })),
    turns: Array.from({ length: below(7) }, () => [below(4), 1 + below(60)] as const),
  };
};

const add = (count: Count, { problems }: Pick<Aftermath, 'problems'>): void => {
  count.histories += 1;
  if (problems.length > 0) count.broken += 1;
  if (problems.some(isAboutRecords)) count.lostRecords += 1;
};

/** Whether every release ends whole, whatever happens to whoever carries it out. */
export const bench: Bench = {
  name: 'faults',
  async run(io) {
    const { quick } = io;
    const started = { drawnHistories: quick ? 300 : 5000, racedDeployments: quick ? 100 : 900, racedPatches: quick ? 10 : 100 };
    const total: Count = { histories: 0, broken: 0, lostRecords: 0 };
    const tell = (what: string, { histories, broken, lostRecords }: Count): void => {
      io.print(`${what.padEnd(64)} ${String(histories).padStart(6)} histories  ${broken} broken  ${lostRecords} with lost records`);
      total.histories += histories;
      total.broken += broken;
      total.lostRecords += lostRecords;
    };

    const steps: Count = { histories: 0, broken: 0, lostRecords: 0 };
    let number = 0;
    for await (const history of everyStep()) {
      number += 1;
      if (!quick || number % 10 === 0) add(steps, await live(history));
    }
    tell(`${MISHAPS.join(', ')} at each port call of each step`, steps);

    const random = seededRandom(SEED);
    const uniform = (): number => random.uniform();
    const interleaved: Count = { histories: 0, broken: 0, lostRecords: 0 };
    for (let index = 0; index < started.drawnHistories; index += 1) add(interleaved, await live(drawn(uniform)));
    tell('two to four actors at once, with mishaps', interleaved);

    for (const [origin, count] of [['deployment', started.racedDeployments], ['opportunity', started.racedPatches]] as const) {
      const { outcomes, problems } = await raceOver(count, origin);
      tell(`guard and tick race in two processes (${origin}: ${Object.entries(outcomes).map(([state, times]) => `${times} ${state}`).join(', ')})`, {
        histories: count,
        broken: new Set(problems.map((text) => text.split(':')[0])).size,
        lostRecords: problems.filter(isAboutRecords).length,
      });
    }
    return { figures: { ...total }, settings: { seed: SEED, quick, ...started } };
  },
};
