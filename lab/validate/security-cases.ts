import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECURITY_CLASSES, type SecurityClass } from '../../shared/rules/gate/security/security-finding.ts';

/** `held-out`: written by others, who did not know the rules; `development`: by who wrote the rules. */
export type CaseSplit = 'held-out' | 'development';

/** One file of code with one weakness of its class (`isVulnerable`), or a neighbour of such code that is safe. */
export type SecurityCase = { readonly split: CaseSplit; readonly class: SecurityClass; readonly isVulnerable: boolean; readonly path: string; readonly text: string };

/** The cases below a folder: `<class>/<vulnerable|safe>-NN.<ext>` are held out, `development/<class>/…` are not. */
export async function readSecurityCases(folder: string): Promise<readonly SecurityCase[]> {
  return [...await readSplit(folder, 'held-out'), ...await readSplit(join(folder, 'held-out'), 'held-out'), ...await readSplit(join(folder, 'development'), 'development')];
}

async function readSplit(folder: string, split: CaseSplit): Promise<SecurityCase[]> {
  const byClass = await Promise.all(SECURITY_CLASSES.map(async (name) => {
    const files = (await readdir(join(folder, name)).catch(() => [])).filter((file) => /^(vulnerable|safe)-/.test(file)).sort();
    return Promise.all(files.map(async (file): Promise<SecurityCase> => ({ split, class: name, isVulnerable: file.startsWith('vulnerable'), path: file, text: await readFile(join(folder, name, file), 'utf8') })));
  }));
  return byClass.flat();
}
