import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ACTOR_NAMES } from '../../lab/faults/actors.ts';
import { live, STAGES, type History } from '../../lab/faults/history.ts';
import { MISHAPS, type Mishap } from '../../lab/faults/interference.ts';

const mishap: fc.Arbitrary<Mishap> = fc.record({ at: fc.integer({ min: 1, max: 60 }), kind: fc.constantFrom(...MISHAPS) });
const mishaps = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(mishap, { minLength: 1, maxLength: 2 }));
const history: fc.Arbitrary<History> = fc.record({
  stage: fc.constantFrom(...STAGES),
  origin: fc.constantFrom('opportunity', 'deployment'),
  actors: fc.array(fc.record({ name: fc.constantFrom(...ACTOR_NAMES), mishaps }), { minLength: 1, maxLength: 4 }),
  turns: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 60 })), { maxLength: 6 }),
});

it('whoever acts on a release at the same time, in whatever order their calls come, and whatever happens to them: the guard leaves the target whole within five beats', { timeout: 170_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (lived) => {
      expect((await live(lived)).problems).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
