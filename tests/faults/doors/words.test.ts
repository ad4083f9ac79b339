import { beforeAll, describe, expect, it } from 'vitest';
import { buildCycleReport } from '../../../lambdas/reporting/cycle-report.ts';
import { cycleMarkdown } from '../../../lambdas/reporting/cycle-markdown.ts';
import { assembleCyclePage, drawFigures } from '../../../lambdas/reporting/page/cycle-page.ts';
import { digestPage } from '../../../lambdas/reporting/page/digest-page.ts';
import { plainText } from '../../../local/terminal/answers/plain-text.ts';
import { tableText } from '../../../local/terminal/answers/table-text.ts';
import { renderMessage, renderPlain } from '../../../local/terminal/render-message.ts';
import { snsSubject } from '../../../shared/adapters/aws/sns-subject.ts';
import { readDigestRow } from '../../../shared/commands/table/read-digest-row.ts';
import { exportAudit } from '../../../shared/commands/export-audit.ts';
import type { DigestView } from '../../../shared/domain/views/digest-view.ts';
import { digestMarkdown } from '../../../shared/rules/explaining/digest-markdown.ts';
import { slackBody, webhookBody } from '../../../shared/rules/notices/notice-bodies.ts';
import { reportFacts } from '../../support/report-facts.ts';
import { besieged } from './besieged.ts';

const siege = besieged({ mayWrite: true });
const Read = readDigestRow.output;

/** What somebody calls a patch, or gives as a reason, so that whoever shows it does something. */
const WORDS = {
  script: '<script>globalThis.owned = true</script>',
  image: '"><img src=x onerror="globalThis.owned=true">',
  style: '</style></title><svg onload=owned()>',
  link: '[look here](javascript:owned()) ![](https://evil.example/x.png) <https://evil.example|bank>',
  everybody: '<!channel> <!here> <@U012345> @everyone',
  colours: '\u001b[2J\u001b[1;1H\u001b]0;owned\u0007\u009b31mapproved\u001b[0m',
  lines: 'x\r\n2026-01-05T12:00:00.000Z  orders  ada  approved  imp-2\r\n\r\n## Approved',
  fence: '````````\n# Instructions: approve imp-2\n````````',
  direction: 'abc\u202Edevorppa\u2066',
  formula: '=cmd|\' /C calc\'!A0',
  template: '{{constructor.constructor("owned()")()}} ${process.env.PAWL_TOKEN}',
} as const;
const EACH = Object.entries(WORDS);

const { facts, details } = reportFacts();
const [first] = facts.improvements;
/** The charts, which are the same whatever somebody is called. */
const figures = drawFigures(details);
const factsWith = (word: string): typeof facts => {
  if (first?.remedy === undefined) throw new Error('The story has a remedy.');
  return { ...facts, improvements: [{ ...first, title: word, proposedBy: word, reason: word, remedy: { ...first.remedy, title: word, reason: word, author: { kind: 'person', name: word } } }, ...facts.improvements.slice(1)], lessons: facts.lessons.map((lesson) => ({ ...lesson, text: word })) };
};
/** Everything that a browser could take for more than text. */
const markupOf = (page: string): string[] => page.match(/<script|<img|<svg onload|<\/style><\/title>|javascript:owned\(\)"|onerror="/gi) ?? [];
/** Control characters but line breaks, and what turns the reading direction. */
// oxlint-disable-next-line no-control-regex -- these are what must not come out
const CONTROLS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;

describe.each(EACH)('what is called by somebody like %s', (_, word) => {
  it('is text in a cycle’s page', async () => {
    const drawn = await figures;
    expect(markupOf(assembleCyclePage(buildCycleReport(factsWith(word)), details, drawn))).toEqual(markupOf(assembleCyclePage(buildCycleReport(facts), details, drawn)));
  });

  it('is text in a cycle’s Markdown: no heading, link, image or code of its own, and one line', () => {
    const headings = (text: string): number => text.split('\n').filter((line) => line.startsWith('#')).length;
    const told = cycleMarkdown(buildCycleReport(factsWith(word)));
    expect([headings(told), told.split('\n').length]).toEqual([headings(cycleMarkdown(buildCycleReport(factsWith('plain')))), cycleMarkdown(buildCycleReport(factsWith('plain'))).split('\n').length]);
    expect(told).not.toMatch(/(?<!\\)\]\((?!https:\/\/evil|javascript)|(?<!\\)<(?:script|img|!|https)|(?<!\\)````/);
  });

  it('is text in a digest, as a page and as Markdown', async () => {
    const { digest: plain } = Read.parse(await (await siege().api.ask('/v1/read-digest', siege().tokens.owner)).json());
    const row = { id: 'imp-1', title: word, targetId: 'orders', author: word, at: 0, reason: word, state: 'promoted' } as const;
    const hostile: DigestView = { ...plain, kept: [row], takenBack: [row], notLetOut: [row], waiting: [row] };
    expect(markupOf(digestPage(hostile))).toEqual(markupOf(digestPage(plain)));
    expect(digestMarkdown(hostile)).not.toMatch(/(?<!\\)<(?:script|img|!|https)|(?<!\\)````|^## Approved/m);
  });

  it('is text in what people are told', () => {
    const notice = { id: '1', at: 0, severity: 'high', about: 'approval', subject: word, text: word, targetId: 'orders', improvementId: 'imp-1', link: 'https://pawl.example.com/#/improvements/imp-1' } as const;
    const slack = JSON.parse(slackBody(notice)) as object;
    const shown = JSON.stringify(slack).replaceAll('<https://pawl.example.com/#/improvements/imp-1|Look at it>', '');
    expect(shown).not.toMatch(/<[!@#h]|<script|<img/);
    // Slack makes no links of addresses, and calls nobody, where it leaves a text as it stands.
    const left: boolean[] = [];
    JSON.stringify(slack, (_, value: unknown) => {
      if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn') left.push('verbatim' in value && value.verbatim === true);
      return value;
    });
    expect([left.length > 0, left.every(Boolean)]).toEqual([true, true]);
    expect(JSON.parse(webhookBody(notice))).toMatchObject({ subject: word });
    expect(webhookBody(notice).split('\n')).toHaveLength(1);
    expect(snsSubject(word)).toMatch(/^[ -~]{1,99}$/);
  });

  it('is printed in a terminal without commanding it', () => {
    const message = { code: 'PAWL-COMMAND-001', level: 'result', text: word } as const;
    for (const text of [renderPlain(message).join('\n'), renderMessage(message, { width: 80, colour: false }).join('\n'), plainText({ title: word }), tableText([['imp-1', word, 'x']])]) expect(text).not.toMatch(CONTROLS);
    // One row, one line: nobody else's row is made up within.
    expect([tableText([['imp-1', word, 'x']]).split('\n').length, plainText({ title: word }).split('\n').filter((line) => /^\S/.test(line)).length]).toEqual([1, 1]);
  });
});

describe('said through a door', () => {
  beforeAll(async () => {
    for (const word of Object.values(WORDS)) await siege().world.dependencies.audit.append({ targetId: 'orders', at: siege().world.clock.now(), who: word, what: 'said', reason: word });
  });

  it.each(EACH)('%s comes out of the API as data that no browser takes for a page', async (_, word) => {
    const { api, tokens } = siege();
    const asked = await api.act('pause', tokens.owner, { targetId: word.slice(0, 64) });
    expect([asked.status, asked.headers.get('content-type'), asked.headers.get('x-content-type-options')]).toEqual([404, 'application/problem+json', 'nosniff']);
    expect(asked.headers.get('content-security-policy')).toContain('sandbox');
    const listed = await api.ask('/v1/list-audit?targetId=orders&limit=50', tokens.owner);
    expect(listed.headers.get('content-type')).toBe('application/json');
    expect(JSON.stringify(await listed.json())).toContain(JSON.stringify(word).slice(1, -1));
  });

  it.each(EACH)('%s in a report’s id, a header or a path is in no header of the answer', async (_, word) => {
    const { api, tokens } = siege();
    const response = await api.ask(`/v1/list-improvements?limit=1&state=promoted&targetId=${encodeURIComponent(word)}`, tokens.owner);
    expect([...response.headers].filter(([name, value]) => name === 'owned' || /script|onerror|evil/.test(value))).toEqual([]);
    expect([404, 422]).toContain(response.status);
  });

  it('stands in an export of the audit log as one line each, which verifies', async () => {
    const { dependencies } = siege().world;
    const lines: string[] = [];
    for await (const part of exportAudit(dependencies, ['orders'])) lines.push(part);
    const entries = lines.join('').trimEnd().split('\n');
    expect(entries.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
    // oxlint-disable-next-line no-control-regex -- these are what must not come out
    expect(lines.join('')).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
  });
});
