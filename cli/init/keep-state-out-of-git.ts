import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const LINE = '.pawl/';

/** Where Pawl's own state would stand inside the service's working copy, it is left out of git there: in `.git/info/exclude`, which belongs to this clone alone. */
export function keepStateOutOfGit(root: string, directory: string): void {
  const inside = relative(root, directory);
  const exclude = join(root, '.git', 'info', 'exclude');
  if (inside.startsWith('..') || !existsSync(join(root, '.git', 'info'))) return;
  const text = existsSync(exclude) ? readFileSync(exclude, 'utf8') : '';
  if (text.split(/\r?\n/).includes(LINE)) return;
  appendFileSync(exclude, `${text === '' || text.endsWith('\n') ? '' : '\n'}${LINE}\n`);
}
