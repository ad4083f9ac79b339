import type { JSX } from 'preact';
import type { ReleaseView } from '../../../shared/domain/views/release-view.ts';
import { ChartFigure } from './chart-figure.tsx';
import { milliseconds, percent } from '../components/numbers.ts';
import type { LegendItem } from './legend.tsx';
import { bandPath, linePath, stepPath } from './paths.ts';
import { failuresOf, failureTicks, latencyOf, latencyTicks, releaseTable, sayPeriod, sayRelease, spanOf } from './release-model.ts';
import type { Panel } from './time-panels.tsx';
import { TimePanels } from './time-panels.tsx';

const VERSIONS = ['stable', 'candidate'] as const;
const LINE = { stable: 'line', candidate: 'line dashed' } as const;

const latencyPanel = (release: ReleaseView): Panel => ({
  title: '95th percentile of latency',
  height: 120,
  ticks: latencyTicks(release),
  format: milliseconds,
  draw: (x, y) => VERSIONS.map((version) => <path key={version} d={linePath(latencyOf(release, version), x, y)} class={`${version} ${LINE[version]}`} />),
});

const failuresPanel = (release: ReleaseView): Panel => ({
  title: 'Failed so far, with 95 % interval',
  height: 96,
  ticks: failureTicks(release),
  format: percent,
  draw: (x, y) => VERSIONS.map((version) => {
    const { rate, interval } = failuresOf(release, version);
    return <g key={version}><path d={bandPath(interval, x, y)} class={`${version} area`} /><path d={linePath(rate, x, y)} class={`${version} ${LINE[version]}`} /></g>;
  }),
});

const weightPanel = (release: ReleaseView, end: number): Panel => ({
  title: 'Traffic to the candidate',
  height: 44,
  ticks: [0, 0.5, 1],
  format: percent,
  draw: (x, y) => {
    const line = stepPath(release.periods.map(({ at, weight }) => [at, weight]), end, x, y);
    const first = release.periods[0];
    return first && <><path d={`${line}V${y(0)}H${x(first.at)}Z`} class="candidate area" /><path d={line} class="candidate line" /></>;
  },
});

/** The candidate beside the stable version at the same time: latency, failures, share of the traffic, and what was done when. */
export const ReleaseChart = ({ release }: { readonly release: ReleaseView }): JSX.Element => {
  const [from, to] = spanOf(release);
  const legend: LegendItem[] = [
    { className: 'stable', shape: 'line', text: `stable, version ${release.stableVersion}` },
    { className: 'candidate', shape: 'dashed', text: `candidate${release.candidateVersion === undefined ? '' : `, version ${release.candidateVersion}`}` },
    { className: 'stable', shape: 'area', text: '95 % interval of the failures since the first traffic' },
  ];
  return (
    <ChartFigure title="Both versions, side by side" sentence={sayRelease(release)} legend={legend} table={() => releaseTable(release)}>
      <TimePanels
        label="Both versions" from={from} to={to} moments={release.moments} panels={[latencyPanel(release), failuresPanel(release), weightPanel(release, to)]}
        stops={release.periods.map(({ at }) => at + release.periodSeconds * 500)} say={(index) => sayPeriod(release, index)}
      />
    </ChartFigure>
  );
};
