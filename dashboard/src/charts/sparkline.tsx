import type { JSX } from 'preact';
import type { LinePoint } from './paths.ts';
import { linePath } from './paths.ts';
import { linear } from './scale.ts';
import { thin } from './thin.ts';
import './charts.css';

const WIDTH = 120;
const HEIGHT = 28;
const MOST = 60;

/** A line of the size of a word, from zero up; `label` says in words what it shows. */
export const Sparkline = ({ points, label }: { readonly points: readonly LinePoint[]; readonly label: string }): JSX.Element => {
  const shown = thin(points, MOST);
  const x = linear([shown[0]?.[0] ?? 0, shown.at(-1)?.[0] ?? 1], [2, WIDTH - 4]);
  const y = linear([0, Math.max(1e-9, ...shown.map(([, value]) => value ?? 0)) * 1.05], [HEIGHT - 3, 3]);
  const last = shown.findLast(([, value]) => value !== null);
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={linePath(shown, x, y)} class="line" />
      {last && <path d={`M${x(last[0])} ${y(last[1] ?? 0)}h0.01`} class="end" />}
    </svg>
  );
};
