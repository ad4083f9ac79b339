import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scanSource } from '../../shared/rules/gate/security/scan-source.ts';
import { SECURITY_CLASSES } from '../../shared/rules/gate/security/security-finding.ts';
import { candidateJudge } from '../validate/candidate-judge.ts';
import { inOrder } from '../validate/in-order.ts';
import { readRepairCases } from '../validate/repair-cases.ts';
import { precisionOf, recallOf, scoreScan, type ScanScore } from '../validate/score-scan.ts';
import { readSecurityCases } from '../validate/security-cases.ts';
import { CASE_TIMEOUT_SECONDS, type CaseVerdict } from '../validate/validate-case.ts';
import type { Bench } from './bench.ts';

/** Its tests need a package that is not there. */
const CANNOT_RUN: ReadonlySet<string> = new Set(['JavaScript/162']);
const MUST = { accepted: 0.99, recall: 0.6, precision: 0.9, p50Seconds: 2 } as const;

type Print = (line: string) => void;

const percent = (value: number): string => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`);
const row = (name: string, ...texts: readonly string[]): string => name.padEnd(24) + texts.map((text) => ` ${text.padStart(13)}`).join('');

async function repairs(file: string, print: Print): Promise<{ figures: Record<string, number>; tasks: number }> {
  const cases = await readRepairCases(file);
  if (cases === undefined) {
    print('No HumanEvalPack data (set PAWL_BENCH_DATA to the folder that holds fixes): only the security rules are measured.');
    return { figures: {}, tasks: 0 };
  }
  const { judge, isolation } = await candidateJudge();
  async function* candidates() {
    for (const { buggy, working } of cases ?? []) yield* [buggy, working];
  }
  const startedAt = performance.now();
  const verdicts: CaseVerdict[] = [];
  for await (const verdict of inOrder(candidates(), judge, availableParallelism())) verdicts.push(verdict);
  const tookSeconds = (performance.now() - startedAt) / 1000;

  const [buggy, working] = ['buggy', 'working'].map((kind) => verdicts.filter(({ id }) => id.endsWith(` ${kind}`)));
  const wrong = [...(buggy ?? []).filter(({ verdict }) => verdict === 'accept'), ...(working ?? []).filter(({ verdict }) => verdict === 'reject')];
  const runnable = (working ?? []).filter(({ id }) => !CANNOT_RUN.has(id.split(' ')[0] ?? ''));
  const accepted = runnable.filter(({ verdict }) => verdict === 'accept').length;
  const rejected = (buggy ?? []).filter(({ verdict }) => verdict === 'reject').length;
  const seconds = verdicts.map((verdict) => verdict.seconds).toSorted((a, b) => a - b);
  const p50Seconds = seconds[Math.floor(seconds.length / 2)] ?? Number.NaN;
  const falseOnWorking = cases.filter(({ working: { candidate } }) => [...candidate].some(([path, text]) => scanSource(path, text).length > 0)).length;
  print(`${cases.length} tasks, each with its buggy and its working solution as the candidate against the other; ${verdicts.length} cases in ${tookSeconds.toFixed(1)} s, ${availableParallelism()} at once, ${isolation}.`);
  print(row('buggy rejected', `${rejected} of ${cases.length}`, '(must: all)'));
  print(row('working accepted', `${accepted} of ${runnable.length}`, `(must ≥ ${percent(MUST.accepted)})`));
  print(row('security on working', String(falseOnWorking), '(must: 0)'));
  print(row('seconds a case', `p50 ${p50Seconds.toFixed(2)}`, `p95 ${(seconds[Math.floor(0.95 * seconds.length)] ?? Number.NaN).toFixed(2)}`, `(must < ${MUST.p50Seconds})`));
  for (const { id, verdict, findings } of wrong) print(`  ${id}: ${verdict}${findings[0] === undefined ? '' : `, ${findings[0].check}: ${findings[0].message.split('\n')[0] ?? ''}`}`);
  return { figures: { buggyRejected: rejected / cases.length, workingAccepted: accepted / runnable.length, workingAcceptedOfAll: (working ?? []).filter(({ verdict }) => verdict === 'accept').length / cases.length, securityFalseOnWorking: falseOnWorking, p50Seconds }, tasks: cases.length };
}

async function security(folder: string, print: Print): Promise<{ figures: Record<string, number>; cases: Record<string, number> }> {
  const all = await readSecurityCases(folder);
  const figures: Record<string, number> = {};
  for (const split of ['held-out', 'development'] as const) {
    const cases = all.filter((each) => each.split === split);
    if (cases.length === 0) {
      print(`No ${split} security cases in ${folder}.`);
      continue;
    }
    const total = scoreScan(cases);
    print(`Security rules, ${split} cases (${split === 'held-out' ? 'written by others after the rules, without sight of them' : 'those the rules were written with'}):`);
    print(row('', 'recall', 'precision', 'found', 'false of class', 'false of any'));
    const line = (name: string, score: ScanScore) => print(row(name, percent(recallOf(score)), percent(precisionOf(score)), `${score.found} of ${score.vulnerable}`, `${score.falseOfClass} of ${score.safe}`, `${score.falseOfAny} of ${score.safe}`));
    for (const name of SECURITY_CLASSES) {
      const ofClass = cases.filter((each) => each.class === name);
      if (ofClass.length > 0) line(name, scoreScan(ofClass));
    }
    line('all', total);
    if (split === 'held-out') Object.assign(figures, { securityRecall: recallOf(total), securityPrecision: precisionOf(total), securityFalseOfAny: total.falseOfAny });
    else Object.assign(figures, { securityRecallDevelopment: recallOf(total), securityPrecisionDevelopment: precisionOf(total) });
  }
  if (figures['securityRecall'] !== undefined) print(`Wanted on held-out cases: recall ≥ ${percent(MUST.recall)} at precision ≥ ${percent(MUST.precision)}.`);
  return { figures, cases: Object.fromEntries(['held-out', 'development'].map((split) => [split, all.filter((each) => each.split === split).length])) };
}

/** The gate on small programs, and its security rules. Nothing is tuned to a task: one setting for all, the code path of `pawl lab validate`. */
export const bench: Bench = {
  name: 'gate',
  async run({ print }) {
    const programs = await repairs(join(process.env['PAWL_BENCH_DATA'] ?? '../shared/data', 'fixes', 'humanevalpack_js.jsonl'), print);
    const scanned = await security(join(import.meta.dirname, '..', 'scan', 'cases'), print);
    return { figures: { ...programs.figures, ...scanned.figures }, settings: { tasks: programs.tasks, timeoutSeconds: CASE_TIMEOUT_SECONDS, jobs: availableParallelism(), securityCases: scanned.cases } };
  },
};
