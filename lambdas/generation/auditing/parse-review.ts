import * as z from 'zod';
import type { Audit } from '../../../shared/domain/remedy.ts';
import { safeText } from '../../../shared/rules/firewall/safe-text.ts';
import { jsonInText } from './json-in-text.ts';
import { isBlocking, type Issue, type Review, type Severity } from './review.ts';

const MOST_ISSUES = 30;
const MOST_MESSAGE = 500;
const MOST_CODE = 300;
const MOST_LINE = 2000;

const VERDICTS: Readonly<Record<string, Audit['verdict']>> = {
  pass: 'passes', passes: 'passes', passed: 'passes', approve: 'passes', approves: 'passes', approved: 'passes', accept: 'passes', accepted: 'passes',
  block: 'blocks', blocks: 'blocks', blocked: 'blocks', reject: 'blocks', rejects: 'blocks', rejected: 'blocks', fail: 'blocks', fails: 'blocks', failed: 'blocks',
};

/** Words that reviewers use for their three weights. What is none of them is taken seriously. */
const SEVERITIES: Readonly<Record<string, Severity>> = {
  blocker: 'blocker', critical: 'blocker', blocking: 'blocker', severe: 'blocker',
  major: 'major', high: 'major', medium: 'major', moderate: 'major', error: 'major',
  minor: 'minor', low: 'minor', info: 'minor', nit: 'minor', style: 'minor', suggestion: 'minor', trivial: 'minor',
};

const text = z.string().optional().catch(undefined);
const JsonIssue = z.object({ severity: text, path: text, file: text, line: z.coerce.number().int().positive().optional().catch(undefined), message: text, description: text, issue: text, code: text, quote: text });
const JsonReview = z.object({ verdict: text, issues: z.array(z.unknown()).optional().catch(undefined) });

/** One an issue in JSON, whether or not the JSON around it can be read. */
const JSON_SEVERITY = /"severity"\s*:/g;

type Reading = { readonly verdict: Audit['verdict'] | undefined; readonly issues: readonly Issue[]; /** What should have been an issue and could not be read. */ readonly lost: number };

/**
 * What a reviewer said, in JSON or in lines, with whatever stands around it. Where it says two things the stricter one holds: an issue that blocks beats a
 * verdict that passes, and so does an issue that cannot be read. Nothing passes that does not say so. Never throws.
 */
export function parseReview(answer: string): Review {
  const json = jsonInText(answer).flatMap(readingOf);
  const readings = [...json, linesReading(answer)];
  const all = unique(readings.flatMap((reading) => reading.issues));
  // However much is noted before it, what blocks is heard.
  const heard = new Set([...all.filter(isBlocking), ...all].slice(0, MOST_ISSUES));
  const issues = all.filter((issue) => heard.has(issue));
  if (issues.some(isBlocking)) return { kind: 'review', verdict: 'blocks', issues };
  const verdicts = new Set(readings.map(({ verdict }) => verdict));
  const inJson = json.reduce((sum, reading) => sum + reading.issues.length, 0);
  if (readings.some(({ lost }) => lost > 0) || [...answer.matchAll(JSON_SEVERITY)].length > inJson) return { kind: 'unreadable', why: 'an issue is not as described, or has no message' };
  if (verdicts.has('blocks')) return { kind: 'unreadable', why: 'the verdict is "blocks", and no issue is a blocker or major' };
  if (verdicts.has('passes')) return { kind: 'review', verdict: 'passes', issues };
  return { kind: 'unreadable', why: 'there is no verdict' };
}

const verdictOf = (word: string | undefined): Audit['verdict'] | undefined => {
  const key = word?.trim().toLowerCase() ?? '';
  return Object.hasOwn(VERDICTS, key) ? VERDICTS[key] : undefined;
};

const severityOf = (word: string | undefined): Severity => {
  const key = word?.trim().toLowerCase() ?? '';
  return (Object.hasOwn(SEVERITIES, key) ? SEVERITIES[key] : undefined) ?? 'major';
};

function readingOf(value: unknown): Reading[] {
  const review = Array.isArray(value) ? { verdict: undefined, issues: value as unknown[] } : JsonReview.safeParse(value).data;
  if (review === undefined || (review.verdict === undefined && review.issues === undefined)) return [];
  const listed = (review.issues ?? []).filter((each) => typeof each === 'object' && each !== null && !Array.isArray(each));
  if (Array.isArray(value) && !listed.some((each) => 'severity' in (each as object))) return [];
  const issues = listed.flatMap((each) => {
    const { data } = JsonIssue.safeParse(each);
    const message = data?.message ?? data?.description ?? data?.issue ?? '';
    return data === undefined ? [] : issueOf({ severity: severityOf(data.severity), path: data.path ?? data.file, line: data.line, message, code: data.code ?? data.quote });
  });
  return [{ verdict: verdictOf(review.verdict), issues, lost: (review.issues?.length ?? 0) - issues.length }];
}

const VERDICT_LINE = /^[^\p{L}]*verdict[^\p{L}]+(\p{L}+)[^\p{L}]*$/iu;
const ISSUE_LINE = /^[\s*#>-]*issue\b[\s\d:.)#-]*\(?\[?(\p{L}+)\]?\)?[\s:–—-]*(.*)$/iu;
const PLACE = /^[`*]*([\w@()[\]./-]+\.[\w]+)(?:(?::|\s+line\s+|#L)(\d+))?[`*]*[\s:,–—-]+(.*)$/;
const CODE_LINE = /^[\s*>-]*(?:code|quote)\s*:\s*(.+)$/i;

function linesReading(answer: string): Reading {
  const verdicts: (Audit['verdict'] | undefined)[] = [];
  const issues: Issue[] = [];
  let lost = 0;
  for (const line of answer.split('\n').map((each) => each.slice(0, MOST_LINE))) {
    const verdict = VERDICT_LINE.exec(line)?.[1];
    if (verdict !== undefined) verdicts.push(verdictOf(verdict));
    const [, severity, rest = ''] = ISSUE_LINE.exec(line) ?? [];
    if (severity !== undefined && Object.hasOwn(SEVERITIES, severity.toLowerCase())) {
      const [, path, at, message = rest] = PLACE.exec(rest) ?? [];
      const read = issueOf({ severity: severityOf(severity), path, line: at === undefined ? undefined : Number(at), message, code: undefined });
      issues.push(...read);
      if (read.length === 0) lost += 1;
    }
    const code = CODE_LINE.exec(line)?.[1];
    const last = issues.at(-1);
    if (code !== undefined && last !== undefined && last.code === undefined) issues[issues.length - 1] = { ...last, code: bounded(code, MOST_CODE) };
  }
  return { verdict: verdicts.includes('blocks') ? 'blocks' : verdicts.find((verdict) => verdict !== undefined), issues, lost };
}

type Raw = { readonly severity: Severity; readonly path: string | undefined; readonly line: number | undefined; readonly message: string; readonly code: string | undefined };

/** Nothing without a message; a path as it is in a tree. */
function issueOf({ severity, path, line, message, code }: Raw): Issue[] {
  const said = safeText(message, { most: MOST_MESSAGE }).text.replaceAll(/\s+/g, ' ').trim();
  const place = path?.trim().replace(/^(?:[ab]\/|\.\/)/, '').slice(0, MOST_CODE);
  if (said === '') return [];
  return [{ severity, message: said, ...(place ? { path: place } : {}), ...(line !== undefined && Number.isSafeInteger(line) && line > 0 ? { line } : {}), ...(code?.trim() ? { code: bounded(code, MOST_CODE) } : {}) }];
}

const bounded = (code: string, most: number): string => code.trim().replace(/^`+([^`]+)`+$/, '$1').slice(0, most).toWellFormed();

const unique = (issues: readonly Issue[]): Issue[] => [...new Map(issues.map((issue) => [JSON.stringify([issue.path, issue.line, issue.message]), issue])).values()];
