import type { JSX } from 'preact';
import type { LedgerView } from '../../../shared/domain/views/ledger-view.ts';
import { microUsd } from '../components/numbers.ts';
import { ChartFigure } from './chart-figure.tsx';
import { niceTicks } from './scale.ts';
import { TimePanels } from './time-panels.tsx';

type Days = LedgerView['spent']['days'];
const DAY_MS = 86_400_000;
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** What models were paid, day by day (in UTC, as bills are). */
export const SpendChart = ({ days }: { readonly days: Days }): JSX.Element | null => {
  const known = days.filter(({ day }) => Number.isFinite(startOf(day))).toSorted((one, other) => startOf(one.day) - startOf(other.day));
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last) return null;
  const total = known.reduce((sum, day) => sum + day.microUsd, 0);
  const most = known.reduce((best, day) => (day.microUsd > best.microUsd ? day : best), first);
  return (
    <ChartFigure
      title="Paid to models, by day" sentence={`${microUsd(total)} on ${known.length} ${known.length === 1 ? 'day' : 'days'} with spending; most on ${most.day}: ${microUsd(most.microUsd)}.`}
      table={() => ({ columns: ['Day (UTC)', 'Paid'], rows: known.map((day) => [day.day, microUsd(day.microUsd)]) })}
    >
      <TimePanels
        label="Spending" from={startOf(first.day)} to={startOf(last.day) + DAY_MS} stops={known.map(({ day }) => startOf(day) + DAY_MS / 2)}
        say={(index) => { const day = known[index]; return day ? `${day.day} · ${microUsd(day.microUsd)}` : ''; }}
        panels={[{
          height: 120,
          ticks: niceTicks(0, Math.max(1, most.microUsd), 3),
          format: microUsd,
          draw: (x, y) => known.map(({ day, microUsd: paid }) => {
            const start = x(startOf(day));
            const wide = x(startOf(day) + DAY_MS) - start;
            return <rect key={day} x={start + wide * 0.12} y={y(paid)} width={Math.max(1, wide * 0.76)} height={Math.max(0, y(0) - y(paid))} class="stable bar" />;
          }),
        }]}
      />
    </ChartFigure>
  );
};
