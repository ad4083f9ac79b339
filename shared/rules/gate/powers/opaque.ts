import type { CheckFinding } from '../../../domain/check.ts';
import { hasInvisible } from '../../firewall/visible.ts';
import type { PowersInput } from '../powers.ts';
import { isTestPath } from '../source-path.ts';

const LONGEST_LINE = 500;
const BLOB = /[A-Za-z\d+/_-]{120,}={0,2}|(?:\\x[\da-f]{2}){8,}|(?:[\da-f]{2}[\s,:]?){64,}|(?:0x[\da-f]{1,4},?\s*){16,}|(?:\d{1,3},\s?){32,}/i;
/** Letters and digits of ASCII written as escapes, which nobody needs. */
const ESCAPED = /\\(?:x(?:3\d|4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da])|u(?:00(?:3\d|4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da])|\{0{0,4}(?:3\d|4[1-9a-f]|5[\da]|6[1-9a-f]|7[\da])\}))/i;
const SILENCERS = /(?:eslint|oxlint|tslint|jshint|jslint|standard|biome|rome|deno-lint|stylelint|secretlint|semgrep|sonar|codeql|checkov|tfsec|trivy|snyk|stryker|prettier|webpack|vite)[-\w]*[- :](?:disable|ignore|suppress|skip|restore|nosem)|@ts-(?:ignore|nocheck|expect-error)|(?:istanbul|c8|v8|node:coverage|nyc|coverage)[ :](?:ignore|disable)|\bno(?:sec|sonar|lint|semgrep|qa|inspection)\b|\bnosem\b|\blgtm\b ?\[/i;

type Look = { readonly sees: (line: string) => boolean; readonly what: string; readonly advice: string; readonly notInTests?: boolean };

const LOOKS: readonly Look[] = [
  { sees: hasInvisible, what: 'holds characters that nobody sees, or that reverse what is read', advice: 'Write what is meant in visible characters.' },
  { sees: (line) => line.length > LONGEST_LINE, what: `is longer than ${LONGEST_LINE} characters`, advice: 'Write it so that a person can read it.' },
  { sees: (line) => BLOB.test(line), what: 'holds a block of data that nobody can review', advice: 'Leave data out of the patch.' },
  { sees: (line) => ESCAPED.test(line), what: 'writes plain letters as escapes', advice: 'Write the letters.' },
  { sees: (line) => SILENCERS.test(line), what: 'tells a checking tool to look away', advice: 'Mend what the tool would say.' },
  { sees: (line) => /(?=\P{ASCII})[\p{L}\p{M}\p{N}]/u.test(codeOf(line)), what: 'has letters outside of texts that look like others', advice: 'Use the letters a to z in names.', notInTests: true },
];

/** Lines that a patch brings and that a person could not review: each is told once, by its first reason. What stood in the file before is not the patch's doing. */
export function opaque({ before, after, changed }: PowersInput): CheckFinding[] {
  return changed.flatMap((path) => {
    const old = new Set((before.get(path) ?? '').split('\n').map((line) => line.trim()));
    return (after.get(path) ?? '').split('\n').flatMap((line, index) => {
      if (old.has(line.trim())) return [];
      const look = LOOKS.find(({ sees, notInTests }) => !(notInTests === true && isTestPath(path)) && sees(line.replace(/\r$/, '')));
      return look === undefined ? [] : [{ message: `${path}: line ${index + 1} ${look.what}.`, advice: look.advice, path, line: index + 1 }];
    });
  });
}

/** A line without its texts and comments, roughly: what is left holds names. */
const codeOf = (line: string): string => (/^\s*(?:\*|\/\/|\/\*)/.test(line) ? '' : line.replaceAll(/(["'`])(?:\\.|(?!\1).)*(?:\1|$)|\/(?![/*])(?:\\.|[^/\\\n])+\/[a-z]*|\/\/.*|\/\*.*?(?:\*\/|$)|>[^<>{}]*</g, ''));
