import { judgeMinute, verdictOf } from '../../shared/rules/judge/judge-minute.ts';
import type { JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import type { JudgeState } from '../../shared/rules/judge/judge-state.ts';
import { initialJudge } from '../../shared/rules/judge/judge-state.ts';
import type { Verdict } from '../../shared/rules/judge/verdict.ts';
import { parseReplayLine } from './replay-line.ts';

/** What the judge would have done with one recorded run. `minute`: the one of the decision, or the last when it still kept watching. */
export interface RunDecision {
  readonly kind: 'decision';
  readonly run: string;
  readonly decision: Verdict['kind'];
  readonly minute: number | null;
  readonly verdict: Verdict;
}

/** The end of a replay. `ignored`: minutes after a decision, or not later than the one before. `bad`: the first hundred, by line number from 1. */
export interface ReplaySummary {
  readonly kind: 'summary';
  readonly lines: number;
  readonly runs: number;
  readonly minutes: number;
  readonly ignored: number;
  readonly badLines: number;
  readonly bad: readonly { line: number; reason: string }[];
}

const SHOWN_BAD_LINES = 100;

interface Run {
  readonly settings: JudgeSettings;
  state: JudgeState;
  isDecided: boolean;
}

const decisionOf = (run: string, verdict: Verdict): RunDecision => ({ kind: 'decision', run, decision: verdict.kind, minute: verdict.minute, verdict });

/**
 * Replays recorded minutes through the judge: a header line per run, then its minutes in order; runs may be interleaved.
 * Yields a decision as soon as a run has one, then those of the runs that were still watched when the recording ended, then the summary.
 * Memory grows with the number of runs, not of lines. Bad lines are named and skipped.
 */
export async function* replayMinutes(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<RunDecision | ReplaySummary> {
  const runs = new Map<string, Run>();
  const bad: { line: number; reason: string }[] = [];
  let lineNumber = 0;
  let minutes = 0;
  let ignored = 0;
  let badLines = 0;
  const complain = (reason: string): void => {
    badLines += 1;
    if (bad.length < SHOWN_BAD_LINES) bad.push({ line: lineNumber, reason });
  };

  for await (const text of lines) {
    lineNumber += 1;
    if (text.trim() === '') continue;
    const line = parseReplayLine(text);
    if (line.kind === 'bad') {
      complain(line.reason);
      continue;
    }
    const run = runs.get(line.run);
    if (line.kind === 'header') {
      if (run === undefined) runs.set(line.run, { settings: line.settings, state: initialJudge(line.settings), isDecided: false });
      else complain(`run "${line.run}" has a header already`);
      continue;
    }
    if (run === undefined) {
      complain(`run "${line.run}" has no header before this minute`);
      continue;
    }
    if (run.isDecided || (run.state.lastMinute !== null && line.minute.minute <= run.state.lastMinute)) {
      ignored += 1;
      continue;
    }
    minutes += 1;
    const { state, verdict } = judgeMinute(run.state, line.minute, run.settings);
    run.state = state;
    if (verdict.kind === 'keep-watching') continue;
    run.isDecided = true;
    yield decisionOf(line.run, verdict);
  }

  for (const [name, run] of runs) {
    if (!run.isDecided) yield decisionOf(name, verdictOf(run.state, run.settings));
  }
  yield { kind: 'summary', lines: lineNumber, runs: runs.size, minutes, ignored, badLines, bad };
}
