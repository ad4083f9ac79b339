import type { LiveEvent } from '../../domain/views/live-event.ts';
import type { Sight } from '../../rules/access/sight.ts';
import { STOPPED_FOR_ALL } from '../../domain/stopped-for-all.ts';
import type { LiveChange } from './changes-between.ts';
import type { LiveSnapshot, LiveSwitch } from './live-snapshot.ts';

/** Whether a change is the caller's to hear of: it belongs to them on every target it is about. A switch is everybody's, but a tenant's own. */
export const hears = (sight: Sight, { about, tenantId, type }: Pick<LiveChange, 'about' | 'tenantId' | 'type'>, targets: LiveSnapshot['targets']): boolean => {
  if (type === 'switch') return tenantId === undefined || sight.tenant(tenantId);
  return about.every((id) => seesPart(sight, id, tenantId, type, targets)) && (about.length > 0 || sight.all);
};

const seesPart = (sight: Sight, targetId: string, tenantId: string | undefined, type: LiveEvent['type'], targets: LiveSnapshot['targets']): boolean => {
  const target = targets.get(targetId);
  // That a target is paused concerns everybody whom it serves.
  return type === 'target' ? target !== undefined && sight.target(target) : sight.belonging({ targetId, tenantId }, target);
};

/** The change in the words that the caller may hear: who set a switch, and why, may speak of somebody else. */
export const heardBy = (sight: Sight, change: LiveChange): LiveChange => {
  if (change.type !== 'switch' || sight.all) return change;
  const { flag, on, at } = change.data as LiveSwitch;
  return { ...change, data: { flag, on, at }, text: flag !== 'everything' ? `${flag} is ${on ? 'on' : 'off'}.` : on ? 'Pawl goes on.' : STOPPED_FOR_ALL.reason };
};

/** The present, as far as the caller sees it. */
export const seenOf = (sight: Sight, snapshot: LiveSnapshot): Record<string, unknown> => {
  const { improvements, releases, cycles, paused, switches, targets } = snapshot;
  const own = ({ targetId, tenantId }: { readonly targetId: string; readonly tenantId?: string | undefined }): boolean => sight.belonging({ targetId, tenantId }, targets.get(targetId));
  const stopped = switches.get('everything');
  return {
    improvements: [...improvements.values()].filter(own),
    releases: [...releases.values()].filter(own),
    cycles: [...cycles.values()].filter(({ targetIds, tenantId }) => hears(sight, { type: 'cycle', about: targetIds, tenantId }, targets)),
    paused: Object.fromEntries([...paused].filter(([id]) => hears(sight, { type: 'target', about: [id], tenantId: undefined }, targets))),
    ...(stopped?.on === false ? { stopped: sight.all ? { by: stopped.by, at: stopped.at, reason: stopped.reason } : { ...STOPPED_FOR_ALL, at: stopped.at } } : {}),
  };
};
