import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from '../../lab/faults/repository.ts';
import { FILES } from '../unit/lambdas/validation/small-service.ts';

/** The whole small service as its owners' bare repository, with one commit on `main`. */
export const serviceRepository = (folder: string, name: string): { readonly location: string; readonly head: string } => {
  const work = join(folder, `${name}-work`);
  mkdirSync(work);
  git(work, 'init', '-q', '-b', 'main');
  for (const [path, text] of FILES) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), text);
  }
  git(work, 'add', '.');
  git(work, 'commit', '-q', '-m', 'Rate numbers');
  const location = join(folder, `${name}.git`);
  git(folder, 'clone', '-q', '--bare', '--template=', work, location);
  return { location, head: git(location, 'rev-parse', 'main') };
};
