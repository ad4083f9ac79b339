import pico from 'picocolors';
import { showCount, showEvidence, showMs, showSeconds, showShare } from '../../shared/rules/explaining/figures.ts';
import type { LiveFrame, LiveTest } from './live-frame.ts';
import { liveTests } from './live-frame.ts';
import { cut, padLeft, padRight, printable, wrap } from './visible-text.ts';

type Colors = ReturnType<typeof pico.createColors>;

const LABEL = 12;
const COLUMN = 10;

const meter = (share: number, columns: number, paint: (text: string) => string, colours: Colors): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns);
  return paint('█'.repeat(full)) + colours.dim('░'.repeat(columns - full));
};

const sideLine = (name: string, side: LiveFrame['stable'], paint: (text: string) => string, withMedian: boolean): string =>
  paint(padRight(side.version === null || side.version === undefined ? name : `${name} ${side.version}`, LABEL + 2)) +
  [showCount(side.requests), ...(withMedian ? [showMs(side.p50Ms ?? undefined)] : []), showMs(side.p95Ms ?? undefined), showShare(side.failureRate)].map((text) => padLeft(text, COLUMN)).join('');

const testLine = (test: LiveTest, heading: string, columns: number, colours: Colors): string => {
  const paint = test.question === 'harm' ? colours.red : colours.green;
  const share = test.logEvidence / Math.log(test.required);
  const figure = test.reached ? paint(test.question === 'harm' ? 'harm shown' : '✓ shown') : colours.dim(`${showEvidence(test.logEvidence)} of ${showCount(test.required)}`);
  return `${padRight(colours.dim(heading), LABEL)}${padRight(test.metric, 9)} ${meter(share, columns, paint, colours)}  ${figure}`;
};

/**
 * A release as it is watched, as lines of at most `width` columns: both versions' numbers, the share of the traffic,
 * and for each of the judge's tests how far its evidence is on the way (by its logarithm) to what decides.
 */
export const renderLive = (frame: LiveFrame, width: number, colour: boolean): string[] => {
  const colours = pico.createColors(colour);
  const withMedian = width >= 64;
  const columns = Math.max(6, Math.min(24, width - LABEL - 34));
  const elapsed = showSeconds(frame.elapsedSeconds);
  const title = cut(printable(frame.title ?? 'the release'), Math.max(10, width - elapsed.length - 16));
  const heading = `${colours.bold('Watching')}  ${title}`;
  const head = ['requests', ...(withMedian ? ['p50'] : []), 'p95', 'failed'].map((text) => padLeft(text, COLUMN)).join('');
  let last = '';
  const tests = liveTests(frame).map((test) => {
    const name = test.question === last ? '' : test.question === 'harm' ? 'roll back?' : 'promote?';
    last = test.question;
    return testLine(test, name, columns, colours);
  });
  const lines = [
    `${padRight(heading, width - 4 - elapsed.length)}${colours.dim(elapsed)}`,
    `${' '.repeat(LABEL + 2)}${colours.dim(head)}`,
    sideLine('stable', frame.stable, colours.blue, withMedian),
    sideLine('candidate', frame.candidate, colours.yellow, withMedian),
    `${padRight(colours.dim('traffic'), LABEL + 10)}${meter(frame.weight, columns, colours.yellow, colours)}  ${showShare(frame.weight)}`,
    ...tests,
    ...wrap(printable(frame.sentence), Math.max(20, width - 4)).map((line) => colours.dim(line)),
  ];
  return lines.map((line) => cut(`  ${line}`, width));
};

/** The same in one plain line, for output that is not a terminal. */
export const renderLiveLine = (frame: LiveFrame): string => {
  const side = (name: string, { requests, p50Ms, p95Ms, failureRate }: LiveFrame['stable']): string =>
    `${name} ${requests} requests, p50 ${showMs(p50Ms ?? undefined)}, p95 ${showMs(p95Ms ?? undefined)}, ${showShare(failureRate)} failed`;
  const evidence = liveTests(frame).map(({ question, metric, logEvidence, required }) => `${question} ${metric} ${showEvidence(logEvidence)}/${showCount(required)}`);
  return `+${frame.elapsedSeconds.toFixed(0)} s, ${showShare(frame.weight)} of the traffic: ${side('candidate', frame.candidate)}; ${side('stable', frame.stable)}; evidence: ${evidence.join(', ')}. ${printable(frame.sentence)}`;
};
