import type { Key } from '../ports/item-store.ts';

/** Where everything lives in the one table. A partition holds what is read together. */
export const keys = {
  improvement: (id: string): Key => ({ pk: `improvement#${id}`, sk: 'improvement' }),
  release: (id: string): Key => ({ pk: `improvement#${id}`, sk: 'release' }),
  improvementRow: (id: string): Key => ({ pk: 'improvements', sk: id }),
  openImprovementRow: (id: string): Key => ({ pk: 'improvements#open', sk: id }),
  activeReleaseRow: (id: string): Key => ({ pk: 'releases#active', sk: id }),
  watchedAfterRow: (id: string): Key => ({ pk: 'releases#watched-after', sk: id }),
  releaseLease: (targetId: string): Key => ({ pk: `target#${targetId}`, sk: 'release-lease' }),
  targetState: (targetId: string): Key => ({ pk: `target#${targetId}`, sk: 'state' }),
  period: (targetId: string, startsAt: number): Key => ({ pk: `target#${targetId}#periods`, sk: String(startsAt).padStart(15, '0') }),
  opportunity: (targetId: string, id: string): Key => ({ pk: `target#${targetId}#opportunities`, sk: id }),
  lesson: (targetId: string, id: string): Key => ({ pk: `target#${targetId}#lessons`, sk: id }),
  audit: (targetId: string, sequence: number): Key => ({ pk: `target#${targetId}#audit`, sk: String(sequence).padStart(12, '0') }),
  auditMark: (targetId: string, name: string): Key => ({ pk: `target#${targetId}#audit-marks`, sk: name }),
  targetFacts: (targetId: string): Key => ({ pk: `target#${targetId}`, sk: 'facts' }),
  slot: (pool: string, index: number): Key => ({ pk: `slots#${pool}`, sk: String(index).padStart(4, '0') }),
  serving: (targetId: string): Key => ({ pk: `target#${targetId}`, sk: 'serving' }),
  alarmCooldown: (targetId: string, alarm: string): Key => ({ pk: `target#${targetId}#alarms`, sk: alarm }),
  emergency: (id: string): Key => ({ pk: 'emergencies', sk: id }),
  openEmergencyRow: (id: string): Key => ({ pk: 'emergencies#open', sk: id }),
  registeredTarget: (targetId: string): Key => ({ pk: 'targets', sk: targetId }),
  cycle: (id: string): Key => ({ pk: 'cycles', sk: id }),
  waits: (improvementId: string): Key => ({ pk: 'waits', sk: improvementId }),
  starts: (id: string): Key => ({ pk: `executions#${id}`, sk: 'starts' }),
} as const;
