import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const IDENTITY = { GIT_AUTHOR_NAME: 'Olga', GIT_AUTHOR_EMAIL: 'olga@example.com', GIT_COMMITTER_NAME: 'Olga', GIT_COMMITTER_EMAIL: 'olga@example.com', GIT_AUTHOR_DATE: '@1700000000 +0000', GIT_COMMITTER_DATE: '@1700000000 +0000', GIT_CONFIG_GLOBAL: '/dev/null' };

/** Runs git as the service's owner would. */
export const git = (location: string, ...args: string[]): string => execFileSync('git', ['-C', location, ...args], { encoding: 'utf8', env: { ...process.env, ...IDENTITY }, stdio: ['ignore', 'pipe', 'pipe'] }).trim();

export const HANDLER = 'export const handler = async () => ({ statusCode: 200, body: "old" });\n';
/** Lines enough that two changes need not touch. */
export const NOTES = `${Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\n')}\n`;

/** A small service's bare repository with one commit on `main`. The first one at a place is made, others are copies of it. */
export const makeRepository = (root: string, name: string): { location: string; head: string } => {
  const template = join(root, 'template.git');
  if (!existsSync(template)) {
    const work = join(root, 'template-work');
    mkdirSync(join(work, 'src'), { recursive: true });
    git(work, 'init', '-q', '-b', 'main');
    writeFileSync(join(work, 'src/handler.ts'), HANDLER);
    writeFileSync(join(work, 'src/notes.txt'), NOTES);
    git(work, 'add', '.');
    git(work, 'commit', '-q', '-m', 'Answer requests');
    git(root, 'clone', '-q', '--bare', '--template=', work, template);
  }
  const location = join(root, name);
  cpSync(template, location, { recursive: true });
  return { location, head: git(location, 'rev-parse', 'main') };
};

/** The owner commits a file to `main` meanwhile; returns the new head. */
export const ownerCommits = (location: string, path: string, text: string): string => {
  const blob = execFileSync('git', ['-C', location, 'hash-object', '-w', '--stdin'], { input: text, encoding: 'utf8' }).trim();
  const index = join(location, `owner-index-${process.pid}`);
  const run = (...args: string[]): string => execFileSync('git', ['-C', location, ...args], { encoding: 'utf8', env: { ...process.env, ...IDENTITY, GIT_INDEX_FILE: index } }).trim();
  run('read-tree', 'main');
  run('update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
  const commit = run('commit-tree', run('write-tree'), '-p', 'main', '-m', `Change ${path}`);
  git(location, 'update-ref', 'refs/heads/main', commit);
  return commit;
};
