import type { TargetEvent } from '../../shared/domain/signal.ts';
import type { Target } from '../../shared/domain/target.ts';
import { aliasesOf } from '../../shared/domain/tenant-target.ts';
import type { Host } from '../../shared/ports/host.ts';
import type { Spool } from '../../shared/ports/spool.ts';
import type { RegisteredTarget } from '../../shared/store/registered-targets.ts';
import type { Looks } from '../../shared/store/looks.ts';
import { readAlarmChange } from './alarm-event.ts';
import { readFunctionChange } from './change-event.ts';
import { readCompletion } from './completion-event.ts';
import { EventBridgeEvent } from './eventbridge-event.ts';

export const ReceiveEventInput = EventBridgeEvent;

export type ReceiveEventDependencies = {
  readonly spool: Spool;
  readonly registered: { all(): Promise<readonly RegisteredTarget[]> };
  /** Who is looked at when: an alarm is not left lying until the target is due. */
  readonly looks: Pick<Looks, 'alarm'>;
  readonly host: Pick<Host, 'notify'>;
};

type Found = { readonly functionName: string; readonly event: TargetEvent };

/** Detail type → for which functions it is an event, among those that are looked after. */
const READERS = new Map<string, (event: EventBridgeEvent, targets: readonly RegisteredTarget[]) => Found[]>(Object.entries({
  'CloudWatch Alarm State Change': (event, targets) => {
    const change = readAlarmChange(event);
    if (change === undefined) return [];
    const concerned = targets.filter(({ target }) => change.functionNames.includes(target.functionName) || target.alarms?.[change.alarm] !== undefined);
    return [...new Set(concerned.map(({ target }) => target.functionName))].map((functionName) => ({ functionName, event: change.event }));
  },
  'AWS API Call via CloudTrail': (event, targets) => {
    const change = readFunctionChange(event);
    if (change === undefined) return [];
    // Other aliases of the same function route nobody's traffic that is looked after.
    return targets.some(({ target }) => target.functionName === change.functionName && (change.event.kind !== 'deployment' || routes(target, change.event.alias))) ? [change] : [];
  },
  'Lambda Function Invocation Result - Success': (event, targets) => known(readCompletion(event), targets),
  'Lambda Function Invocation Result - Failure': (event, targets) => known(readCompletion(event), targets),
}));

/**
 * Puts what happened to a target, as EventBridge tells it, into the spool. An event for a function that nobody looks after, or of another
 * kind, is left with a debug message: rules are wider than the targets.
 */
export async function receiveEvent(event: EventBridgeEvent, { spool, registered, looks, host }: ReceiveEventDependencies): Promise<{ events: number }> {
  const targets = await registered.all();
  const found = READERS.get(event['detail-type'])?.(event, targets) ?? [];
  if (found.length === 0) host.notify({ code: 'PAWL-EVENT-010', level: 'debug', text: `${event['detail-type']} ${event.id} from ${event.source} concerns no target.` });
  for (const { functionName, event: happened } of found) await spool.put({ functionName, lines: [], events: [happened] });
  for (const { functionName, event: happened } of found) {
    if (happened.kind !== 'alarm') continue;
    for (const { target } of targets) if (target.functionName === functionName) await looks.alarm(target.id, happened.alarm, happened.state === 'ALARM', happened.at);
  }
  return { events: found.length };
}

const known = (found: Found | undefined, targets: readonly RegisteredTarget[]): Found[] => (found !== undefined && targets.some(({ target }) => target.functionName === found.functionName) ? [found] : []);

const routes = (target: Target, moved: string): boolean => aliasesOf(target).includes(moved);
