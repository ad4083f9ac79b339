import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLAIN_APPROVALS, policyFor } from '../../../../shared/domain/approval-policy.ts';
import { layerSettings } from '../../../../shared/config/layer-settings.ts';
import { PRESETS, PresetName } from '../../../../shared/config/presets.ts';
import { ALPHA, Settings } from '../../../../shared/config/settings.ts';
import { settingsFor } from '../../../../shared/config/settings-for.ts';
import { settingsFromEnvironment } from '../../../../shared/config/settings-from-environment.ts';
import { settingsProblems } from '../../../../shared/config/settings-problems.ts';

describe('presets', () => {
  test.each(PresetName.options)('%s is complete, legal and free of contradictions', (name) => {
    const settings = layerSettings(name, []);
    expect(Settings.parse(settings)).toEqual(settings);
    expect(settingsProblems(settings)).toEqual([]);
  });

  test.each([
    ['basic', 24, 3, 0.85, 0.1, 3600, 0.1],
    ['conservative', 168, 1, 0.95, 0.05, 7200, 0.05],
    ['aggressive', 6, 5, 0.75, 0.2, 1800, 0.15],
  ] as const)('%s has the figures of the requirements', (name, cycleIntervalHours, maxConcurrentImprovements, qualityThreshold, riskTolerance, monitoringDurationSeconds, rollbackDegradationThreshold) => {
    expect(layerSettings(name, [])).toMatchObject({ cycleIntervalHours, maxConcurrentImprovements, qualityThreshold, riskTolerance, monitoringDurationSeconds, rollbackDegradationThreshold });
  });

  test('demo is faster than basic and judges no milder', () => {
    const { basic, demo } = PRESETS;
    expect(demo.rollbackDegradationThreshold).toBe(basic.rollbackDegradationThreshold);
    expect(demo.qualityThreshold).toBe(basic.qualityThreshold);
    expect(demo.tickSeconds).toBeLessThan(basic.tickSeconds);
    expect(ALPHA).toBe(0.01);
    expect(Object.keys(layerSettings('demo', []))).not.toContain('alpha');
  });

  test('a watch that is changed carries its extension and the watch after promotion along', () => {
    expect(layerSettings('basic', [{ monitoringDurationSeconds: 600 }])).toMatchObject({ monitoringExtensionSeconds: 600, postWatchSeconds: 600 });
    expect(layerSettings('demo', [{ monitoringDurationSeconds: 600 }])).toMatchObject({ monitoringExtensionSeconds: 60, postWatchSeconds: 10 });
    expect(layerSettings('basic', [{ postWatchSeconds: 5 }])).toMatchObject({ monitoringExtensionSeconds: 3600, postWatchSeconds: 5 });
  });
});

describe('the environment', () => {
  test('sets what the requirements name, as written', () => {
    const environment = {
      IMPROVEMENT_CYCLE_INTERVAL_HOURS: '168',
      IMPROVEMENT_CYCLE_START_TIME: '03:30',
      MAX_CONCURRENT_IMPROVEMENTS: '1',
      IMPROVEMENT_QUALITY_THRESHOLD: '0.95',
      IMPROVEMENT_RISK_TOLERANCE: '0.05',
      MONITORING_DURATION_SECONDS: '7200',
      ROLLBACK_DEGRADATION_THRESHOLD: '0.05',
      CLOUDWATCH_STREAM_INTERVAL_SECONDS: '30',
      CLOUDWATCH_LOG_SAMPLING_RATE: '.5',
      CLOUDWATCH_EVENT_DEDUP_WINDOW_SECONDS: '0',
    };
    expect(settingsFromEnvironment(environment)).toEqual({
      problems: [],
      settings: {
        cycleIntervalHours: 168,
        cycleStartTime: '03:30',
        maxConcurrentImprovements: 1,
        qualityThreshold: 0.95,
        riskTolerance: 0.05,
        monitoringDurationSeconds: 7200,
        rollbackDegradationThreshold: 0.05,
        streamIntervalSeconds: 30,
        logSamplingRate: 0.5,
        eventDedupWindowSeconds: 0,
      },
    });
  });

  test('may keep the quotes and the comment of a .env file', () => {
    expect(settingsFromEnvironment({ IMPROVEMENT_CYCLE_START_TIME: '"02:00"  # 2 AM UTC', MONITORING_DURATION_SECONDS: '7200      # 2 hours' })).toEqual({
      problems: [],
      settings: { cycleStartTime: '02:00', monitoringDurationSeconds: 7200 },
    });
  });

  test('is as good as unset when empty', () => {
    expect(settingsFromEnvironment({ MAX_CONCURRENT_IMPROVEMENTS: ' ', PAWL_PRESET: '' })).toEqual({ settings: {}, problems: [] });
  });

  test.each(['', 'NaN', '1e999', '0x10', '3,5', 'Infinity', '12abc', '-1', '2.5'])('refuses %j as a count, under its own name, and sets nothing', (value) => {
    const { settings, problems } = settingsFromEnvironment({ MAX_CONCURRENT_IMPROVEMENTS: `x${value}`.slice(value === '' ? 0 : 1) });
    expect(problems.map(({ path }) => path)).toEqual(['MAX_CONCURRENT_IMPROVEMENTS']);
    expect(settings).toEqual({});
  });

  test('never lets an illegal value through, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (threshold, time) => {
        const { settings } = settingsFromEnvironment({ ROLLBACK_DEGRADATION_THRESHOLD: threshold, IMPROVEMENT_CYCLE_START_TIME: time });
        const parsed = Settings.safeParse(layerSettings('basic', [settings]));
        expect(parsed.success).toBe(true);
      }),
    );
  });
});

describe('tenants', () => {
  const settings = layerSettings('basic', [], {
    careful: { enabled: true, max_concurrent: 1, risk_tolerance: 0.03, monitoring_duration: 10_800 },
    off: { enabled: false },
  });

  test('have their own limits, and a longer watch is longer in all its parts', () => {
    expect(settingsFor(settings, 'careful')).toMatchObject({ enabled: true, maxConcurrentImprovements: 1, riskTolerance: 0.03, monitoringDurationSeconds: 10_800, monitoringExtensionSeconds: 10_800, postWatchSeconds: 10_800, qualityThreshold: 0.85 });
  });

  test('can be left alone', () => {
    expect(settingsFor(settings, 'off')).toMatchObject({ enabled: false, maxConcurrentImprovements: 3, monitoringDurationSeconds: 3600 });
  });

  test('that nobody named have the common settings, whatever they are called', () => {
    for (const tenant of [undefined, 'new', 'constructor', '__proto__']) expect(settingsFor(settings, tenant)).toEqual({ ...settings, enabled: true, approvalPolicy: policyFor(PLAIN_APPROVALS, undefined) });
  });
});

describe('settings that make no sense together', () => {
  test.each([
    [{ canaryWeights: [0.5, 0.1] }, 'settings.canaryWeights'],
    [{ tickSeconds: 3000, burnInSeconds: 0 }, 'settings.tickSeconds'],
    [{ burnInSeconds: 3600 }, 'settings.monitoringDurationSeconds'],
  ] as const)('are told: %j', (layer, path) => {
    const found = settingsProblems(layerSettings('basic', [layer as Parameters<typeof layerSettings>[1][number]])).map((problem) => problem.path);
    expect(found).toContain(path);
  });

  test('are told of a tenant whose watch ends before it begins', () => {
    expect(settingsProblems(layerSettings('basic', [], { hasty: { enabled: true, monitoring_duration: 200 } })).map(({ path }) => path)).toEqual(['tenants.hasty.monitoring_duration']);
  });
});
