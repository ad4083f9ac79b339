import type { FileChange } from '../../../shared/domain/remedy.ts';
import type { Files } from '../../../shared/rules/gate/apply-patch.ts';
import { parseUnifiedDiff } from '../../../shared/rules/gate/parse-unified-diff.ts';
import { answerHeader, type AnswerHeader } from './answer-header.ts';
import { elidedCode } from './elided-code.ts';
import { fencedBlocks, type FencedBlock } from './fenced-blocks.ts';
import { inFormOf } from './keep-form.ts';
import { mendDiff } from './mend-diff.ts';
import { pathInComment, pathInInfo, pathInside, pathInTitle } from './named-path.ts';

/** `files` is empty only when the model abstained. Problems are sentences that tell the model what to write instead. */
export type ParsedAnswer = ({ readonly ok: true; readonly files: readonly FileChange[] } & AnswerHeader) | { readonly ok: false; readonly problems: readonly string[] };

const MOST_CHARACTERS = 1_000_000;
/** A whole file that loses more than this share of its lines was most likely not given whole. */
const MOST_LOST = 0.6;
const SHORT_FILE_LINES = 20;
const FORMAT = 'Give each file whole, in a fenced block that opens with ```LANGUAGE:PATH, or a unified diff in a block that opens with ```diff.';

/**
 * What a model's answer changes in `files` (paths of the service, LF or CRLF as they stand): fenced blocks `lang:path` with whole files, unified diffs in
 * fences or bare, also mixed. Tolerant about form, strict about content: what leaves code out, names no file, leaves the service or fits nowhere is a problem.
 * Never throws, whatever the text. Whether the change may be made is the gate's to say.
 */
export function parseAnswer(text: string, files: Files): ParsedAnswer {
  if (text.length > MOST_CHARACTERS) return { ok: false, problems: [`The answer has ${text.length} characters; ${MOST_CHARACTERS} is the most.`] };
  const { blocks, prose } = fencedBlocks(text, (info) => pathInInfo(info) !== undefined || isDiffInfo(info));
  const header = answerHeader([...beforeDiff(prose), ...blocks.filter((block) => pathInInfo(block.info) === undefined && !isDiff(block)).flatMap((block) => block.text.split('\n').slice(0, 30))]);
  if (header.abstained !== undefined) return { ok: true, files: [], ...header };

  const found = [...blocks.map((block) => changesOf(block, files)), bareDiff(prose, files)];
  const problems = found.flatMap((each) => each.problems);
  const changes = new Map<string, FileChange>();
  for (const change of found.flatMap((each) => each.changes)) {
    const other = changes.get(change.path);
    if (other !== undefined && other.after !== change.after) problems.push(`${change.path}: it is given twice, and not the same; give it once.`);
    changes.set(change.path, change);
  }
  if (problems.length > 0) return { ok: false, problems: [...new Set(problems)] };
  const real = [...changes.values()].filter(({ before, after }) => before !== after);
  if (real.length > 0) return { ok: true, files: real, ...header };
  if (changes.size > 0 || found.some(({ isSameAsBefore }) => isSameAsBefore)) return { ok: false, problems: ['The files given are as they were before; nothing would change.'] };
  return { ok: false, problems: [`No file could be read from the answer. ${blocks.length > 0 ? 'Its fenced blocks name no file. ' : ''}${FORMAT}`] };
}

type Found = { readonly changes: readonly FileChange[]; readonly problems: readonly string[]; readonly isSameAsBefore?: boolean };

const NOTHING: Found = { changes: [], problems: [] };

function changesOf(block: FencedBlock, files: Files): Found {
  const named = pathInInfo(block.info) ?? pathInTitle(block.above);
  const path = named === undefined ? undefined : pathInside(named, files);
  if (isDiff(block)) return ofDiff(mendDiff(block.text, files, { within: 'fence', path }), files);
  const commented = named === undefined ? pathInComment(block.text, files) : undefined;
  const name = named ?? commented;
  if (name === undefined) return NOTHING;
  const inside = pathInside(name, files);
  if (inside === undefined) return { changes: [], problems: [`"${name.slice(0, 200)}" is no path inside the service; paths are relative to it, without "..".`] };
  const before = files.get(inside) ?? null;
  const given = commented !== undefined && before?.startsWith(block.text.split('\n', 1)[0] ?? '') !== true ? block.text.slice(block.text.indexOf('\n') + 1) : block.text;
  if (/^\W*(?:no changes?(?: needed| required)?|unchanged|same as before)?\W*$/i.test(given)) return before === null ? { changes: [], problems: [`${inside}: its block is empty.`] } : { ...NOTHING, isSameAsBefore: true };
  return wholeFile(inside, before, given, files);
}

function wholeFile(path: string, before: string | null, given: string, files: Files): Found {
  const elided = elidedCode(given, before);
  if (elided !== undefined) return { changes: [], problems: [`${path}: line ${elided.line} ("${elided.text}") stands for code that was left out; give the whole file, or a unified diff.`] };
  const after = inFormOf(given, before, files);
  const [had, has] = [linesOf(before), linesOf(after)];
  if (had >= SHORT_FILE_LINES && has < had * (1 - MOST_LOST)) return { changes: [], problems: [`${path}: of its ${had} lines ${has} would be left; give the whole file, or a unified diff where lines are really to go.`] };
  return { changes: [{ path, before, after }], problems: [] };
}

const linesOf = (text: string | null): number => (text === null ? 0 : text.split('\n').filter((line) => line.trim() !== '').length);

const isDiffInfo = (info: string): boolean => /^(?:u?diff|patch)\b/i.test(info);

const isDiff = ({ info, text }: FencedBlock): boolean => isDiffInfo(info) || /^(?:diff --git .*\n(?:[a-z].*\n)*)?--- .+\n\+\+\+ .+\n/.test(text.trimStart()) || (text.trimStart().startsWith('@@') && /^[+-]/m.test(text));

/** What the code of a bare diff says is not said by the model. */
const beforeDiff = (prose: readonly string[]): readonly string[] => {
  const start = prose.findIndex((line, index) => line.startsWith('--- ') && prose[index + 1]?.startsWith('+++ ') === true);
  return start < 0 ? prose : prose.slice(0, start);
};

const bareDiff = (prose: readonly string[], files: Files): Found => {
  const text = prose.join('\n');
  return /^--- .+\n\+\+\+ /m.test(text) ? ofDiff(mendDiff(text, files, { within: 'prose' }), files) : NOTHING;
};

function ofDiff({ text, problems }: ReturnType<typeof mendDiff>, files: Files): Found {
  if (problems.length > 0) return { changes: [], problems };
  if (text === '') return { changes: [], problems: [`A block that is called a diff has no hunk. ${FORMAT}`] };
  const parsed = tolerantly(text, files);
  if (!parsed.ok) return { changes: [], problems: parsed.errors };
  const changes: FileChange[] = [];
  const found: string[] = [];
  for (const { path, before, after } of parsed.files) {
    const inside = pathInside(path, files);
    const elided = after === null ? undefined : elidedCode(after, before);
    if (inside === undefined) found.push(`"${path.slice(0, 200)}" is no path inside the service; paths are relative to it, without "..".`);
    else if (elided !== undefined) found.push(`${path}: line ${elided.line} ("${elided.text}") stands for code that was left out; write the code itself.`);
    else changes.push({ path: inside, before, after: after === null || before !== null ? after : inFormOf(after, null, files) });
  }
  return { changes, problems: found };
}

/** What the library throws on is a diff that cannot be read. */
function tolerantly(text: string, files: Files): ReturnType<typeof parseUnifiedDiff> {
  try {
    return parseUnifiedDiff(text, files);
  } catch (error) {
    return { ok: false, errors: [`The diff could not be read: ${error instanceof Error ? error.message : String(error)}.`] };
  }
}
