import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parseConfig } from '../../shared/config/config-file.ts';
import type { Problem } from '../../shared/config/problem.ts';
import { splitWords } from '../../shared/config/split-words.ts';
import { guessRunner } from '../../shared/config/test-runner.ts';
import type { Host } from '../../shared/ports/host.ts';
import { askAboutSurroundings } from './ask-about.ts';
import { chooseEntry } from './choose-entry.ts';
import { chooseRoutes, type RouteChoice } from './choose-load.ts';
import { draftConfig } from './draft-config.ts';
import type { Entry } from './find-entries.ts';
import { findScope } from './find-scope.ts';
import { findTestCommand, type TestCommand } from './find-test-command.ts';
import { findVariables } from './find-variables.ts';
import { keepStateOutOfGit } from './keep-state-out-of-git.ts';
import type { InitRequest } from './init-request.ts';
import { installProbe } from './install-probe.ts';
import { nextSteps } from './next-steps.ts';
import { within } from './source-files.ts';
import { type Survey, surveyRepository } from './survey-repository.ts';
import { toldSurroundings } from './told-surroundings.ts';

export type InitResult = { readonly ok: true; readonly path: string; readonly config: Record<string, unknown> } | { readonly ok: false };

/**
 * Writes a `pawl.config.json` for somebody's own service: finds what can be found by reading (nothing is run), asks for what
 * cannot, and says what is left to do. With `yes` it asks nothing. Writes nothing when something is wrong, and never over a file
 * that is there unless told to.
 */
export async function initConfig(request: InitRequest, host: Host): Promise<InitResult> {
  const output = resolve(request.output);
  const told = toldSurroundings(request);
  const problems: Problem[] = [...told.problems];
  if (existsSync(output) && !request.force) problems.push({ path: output, message: 'is there already', advice: 'write over it with --force, or name another with --config' });
  const requests = request.requests === undefined ? undefined : resolve(request.requests);
  if (requests !== undefined && !existsSync(requests)) problems.push({ path: `--requests ${requests}`, message: 'is not there', advice: 'name a file of JSON lines or a HAR' });
  const surveyed = await surveyRepository(resolve(request.repository));
  if (!surveyed.ok) problems.push({ path: '--repo', message: surveyed.message, advice: surveyed.advice });
  const chosen = surveyed.ok ? chooseEntry(request, surveyed.survey) : undefined;
  if (chosen?.ok === false) problems.push({ path: '--entry', message: chosen.message, advice: chosen.advice });
  if (!surveyed.ok || chosen?.ok !== true || problems.length > 0) return refuse(host, problems);

  const { survey } = surveyed;
  const ask: Host['ask'] = request.yes ? async (question) => question.default ?? '' : (question) => host.ask(question);
  const entry = await settleEntry(chosen.entry, chosen.others, ask);
  const test = await settleTest(request, entry, survey, host, ask);
  const surroundings = await askAboutSurroundings(told, findVariables(within(entry.directory, survey.files)), ask);
  const choice = chooseRoutes(request, entry, survey);
  const found = {
    id: request.id ?? idFrom(entry, survey),
    root: survey.root,
    branch: request.branch ?? survey.branch,
    entry,
    test,
    preset: request.preset ?? 'demo',
    ...surroundings,
    requests: requests ?? (await askForRequests(choice, ask)),
    routes: choice.routes,
    scope: findScope(entry.directory, survey.files),
    ratePerSecond: request.ratePerSecond,
    directory: dirname(output),
  };
  const config = draftConfig(found);
  const text = `${JSON.stringify(config, undefined, 2)}\n`;
  const unset = unsetVariables(found.environment);
  const checked = parseConfig(text, Object.fromEntries(unset.map((name) => [name, ''])), { directory: found.directory });
  if (!checked.ok) return refuse(host, checked.problems);

  mkdirSync(found.directory, { recursive: true });
  writeFileSync(output, text, request.force ? {} : { flag: 'wx' });
  host.notify({ code: 'PAWL-INIT-010', level: 'result', text: `Wrote ${output} for ${found.id}: ${entry.path} (${entry.why}), branch ${found.branch}.`, data: { path: output, target: found.id, entry: entry.path } });
  keepStateOutOfGit(survey.root, found.directory);
  const probe = request.probe === true ? await installProbe(survey, entry) : undefined;
  for (const step of nextSteps({ found, choice, unset, hasTests: test !== undefined, hasCommit: survey.hasCommit, files: survey.files, probe, recorded: found.requests !== undefined })) host.notify(step);
  return { ok: true, path: output, config };
}

function refuse(host: Host, problems: readonly Problem[]): InitResult {
  for (const { path, message, advice } of problems) host.notify({ code: 'PAWL-INIT-001', level: 'error', text: `${path}: ${message} — ${advice}`, data: { path, message, advice } });
  return { ok: false };
}

async function settleEntry(likeliest: Entry, others: readonly Entry[], ask: Host['ask']): Promise<Entry> {
  const all = [likeliest, ...others];
  if (all.length === 1) return likeliest;
  const label = ({ path, exportName }: Entry) => `${path}#${exportName}`;
  const answer = await ask({ code: 'PAWL-INIT-ASK-ENTRY', text: 'Which handler should Pawl look after?', default: label(likeliest), choices: all.map(label) });
  return all.find((entry) => label(entry) === answer) ?? likeliest;
}

async function settleTest({ test }: InitRequest, { directory }: Entry, { files }: Survey, host: Host, ask: Host['ask']): Promise<TestCommand | undefined> {
  const told = (line: string): TestCommand => ({ command: splitWords(line), runner: guessRunner(splitWords(line)) });
  if (test !== undefined) return told(test);
  const found = findTestCommand(files.get(directory === '.' ? 'package.json' : `${directory}/package.json`));
  if ('command' in found) return found;
  const text = found.unknown === undefined ? 'it has no test script' : `its test script is \`${found.unknown}\``;
  const answer = await ask({ code: 'PAWL-INIT-ASK-TEST', text: `Which command runs its tests with node:test, vitest or jest? (${text}; empty: none)`, default: '' });
  if (answer.trim() !== '') return told(answer);
  host.notify({ code: 'PAWL-INIT-011', level: 'warning', text: `No tests that Pawl can read: ${text}, and it reads node:test, vitest and jest. It proposes nothing by itself without tests; name the command with --test.` });
  return undefined;
}

async function askForRequests({ guessed, routes }: RouteChoice, ask: Host['ask']): Promise<string | undefined> {
  if (!guessed) return undefined;
  const listed = routes.map(({ method, path }) => `${method} ${path}`).join(', ');
  const answer = await ask({ code: 'PAWL-INIT-ASK-REQUESTS', text: `A file of recorded requests (JSON lines or HAR)? Empty: it is driven with what its code seems to answer (${listed}).`, default: '' });
  return answer.trim() === '' ? undefined : resolve(answer.trim());
}

/** Variables that the config takes from where Pawl runs and that are not set there now. */
const unsetVariables = (environment: Readonly<Record<string, string>>): string[] =>
  Object.values(environment).flatMap((value) => [...value.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)).filter((name) => process.env[name] === undefined);

/** The package's name, or the folder's, as an id. */
function idFrom({ directory }: Entry, { root, files }: Survey): string {
  const packageName = /"name"\s*:\s*"([^"]+)"/.exec(files.get(directory === '.' ? 'package.json' : `${directory}/package.json`) ?? '')?.[1];
  const name = packageName?.split('/').at(-1) ?? basename(directory === '.' ? root : directory);
  const id = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 63);
  return id === '' ? 'service' : id;
}
