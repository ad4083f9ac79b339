import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../lab/judge/random.ts';
import type { DiscoveryLedger } from '../../../../../shared/domain/discovery-ledger.ts';
import { admitDiscoveries, type Ask } from '../../../../../shared/rules/discovery/admit-discoveries.ts';
import { DISCOVERY_DAYS, evidenceNeeded, FALSE_SHARE } from '../../../../../shared/rules/discovery/evidence-needed.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 21);

describe('the evidence that a discovery needs', () => {
  it('grows with what is watched, and falls with what was discovered', () => {
    const alone = evidenceNeeded({ metricsWatched: 10, discoveries: 0 });
    expect(evidenceNeeded({ metricsWatched: 1000, discoveries: 0 }) - alone).toBeCloseTo(Math.log(100));
    expect(evidenceNeeded({ metricsWatched: 10, discoveries: 9 }) - alone).toBeCloseTo(-Math.log(10));
  });
});

describe('discoveries', () => {
  const admit = (ledger: DiscoveryLedger | undefined, asks: readonly Ask[], now = NOW) => admitDiscoveries(ledger, asks, { metricsWatched: 10, now });

  it('count once, however often the episode asks, and last while it lasts', () => {
    const first = admit(undefined, [{ episode: 'orders p95 1', evidence: 30 }]);
    expect(first.ledger?.discoveries).toBe(1);
    const again = admit(first.ledger, [{ episode: 'orders p95 1', evidence: 3 }], NOW + DAY_MS);
    expect([...again.admitted]).toEqual(['orders p95 1']);
    expect(again.ledger).toBeUndefined();
  });

  it('are refused without enough evidence, and cost nothing to refuse', () => {
    const refused = admit(undefined, [{ episode: 'orders p95 1', evidence: 13 }]);
    expect(refused.admitted.size).toBe(0);
    expect(refused.ledger).toBeUndefined();
  });

  it('make the next one easier, within thirty days', () => {
    const needed = evidenceNeeded({ metricsWatched: 10, discoveries: 0 });
    const weaker = { episode: 'b', evidence: needed - 0.5 };
    expect(admit(undefined, [weaker]).admitted.size).toBe(0);
    const both = admit(undefined, [weaker, { episode: 'a', evidence: needed }]);
    expect([...both.admitted].toSorted()).toEqual(['a', 'b']);
    expect(admit(both.ledger, [{ episode: 'c', evidence: needed - 0.5 }], NOW + DAY_MS).admitted.size).toBe(1);
    expect(admit(both.ledger, [{ episode: 'c', evidence: needed - 0.5 }], NOW + DISCOVERY_DAYS * DAY_MS).admitted.size).toBe(0);
  });

  it('do not depend on the order of asking, and keep the ledger bounded', () => {
    fc.assert(fc.property(fc.array(fc.record({ episode: fc.string({ maxLength: 12 }), evidence: fc.double({ min: 0, max: 60, noNaN: true }) }), { maxLength: 40 }), (asks) => {
      const forwards = admit(undefined, asks);
      const backwards = admit(undefined, asks.toReversed());
      expect([...backwards.admitted].toSorted()).toEqual([...forwards.admitted].toSorted());
      expect(forwards.ledger?.discoveries ?? 0).toBe(forwards.admitted.size);
    }));
    const many = Array.from({ length: 3000 }, (_, index) => ({ episode: `e${index}`, evidence: 60 }));
    const ledger = admit(admit(undefined, many).ledger, [{ episode: 'last', evidence: 60 }]).ledger;
    expect(Object.keys(ledger?.episodes ?? {}).length).toBeLessThanOrEqual(3001);
  });

  it('are false in no more than the promised share, by simulation of e-values, and find nearly all that is strong', () => {
    // Each hypothesis is a metric's month of one minute here, so that nulls are frequent: e-values of the form that is as often large as an e-value may be.
    const random = seededRandom(5);
    const hypotheses = 2000;
    const perMinute = Math.log(DISCOVERY_DAYS * 1440);
    let falseShares = 0;
    let found = 0;
    const rounds = 200;
    for (let round = 0; round < rounds; round += 1) {
      // P(e ≥ x) = 1/x: the worst that Markov's inequality allows.
      const nulls = Array.from({ length: hypotheses }, (_, index) => ({ episode: `null ${index}`, evidence: perMinute - Math.log(random.uniform()) }));
      const real = Array.from({ length: 20 }, (_, index) => ({ episode: `real ${index}`, evidence: perMinute + 9 + 3 * random.normal() }));
      const { admitted } = admitDiscoveries(undefined, [...nulls, ...real], { metricsWatched: hypotheses + 20, now: NOW });
      const wrong = [...admitted].filter((episode) => episode.startsWith('null')).length;
      falseShares += wrong / Math.max(1, admitted.size);
      found += admitted.size - wrong;
    }
    expect(falseShares / rounds).toBeLessThanOrEqual(FALSE_SHARE);
    expect(found / rounds).toBeGreaterThan(5);
  });
});
