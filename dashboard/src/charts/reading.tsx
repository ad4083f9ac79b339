import type { ComponentChildren, JSX } from 'preact';

type Props = {
  readonly label: string;
  readonly stops: readonly number[];
  readonly index: number | undefined;
  readonly say: (index: number) => string;
  readonly onRead: (index: number | undefined) => void;
  readonly children: ComponentChildren;
};

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };

/** Makes a chart readable point by point: a slider for keyboard and screen reader, with what it says in a line of its own that never moves the page. */
export const Reading = ({ label, stops, index, say, onRead, children }: Props): JSX.Element => {
  const last = stops.length - 1;
  if (last < 0) return <div class="reading">{children}</div>;
  const shown = Math.min(index ?? last, last);
  const sentence = say(shown);
  const step = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && index !== undefined) {
      event.stopPropagation();
      onRead(undefined);
      return;
    }
    const by = STEPS[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    onRead(Math.max(0, Math.min(last, shown + by)));
  };
  return (
    <div class="reading">
      <div class="reading-place" role="slider" tabIndex={0} aria-label={`${label}: read point by point`} aria-valuemin={0} aria-valuemax={last} aria-valuenow={shown} aria-valuetext={sentence} onKeyDown={step} onBlur={() => onRead(undefined)}>
        {children}
      </div>
      <p class="reading-line" aria-hidden="true">{index === undefined && <span class="reading-last">Last:</span>} {sentence}</p>
    </div>
  );
};
