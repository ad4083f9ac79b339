import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../shared/domain/target.ts';
import type { LocalTarget } from '../../shared/config/local-input.ts';
import { type Diagnosis, fine, warning, wrong } from './diagnosis.ts';
import { tryProgram } from './try-program.ts';

/** What a target needs to be where its config says: looked up in the commit that would be deployed, since that is what is built. */
export async function checkTarget(target: Target, local: LocalTarget | undefined): Promise<Diagnosis[]> {
  const { location, branch, directory } = target.repository;
  const name = (what: string) => `${target.id}: ${what}`;
  const git = (...words: string[]) => tryProgram('git', ['-C', location, ...words]);

  if (!existsSync(location)) return [wrong(name('repository'), `${location} is not there`, 'set repository.location to the git working copy, relative to the config file')];
  if ((await git('rev-parse', '--git-dir')).exitCode !== 0) return [wrong(name('repository'), `${location} is not a git repository`, 'run `git init` there and commit the service, or name another folder')];
  const { exitCode, stdout } = await git('rev-parse', '-q', '--verify', `${branch}^{commit}`);
  if (exitCode !== 0) return [wrong(name('branch'), `${branch} has no commit in ${location}`, 'commit the service, or set repository.branch')];

  const commit = stdout.trim();
  const has = async (path: string) => (await git('cat-file', '-e', `${commit}:${join(directory, path).replaceAll('\\', '/')}`)).exitCode === 0;
  return [
    await cleanliness(name('working copy'), git),
    (await has(target.entry)) ? fine(name('entry'), `${target.entry} on ${branch}`) : wrong(name('entry'), `${join(directory, target.entry)} is not in the last commit of ${branch}`, 'commit it, or set entry and repository.directory'),
    await dependencies(name('packages'), join(location, directory), has),
    ...(await testCommand(name('tests'), target, join(location, directory))),
    ...localFiles(target.id, local),
  ];
}

async function cleanliness(name: string, git: (...words: string[]) => ReturnType<typeof tryProgram>): Promise<Diagnosis> {
  const { stdout } = await git('status', '--porcelain', '--untracked-files=no');
  const changed = stdout.split('\n').filter((line) => line !== '').length;
  return changed === 0 ? fine(name, 'nothing uncommitted') : warning(name, `${changed} file${changed === 1 ? ' has' : 's have'} uncommitted changes`, 'commit or stash them: Pawl builds commits, and moves a checked-out branch only where nothing is in the way');
}

async function dependencies(name: string, folder: string, has: (path: string) => Promise<boolean>): Promise<Diagnosis> {
  if (!(await has('package.json'))) return warning(name, 'there is no package.json', 'none is needed while it imports no packages');
  const wanted = await tryProgram('git', ['-C', folder, 'show', 'HEAD:./package.json']);
  const needsSome = /"(?:dev)?[dD]ependencies"\s*:\s*\{\s*"/.test(wanted.stdout);
  if (!needsSome || existsSync(join(folder, 'node_modules'))) return fine(name, needsSome ? 'node_modules is there' : 'it needs none');
  return wrong(name, 'node_modules is missing', `run \`npm ci\` in ${folder}`);
}

/** Whether the runner is there; the tests themselves run in the workshop later. */
async function testCommand(name: string, { test: { command, runner } }: Target, folder: string): Promise<Diagnosis[]> {
  const words = command.join(' ');
  const [program = '', first = ''] = command[0] === 'npx' ? command.slice(1) : command;
  if (/^(?:npm|pnpm|yarn)$/.test(program)) {
    const script = first === 'run' ? (command[2] ?? 'test') : first;
    const { stdout } = await tryProgram('git', ['-C', folder, 'show', 'HEAD:./package.json']);
    if (!new RegExp(`"${script.replaceAll(/[^\w:.-]/g, '')}"\\s*:`).test(stdout)) return [wrong(name, `\`${words}\` has no script "${script}" in package.json`, 'set test.command')];
  } else if (program !== 'node' && !existsSync(join(folder, 'node_modules', '.bin', program)) && !(await tryProgram(program, ['--version'])).found)
    return [wrong(name, `\`${program}\` is not there`, `install it in ${folder}, or set test.command`)];
  if (runner !== 'node' && !existsSync(join(folder, 'node_modules', runner))) return [wrong(name, `${runner} is not in node_modules`, `run \`npm ci\` in ${folder}`)];
  return [fine(name, `${words} (${runner})`)];
}

function localFiles(id: string, local: LocalTarget | undefined): Diagnosis[] {
  const load = local?.load;
  const problems: Diagnosis[] = [];
  if (load === undefined) problems.push(warning(`${id}: load`, 'nothing asks the service for anything', `give local.${id}.load routes or recorded requests`));
  else if (load.kind !== 'routes') problems.push(existsSync(load.file) ? fine(`${id}: load`, load.file) : wrong(`${id}: load`, `${load.file} is not there`, `correct local.${id}.load.${load.kind}`));
  else problems.push(fine(`${id}: load`, `${load.routes.length} route${load.routes.length === 1 ? '' : 's'} at ${load.ratePerSecond}/s`));
  for (const { name, directory = '.' } of local?.upstreams ?? []) if (!existsSync(directory)) problems.push(wrong(`${id}: upstream ${name}`, `${directory} is not there`, 'correct its directory'));
  return problems;
}
