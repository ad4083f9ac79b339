import type { Instant } from '../../shared/domain/instant.ts';
import type { Look } from '../../shared/domain/look.ts';
import type { Target } from '../../shared/domain/target.ts';
import { lookNow, type LookIntervals, type Pressing } from '../../shared/rules/telemetry/next-look.ts';

export type DueTarget = { readonly target: Target; readonly look: Look | undefined; readonly kind: 'peek' | 'fold'; readonly pressing: Pressing | undefined };

/**
 * Which targets a tick looks at. Those first on which something is being released, then whoever presses, then who has waited longest: when
 * time runs out, nobody is exposed unwatched because of the others, and nobody waits for ever.
 */
export const dueTargets = (targets: readonly Target[], looks: ReadonlyMap<string, Look>, pressing: ReadonlyMap<string, Pressing>, intervals: LookIntervals, now: Instant): DueTarget[] =>
  targets
    .flatMap((target): DueTarget[] => {
      const [look, press] = [looks.get(target.id), pressing.get(target.id)];
      const kind = lookNow(look, { now, pressing: press }, intervals);
      return kind === 'leave' ? [] : [{ target, look, kind, pressing: press }];
    })
    .sort((a, b) => urgency(a) - urgency(b) || (a.look?.lookedAt ?? 0) - (b.look?.lookedAt ?? 0));

const urgency = ({ pressing }: DueTarget): number => (pressing === 'releasing' ? 0 : pressing === undefined ? 2 : 1);
