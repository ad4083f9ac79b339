import type { TargetState } from '../../shared/domain/target-state.ts';
import type { BadRow, BadRows } from './bad-row.ts';
import { isFound, isRight, shareOf, type Episode, type Share } from './episode.ts';
import type { Incident } from './incident.ts';

const DAY_MS = 86_400_000;

export type DayCounts = { readonly lines: number; readonly events: number; readonly points?: number; readonly analyses: number };

/** An episode as a day's table shows it. `right`: whether it overlaps a labelled incident of its kind; absent without labels. */
export type DayEpisode = Episode & { readonly right?: boolean };

/** How much of what was raised was right, and how many of the incidents were found. Absent where there is nothing to take a share of. */
export type Accuracy = { readonly precision?: Share; readonly recall?: Share };

/** One day (UTC) of a replay. */
export type ReplayDay = DayCounts & {
  /** As `2026-11-21`. */
  readonly date: string;
  /** Raised on this day for the first time. */
  readonly raised: readonly DayEpisode[];
  /** Raised earlier and still seen at the day's last analysis. */
  readonly open: readonly DayEpisode[];
  /** Seen on this day or the end of the one before, and no longer at the day's last analysis. */
  readonly gone: readonly DayEpisode[];
  /** Of the incidents that began on this day and of what was raised on it. Absent without labels. */
  readonly accuracy?: Accuracy;
  /** Of the whole recording up to the end of this day. */
  readonly total: DayCountsAndMore;
};

export type DayCountsAndMore = {
  readonly raised: number;
  readonly incidents: number;
  readonly accuracy?: Accuracy;
  /** Rows that could not be used so far: how many, the first hundred by name. */
  readonly badRows: number;
  readonly bad: readonly BadRow[];
  /** Lines that the fold left out: delivered twice, later than their minute, unreadable. */
  readonly ignored: TargetState['ignored'];
};

type DayInput = { readonly day: number; readonly counts: DayCounts; readonly episodes: readonly Episode[]; readonly incidents: readonly Incident[] | undefined; readonly state: TargetState; readonly bad: BadRows };

/** The table of the day that begins at `day`, from everything seen until its end. */
export const dayOf = ({ day, counts, episodes, incidents, state, bad }: DayInput): ReplayDay => {
  const end = day + DAY_MS;
  const lastAnalysis = Math.max(0, ...episodes.map(({ lastAt }) => lastAt), state.completeUntil);
  const labelled = (some: readonly Episode[]): DayEpisode[] => some.map((episode) => (incidents === undefined ? episode : { ...episode, right: isRight(episode, incidents) }));
  const raised = episodes.filter(({ raisedAt }) => raisedAt > day && raisedAt <= end);
  const isOpen = ({ lastAt }: Episode): boolean => lastAt >= lastAnalysis;
  const begun = (incidents ?? []).filter(({ from }) => from < end);
  return {
    ...counts,
    date: new Date(day).toISOString().slice(0, 10),
    raised: labelled(raised),
    open: labelled(episodes.filter((episode) => episode.raisedAt <= day && isOpen(episode))),
    gone: labelled(episodes.filter((episode) => !isOpen(episode) && episode.lastAt >= day)),
    ...(incidents === undefined ? {} : { accuracy: accuracyOf(raised, begun.filter(({ from }) => from >= day), episodes, incidents) }),
    total: {
      raised: episodes.length,
      incidents: begun.length,
      ...(incidents === undefined ? {} : { accuracy: accuracyOf(episodes, begun, episodes, incidents) }),
      badRows: bad.count,
      bad: [...bad.named],
      ignored: state.ignored,
    },
  };
};

const accuracyOf = (raised: readonly Episode[], begun: readonly Incident[], all: readonly Episode[], incidents: readonly Incident[]): Accuracy => {
  const precision = shareOf(raised.filter((episode) => isRight(episode, incidents)).length, raised.length);
  const recall = shareOf(begun.filter((incident) => isFound(incident, all)).length, begun.length);
  return { ...(precision === undefined ? {} : { precision }), ...(recall === undefined ? {} : { recall }) };
};
