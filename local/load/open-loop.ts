/** After a longer sleep (a suspended machine) the backlog is dropped instead of sent at once. */
const LONGEST_CATCH_UP_SECONDS = 5;

export interface OpenLoop {
  /** The next arrival in seconds since the start. */
  nextArrival: () => number;
  /** Called at each arrival, and late after a stall of this process: the due times never move. */
  onDue: () => void;
  /** Called for each arrival that is too late to be sent. */
  onSkipped: () => void;
  /** Seconds since the start, from a clock that never goes back. */
  elapsedSeconds: () => number;
}

/** Runs arrivals by their absolute due times until it is stopped; nobody waits for answers. */
export function runOpenLoop({ nextArrival, onDue, onSkipped, elapsedSeconds }: OpenLoop): { stop: () => void } {
  let due = nextArrival();
  let timer: NodeJS.Timeout | undefined;

  const turn = (): void => {
    const now = elapsedSeconds();
    while (due <= now) {
      if (now - due > LONGEST_CATCH_UP_SECONDS) onSkipped();
      else onDue();
      due = nextArrival();
    }
    timer = setTimeout(turn, Math.max(0, due - elapsedSeconds()) * 1000);
  };
  turn();

  return { stop: () => { clearTimeout(timer); } };
}
