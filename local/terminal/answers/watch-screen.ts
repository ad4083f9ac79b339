import pico from 'picocolors';
import * as z from 'zod';
import { SETTLED } from '../../../shared/domain/improvement.ts';
import { CycleRow } from '../../../shared/domain/views/cycle-row.ts';
import { ImprovementRow } from '../../../shared/domain/views/improvement-row.ts';
import type { LiveEvent } from '../../../shared/domain/views/live-event.ts';
import { showMs, showSeconds, showShare } from '../../../shared/rules/explaining/figures.ts';
import { cut, printable } from '../visible-text.ts';

const Side = z.looseObject({ requests: z.number(), failures: z.number(), p95Ms: z.number().optional() });
const Period = z.looseObject({ stable: Side, candidate: Side });
const ReleaseRow = z.object({ improvementId: z.string(), targetId: z.string(), weight: z.number(), period: Period.optional() });
type ReleaseRow = z.infer<typeof ReleaseRow>;

const Snapshot = z.object({
  improvements: z.array(ImprovementRow), releases: z.array(ReleaseRow), cycles: z.array(CycleRow), paused: z.record(z.string(), z.string()),
  stopped: z.object({ by: z.string(), reason: z.string() }).optional(),
});

/** What is under way, as the live events told it so far. */
export type Watched = {
  readonly improvements: ReadonlyMap<string, ImprovementRow>;
  readonly releases: ReadonlyMap<string, ReleaseRow>;
  readonly cycles: ReadonlyMap<string, CycleRow>;
  readonly stopped?: { readonly by: string; readonly reason: string } | undefined;
};

export const NOTHING_WATCHED: Watched = { improvements: new Map(), releases: new Map(), cycles: new Map() };

/** The same after one more event. What has ended is no longer shown; data of another shape changes nothing. */
export const afterEvent = (watched: Watched, event: LiveEvent): Watched => {
  if (event.type === 'snapshot') {
    const { data } = Snapshot.safeParse(event.data);
    if (data === undefined) return watched;
    // The present names the last cycles too, ended or not.
    return { improvements: byId(data.improvements.filter(({ state }) => !SETTLED.includes(state))), releases: new Map(data.releases.map((one) => [one.improvementId, one])), cycles: byId(data.cycles.filter(({ state }) => state === 'running')), stopped: data.stopped };
  }
  if (event.type === 'improvement') {
    const { data } = ImprovementRow.safeParse(event.data);
    if (data === undefined) return watched;
    return { ...watched, improvements: SETTLED.includes(data.state) ? without(watched.improvements, data.id) : new Map([...watched.improvements, [data.id, data]]), releases: SETTLED.includes(data.state) ? without(watched.releases, data.id) : watched.releases };
  }
  if (event.type === 'release') {
    const { data } = ReleaseRow.safeParse(event.data);
    return data === undefined ? watched : { ...watched, releases: new Map([...watched.releases, [data.improvementId, data]]) };
  }
  if (event.type === 'cycle') {
    const { data } = CycleRow.safeParse(event.data);
    if (data === undefined) return watched;
    return { ...watched, cycles: data.state === 'running' ? new Map([...watched.cycles, [data.id, data]]) : without(watched.cycles, data.id) };
  }
  return watched;
};

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [row.id, row]));
const without = <Value>(map: ReadonlyMap<string, Value>, id: string): ReadonlyMap<string, Value> => new Map([...map].filter(([key]) => key !== id));

const BAR = 20;

/** What is drawn at the end of the terminal, in place: one improvement in two or three lines. */
export const watchScreen = ({ improvements, releases, cycles, stopped }: Watched, { width, colour, now }: { readonly width: number; readonly colour: boolean; readonly now: number }): string[] => {
  const colours = pico.createColors(colour);
  const lines = [
    ...(stopped === undefined ? [] : [colours.red(`EVERYTHING IS STOPPED by ${printable(stopped.by)}: ${printable(stopped.reason)}`)]),
    ...[...cycles.values()].map(({ id, trigger, startedAt }) => colours.dim(`cycle ${id}, started by ${trigger} ${showSeconds((now - startedAt) / 1000)} ago`)),
    ...[...improvements.values()].flatMap(({ id, title, targetId, state, stateSince }) => [
      `${state === 'awaiting-approval' ? colours.yellow('waits for a person') : colours.bold(state)}  ${printable(title)} ${colours.dim(`${targetId} · ${id} · ${showSeconds(Math.max(0, now - stateSince) / 1000)}`)}`,
      ...releaseLines(releases.get(id), colours),
    ]),
  ];
  return (lines.length === 0 ? [colours.dim('Nothing is under way. Ctrl-C ends this.')] : lines).map((line) => cut(line, width));
};

const releaseLines = (release: ReleaseRow | undefined, colours: ReturnType<typeof pico.createColors>): string[] => {
  if (release === undefined) return [];
  const filled = Math.round(release.weight * BAR);
  const side = (name: string, { requests, failures, p95Ms }: z.infer<typeof Side>): string => `${name} ${requests} requests, ${showShare(requests === 0 ? undefined : failures / requests)} failed, p95 ${showMs(p95Ms)}`;
  return [
    `  ${colours.yellow('█'.repeat(filled))}${colours.dim('░'.repeat(BAR - filled))} ${Math.round(release.weight * 100)} % of the traffic`,
    ...(release.period === undefined ? [] : [`  ${side('new', release.period.candidate)}  ${colours.dim('|')}  ${side('old', release.period.stable)}`]),
  ];
};
