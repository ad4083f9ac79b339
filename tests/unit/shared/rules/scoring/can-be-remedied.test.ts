import { describe, expect, it } from 'vitest';
import { canBeRemedied } from '../../../../../shared/rules/scoring/can-be-remedied.ts';
import type { Evidence } from '../../../../../shared/domain/evidence.ts';
import type { AutonomyLevel } from '../../../../../shared/domain/target.ts';

const metric = (name: 'latencyP95Ms' | 'requestsPerMinute'): Evidence => ({ kind: 'metric', metric: name, baseline: 1, current: 2, changePercent: 100, since: 0, requests: 9 });
const logged = (what: 'new' | 'gone'): Evidence => ({ kind: 'log-pattern', what, template: 't', level: 'error', count: 1, usualPerHour: 0, currentPerHour: 1, since: 0, samples: [] });
const ask = (kind: 'n-plus-one' | 'log-pattern' | 'throughput-drop', evidence: Evidence, { recipe = 'approve', model = 'approve', hasModel = true }: { recipe?: AutonomyLevel; model?: AutonomyLevel; hasModel?: boolean } = {}) =>
  canBeRemedied({ kind, evidence }, { autonomy: { recipe, model, person: 'approve' } }, { hasModel });

describe('whether anything may write a remedy', () => {
  it('is so for a kind with a recipe, model or not', () => {
    expect(ask('n-plus-one', metric('latencyP95Ms'), { hasModel: false })).toBe(true);
    expect(ask('n-plus-one', metric('latencyP95Ms'), { recipe: 'observe', hasModel: false })).toBe(false);
  });

  it('is so for another kind where a model is configured, may write, and has something to work with', () => {
    expect(ask('log-pattern', logged('new'))).toBe(true);
    expect(ask('log-pattern', logged('new'), { recipe: 'observe' })).toBe(true);
    expect(ask('log-pattern', logged('new'), { hasModel: false })).toBe(false);
    expect(ask('log-pattern', logged('new'), { model: 'observe' })).toBe(false);
    expect(ask('log-pattern', logged('gone'))).toBe(false);
    expect(ask('throughput-drop', metric('requestsPerMinute'))).toBe(false);
  });
});
