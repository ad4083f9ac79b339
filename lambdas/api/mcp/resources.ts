import type { ListResourcesResult, ListResourceTemplatesResult, ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import { fence } from '../../../shared/rules/firewall/fence.ts';
import { isPermitted } from '../../../shared/domain/caller.ts';
import { askRow, type McpAsking } from './ask-row.ts';
import { outline } from './outline.ts';
import { pageOfText } from './page-of-text.ts';
import { ProtocolError } from './protocol-error.ts';
import { refusalText } from './refusal-text.ts';
import { toolsOf } from './tool.ts';

/** What can be read as a resource: the row that answers, what it is called with, and what of its answer is the text. */
type Kind = {
  readonly template: string;
  readonly name: string;
  readonly description: string;
  readonly mimeType: string;
  readonly row: string;
  readonly said: (id: string) => Readonly<Record<string, unknown>>;
  readonly text: (value: unknown) => string;
  /** Where the ids come from. */
  readonly ids: { readonly row: string; readonly said: Readonly<Record<string, unknown>>; readonly has: (item: Readonly<Record<string, unknown>>) => boolean };
};

const LISTED = 20;
const LOOKED_AT = 100;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (isRecord(value) && typeof value['text'] === 'string' ? value['text'] : outline(value));

const REPORT_IDS: Kind['ids'] = { row: 'list-cycles', said: { limit: LOOKED_AT }, has: (item) => item['hasReport'] === true };

const KINDS: readonly Kind[] = [
  { template: 'pawl://reports/{cycleId}', name: 'report', description: 'The report of a cycle: what was found, tried, kept, taken back and learned.', mimeType: 'text/markdown', row: 'read-report', said: (id) => ({ cycleId: id, format: 'markdown' }), text: textOf, ids: REPORT_IDS },
  { template: 'pawl://reports/{cycleId}/json', name: 'report-json', description: 'The same as JSON.', mimeType: 'application/json', row: 'read-report', said: (id) => ({ cycleId: id, format: 'json' }), text: textOf, ids: REPORT_IDS },
  { template: 'pawl://lessons/{targetId}', name: 'lessons', description: 'What was learned on a target, and whether it is applied.', mimeType: 'text/markdown', row: 'list-lessons', said: (id) => ({ targetId: id }), text: (value) => `${fence('data', outline(value))}\n`, ids: { row: 'list-targets', said: { limit: LOOKED_AT }, has: () => true } },
  { template: 'pawl://improvements/{id}', name: 'improvement', description: 'An improvement with its diff, checks, release and verdict.', mimeType: 'text/markdown', row: 'show-improvement', said: (id) => ({ improvementId: id }), text: (value) => `${fence('data', outline(value))}\n`, ids: { row: 'list-improvements', said: { limit: LOOKED_AT }, has: () => true } },
];

export const resourceTemplates = (): ListResourceTemplatesResult => ({
  resourceTemplates: KINDS.map(({ template, name, description, mimeType }) => ({ uriTemplate: template, name, title: description.split(/[:,.]/)[0] ?? name, description, mimeType })),
});

/** The newest of each kind that the caller sees. */
export const listResources = async (asking: McpAsking): Promise<ListResourcesResult> => {
  const kinds = KINDS.filter(({ name }) => name !== 'report-json');
  const found = await Promise.all(kinds.map(async (kind) => (await idsOf(kind, asking)).slice(0, LISTED).map((id) => ({ uri: uriOf(kind, id), name: `${kind.name} ${id}`, description: kind.description, mimeType: kind.mimeType }))));
  return { resources: found.flat() };
};

/** Ids that begin with what was typed, for a template's only variable. */
export const completedIds = async (template: string, typed: string, asking: McpAsking): Promise<string[]> => {
  const kind = KINDS.find((one) => one.template === template);
  return kind === undefined ? [] : (await idsOf(kind, asking)).filter((id) => id.startsWith(typed)).slice(0, LOOKED_AT);
};

/** Reads one in pieces of 15 KB. What is not there and what is not the caller's are told alike. */
export const readResource = async (uri: string, asking: McpAsking): Promise<ReadResourceResult> => {
  const [place = '', query = ''] = uri.split('?');
  for (const kind of KINDS) {
    const id = idIn(kind, place);
    const tool = toolOfRow(kind.row, asking);
    if (id === undefined || tool === undefined) continue;
    const asked = await askRow(tool, kind.said(id), asking);
    if (!asked.ok) throw new ProtocolError(asked.kind === 'not-found' ? 'not-found' : 'invalid-params', refusalText(asked, asking.rows.values()));
    const offset = Number(new URLSearchParams(query).get('offset') ?? 0);
    return { contents: [{ uri, mimeType: kind.mimeType, text: pageOfText(kind.text(asked.value), place, Number.isSafeInteger(offset) && offset >= 0 ? offset : 0) }] };
  }
  throw new ProtocolError('not-found', `There is no resource ${uri.slice(0, 200)}. There are ${KINDS.map(({ template }) => template).join(', ')}.`);
};

const toolOfRow = (row: string, { rows, caller }: McpAsking) => [...toolsOf(rows).values()].find((tool) => tool.row.name === row && isPermitted(caller, tool.row.permission));

const idsOf = async ({ ids }: Kind, asking: McpAsking): Promise<string[]> => {
  const tool = toolOfRow(ids.row, asking);
  const asked = tool === undefined ? undefined : await askRow(tool, ids.said, asking);
  const items = asked?.ok && isRecord(asked.value) && Array.isArray(asked.value['items']) ? (asked.value['items'] as unknown[]) : [];
  return items.filter(isRecord).filter(ids.has).map((item) => item['id']).filter((id) => typeof id === 'string');
};

const uriOf = ({ template }: Kind, id: string): string => template.replace(/\{\w+\}/, encodeURIComponent(id));

const idIn = ({ template }: Kind, place: string): string | undefined => {
  const [before = '', after = ''] = template.split(/\{\w+\}/);
  if (!place.startsWith(before) || !place.endsWith(after)) return undefined;
  const encoded = place.slice(before.length, place.length - after.length);
  if (encoded === '' || encoded.includes('/')) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
};
