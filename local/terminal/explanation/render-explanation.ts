import pico from 'picocolors';
import type { ExplainedScore, ExplainedSite, Explanation } from '../../../shared/domain/explanation.ts';
import { showCount, showInstant, showPercent, showShare } from '../../../shared/rules/explaining/figures.ts';
import { cut, padLeft, padRight, visibleWidth, wrap } from '../visible-text.ts';
import { drawCalls } from './draw-calls.ts';
import { drawSeries } from './draw-series.ts';
import { oneLine, shown, type PageLook } from './look.ts';

const PAINT = { critical: 'red', high: 'yellow', medium: 'cyan', low: 'dim' } as const satisfies Record<Explanation['score']['priority'], string>;
const WIDEST = 140;
const LABEL_WIDTH = 22;

/** A page of an explanation, as wide as the terminal (to 140 columns), for 80 columns about forty lines. No text in it can command the terminal. */
export const renderExplanation = (explanation: Explanation, { width, colour, ascii }: { readonly width: number; readonly colour: boolean; readonly ascii: boolean }): string[] => {
  const look: PageLook = { width: Math.max(40, Math.min(WIDEST, width)), colours: pico.createColors(colour), ascii };
  const { colours } = look;
  const paragraph = (text: string, indent = 1): string[] => wrapped(oneLine(text, look), look.width - indent - 1).map((line) => ' '.repeat(indent) + line);
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', ` ${colours.bold(title)}`, ...lines]);
  const { series, calls, facts, samples, sites, score, believes, next } = explanation;

  return [
    ...heading(explanation, look),
    ...paragraph(explanation.headline),
    ...(series === undefined ? [] : ['', ...drawSeries(series, look, look.width >= 100 ? 12 : 8)]),
    ...(calls === undefined ? [] : ['', ...drawCalls(calls, look)]),
    ...section('Measured', facts.flatMap(([label, value]) => fact(label, value, look))),
    ...section('From the log (redacted)', samples.flatMap(({ at, text }) => paragraph(`${at === undefined ? '' : `${showInstant(at).slice(11, 19)}  `}${text}`, 3))),
    ...placesShown(sites, calls !== undefined, look).flatMap((site) => section(oneLine(placeOf(site), look), excerpt(site, look))),
    ...section('Score', [...wrapped(oneLine(formula(score), look), look.width - 4).map((line) => `   ${line}`), ...(score.experience === undefined ? [] : paragraph(score.experience, 3))]),
    ...section('Why it is believed', believes.flatMap((sentence) => paragraph(sentence, 3))),
    ...section('What happens next', paragraph(next, 3)),
  ];
};

/** All places where there is room; else the one that says most: of calls the outermost, which is where they could be made otherwise, of errors the innermost. */
const placesShown = (sites: readonly ExplainedSite[], areCalls: boolean, { width }: PageLook): readonly ExplainedSite[] => {
  const known = sites.filter(({ source }) => source !== undefined);
  if (width >= 100) return known;
  return areCalls ? known.slice(-1) : known.slice(0, 1);
};

/** Breaks at blanks; a word that is longer than the line is cut. */
const wrapped = (text: string, columns: number): string[] => wrap(text, columns).map((line) => cut(line, columns));

const heading = ({ title, score, targetId, opportunityId, improvementId, analysedAt }: Explanation, look: PageLook): string[] => {
  const { colours, width } = look;
  const left = ` ${colours[PAINT[score.priority]](score.priority)} ${colours.bold(shown(showCount(score.score), look))}`;
  const right = oneLine(`${targetId} · ${improvementId ?? opportunityId} · as of ${showInstant(analysedAt).slice(0, 16)} UTC`, look);
  const fits = visibleWidth(left) + visibleWidth(right) + 3 <= width;
  return [
    fits ? `${left}${' '.repeat(width - visibleWidth(left) - visibleWidth(right) - 1)}${colours.dim(right)}` : left,
    ...(fits ? [] : [` ${colours.dim(cut(right, width - 2))}`]),
    ...wrapped(oneLine(title, look), width - 2).map((line) => ` ${colours.bold(line)}`),
  ];
};

const fact = (label: string, value: string, look: PageLook): string[] => {
  const column = Math.min(LABEL_WIDTH + (look.width >= 100 ? 10 : 0), Math.floor(look.width / 3));
  const name = padRight(cut(oneLine(label, look), column), column);
  return wrapped(oneLine(value, look), look.width - column - 6).map((line, index) => `   ${index === 0 ? look.colours.dim(name) : ' '.repeat(column)}  ${line}`);
};

const placeOf = ({ path, line, functionName }: ExplainedSite): string => `${path}:${line}${functionName === undefined ? '' : ` in ${functionName}`}`;

const excerpt = ({ line, source }: ExplainedSite, look: PageLook): string[] =>
  (source?.lines ?? []).map((text, index) => {
    const number = (source?.from ?? 1) + index;
    const row = cut(`   ${number === line ? '>' : ' '} ${padLeft(String(number), 5)}  ${oneLine(text, look)}`, look.width - 1);
    return number === line ? look.colours.yellow(row) : look.colours.dim(row);
  });

/** The score in its parts, as it was computed. */
const formula = ({ gainPercent, affectedUsersPerHour, occurrencesPerDay, severity, severityWeight, confidence, confidenceWeight, risk, riskWeight, score, priority }: ExplainedScore): string =>
  `${showPercent(gainPercent)} gain × ${showCount(affectedUsersPerHour)} users an hour × ${occurrencesPerDay.toFixed(occurrencesPerDay % 1 === 0 ? 0 : 1)} hours a day ÷ 100, × ${severityWeight} (severity ${severity}) × ${confidenceWeight} (${showShare(confidence)} sure) × ${riskWeight} (risk ${risk}) = ${showCount(score)}: ${priority}`;
