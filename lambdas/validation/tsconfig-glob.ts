/**
 * Whether a path (relative to the folder of tsconfig.json) is among the files that `include` and `exclude` patterns select:
 * `**` any folders, `*` and `?` within a name, a folder's name everything in it.
 */
export function isSelected(path: string, included: readonly string[], excluded: readonly string[]): boolean {
  return included.some((pattern) => matcher(pattern).test(path)) && !excluded.some((pattern) => matcher(pattern).test(path));
}

function matcher(pattern: string): RegExp {
  const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  if (plain === '.' || plain === '') return /^/;
  const body = plain.replaceAll(/\*\*\/|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => REPLACEMENTS[part] ?? `\\${part}`);
  return new RegExp(`^${body}(/.*)?$`);
}

const REPLACEMENTS: Readonly<Record<string, string>> = { '**/': '(?:[^/]+/)*', '**': '.*', '*': '[^/]*', '?': '[^/]' };
