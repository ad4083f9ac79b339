import { describe, expect, it } from 'vitest';
import { deploymentSettings } from '../../infra/deployment-settings.ts';

describe('Settings of a deployment', () => {
  it('Are basic when nothing is said.', () => {
    const { settings, environment } = deploymentSettings({}, {});
    expect(settings).toMatchObject({ cycleIntervalHours: 24, cycleStartTime: '02:00' });
    expect(Object.keys(environment)).toEqual(['PAWL_SETTINGS']);
  });

  it('Pass on the names of the requirements, which count more than the file.', () => {
    const { settings, environment } = deploymentSettings({ settings: { cycleIntervalHours: 12 } }, { IMPROVEMENT_CYCLE_INTERVAL_HOURS: '6', HOME: '/root' });
    expect(settings.cycleIntervalHours).toBe(6);
    expect(environment).toEqual({ PAWL_SETTINGS: '{"settings":{"cycleIntervalHours":12},"tenants":{}}', IMPROVEMENT_CYCLE_INTERVAL_HOURS: '6' });
  });

  it('Take a pawl.config.json as it is: targets stand in their owners’ stacks.', () => {
    expect(deploymentSettings({ preset: 'demo', targets: [{ id: 'orders' }], local: {} }, {}).environment['PAWL_SETTINGS']).toBe('{"preset":"demo","settings":{},"tenants":{}}');
  });

  it('Are refused with all their problems before anything is deployed.', () => {
    expect(() => deploymentSettings({ settings: { cycleIntervalHours: -1 } }, { IMPROVEMENT_RISK_TOLERANCE: '7' })).toThrow(/cycleIntervalHours[\s\S]*IMPROVEMENT_RISK_TOLERANCE/);
  });

  it('Are refused when a function has no room for them.', () => {
    const tenants = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`tenant-${index}`, { enabled: true, max_concurrent: 1 }]));
    expect(() => deploymentSettings({ tenants }, {})).toThrow(/have room for 2500/);
  });
});
