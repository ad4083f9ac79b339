import type { Scalar } from './function-setting.ts';

/**
 * The scalars of plain block mappings of a YAML file. What this does not read for certain (anchors, merges, several documents, tabs) gives none at all;
 * sequences, block texts and flow collections are passed over.
 */
export function yamlScalars(text: string): Scalar[] {
  const lines = text.split('\n');
  if (lines.some((line) => /^\s*<<\s*:|:\s+[&*]\w|^ *\t|^---\s*\S/.test(line)) || lines.filter((line) => line.startsWith('---')).length > 1) return [];
  const scalars: Scalar[] = [];
  let keys: { indent: number; key: string }[] = [];
  let skipDeeperThan: number | undefined;
  let offset = 0;
  for (const line of lines) {
    const lineStart = offset;
    offset += line.length + 1;
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    if (/^\s*(?:#|$)/.test(line)) continue;
    if (skipDeeperThan !== undefined && indent > skipDeeperThan) continue;
    skipDeeperThan = undefined;
    const entry = /^( *)(["']?)([\w.:/-]+)\2 *:(?: +(.*?))?\s*$/.exec(line);
    if (entry === null) {
      skipDeeperThan = indent;
      continue;
    }
    const key = entry[3] ?? '';
    const value = (entry[4] ?? '').replace(/(?:^|\s+)#.*$/, '').trim();
    keys = [...keys.filter((each) => each.indent < indent), { indent, key }];
    if (/^[|>]/.test(value)) skipDeeperThan = indent;
    if (value === '' || /^[|>{[]/.test(value)) continue;
    const start = lineStart + line.indexOf(value, line.indexOf(':', indent + key.length) + 1);
    scalars.push({ path: keys.map((each) => each.key), value, start, end: start + value.length });
  }
  return scalars;
}
