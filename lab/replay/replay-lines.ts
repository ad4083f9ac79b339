import type { Share } from './episode.ts';
import type { Accuracy, DayEpisode, ReplayDay } from './replay-day.ts';
import { showCount, showInstant, showShare } from '../../shared/rules/explaining/figures.ts';

const share = (name: string, value: Share | undefined): string[] => (value === undefined ? [] : [`${name} ${showShare(value.rate)} (${value.right} of ${value.of}, ${showShare(value.low)} to ${showShare(value.high)})`]);
const accuracy = (value: Accuracy | undefined): string => (value === undefined ? '' : [...share('precision', value.precision), ...share('incidents found', value.recall)].join(', '));

const mark = ({ right }: DayEpisode): string => (right === undefined ? '' : right ? '  right' : '  wrong');
const line = (sign: string, episode: DayEpisode, at: string): string => `  ${sign} ${episode.priority.padEnd(8)} ${episode.title}  [${episode.kind}, score ${showCount(episode.impactScore)}, confidence ${showShare(episode.confidence)}] ${at}${mark(episode)}`;

/** One day of a replay as lines: `+` raised, `·` still open, `-` gone. */
export const dayLines = (day: ReplayDay): string[] => {
  const summary = `${day.date}  ${showCount(day.lines)} lines, ${showCount(day.events)} events: ${day.raised.length} raised, ${day.open.length} still open, ${day.gone.length} gone`;
  const figures = accuracy(day.accuracy);
  return [
    figures === '' ? summary : `${summary}; ${figures}`,
    ...day.raised.map((episode) => line('+', episode, `at ${showInstant(episode.raisedAt).slice(11, 16)}, since ${showInstant(episode.since)}`)),
    ...day.open.map((episode) => line('·', episode, `since ${showInstant(episode.since)}`)),
    ...day.gone.map((episode) => line('-', episode, `last seen ${showInstant(episode.lastAt)}`)),
  ];
};

/** The whole recording in one sentence. */
export const totalLine = ({ total }: ReplayDay, days: number): string => {
  const figures = accuracy(total.accuracy);
  return `${days} ${days === 1 ? 'day' : 'days'}, ${total.raised} raised${figures === '' ? '' : `, ${total.incidents} incidents: ${figures}`}.`;
};
