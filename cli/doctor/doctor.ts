import { existsSync } from 'node:fs';
import { loadConfig, withDotenv } from '../../local/settings/load-config.ts';
import type { ConfigOptions } from '../../shared/config/config-file.ts';
import { problemText } from '../../shared/config/problem.ts';
import type { Environment } from '../../shared/config/settings-from-environment.ts';
import type { Host } from '../../shared/ports/host.ts';
import { type Diagnosis, fine, warning, wrong } from './diagnosis.ts';
import { checkDisk, checkGit, checkNode, checkPort, checkSandbox, checkStateFolder } from './machine-checks.ts';
import { checkModels } from './model-checks.ts';
import { checkTarget } from './target-checks.ts';

export type DoctorRequest = {
  readonly config: string;
  /** Where Pawl keeps its state. */
  readonly state: string;
  /** The front door's port; 0 for any. */
  readonly port: number;
  readonly environment: Environment;
  readonly flags?: ConfigOptions['flags'];
};

/** Looks at everything that a run needs, tries what can be tried, and changes nothing. Order: the machine, the config, the models, each target. */
export async function doctor({ config, state, port, environment, flags }: DoctorRequest): Promise<Diagnosis[]> {
  const machine = [checkNode(process.versions.node), await checkGit(), await checkSandbox(), checkStateFolder(state), checkDisk(state), await checkPort(port)];
  if (!existsSync(config)) return [...machine, warning('config', `${config} is not there`, 'write one with `pawl init`; `npm start` needs none')];

  const loaded = loadConfig(config, environment, flags);
  if (!loaded.ok) return [...machine, ...loaded.problems.map((problem) => wrong('config', problemText({ ...problem, advice: '' }), problem.advice))];
  const { targets, local, preset, models } = loaded.config;
  const ofModels = await checkModels(models, withDotenv(config, environment));
  const perTarget = await Promise.all(targets.map((target) => checkTarget(target, local.get(target.id))));
  return [...machine, fine('config', `${loaded.path}: ${targets.length} target${targets.length === 1 ? '' : 's'}, preset ${preset}`), ...ofModels, ...perTarget.flat()];
}

const MARK = { ok: '✓', warning: '!', error: '✗' } as const satisfies Record<Diagnosis['status'], string>;
const LEVEL = { ok: 'info', warning: 'warning', error: 'error' } as const satisfies Record<Diagnosis['status'], string>;

/** Tells what the doctor found, thing by thing and in one sentence. The exit code: 1 when something has to be done before a run. */
export async function runDoctor(request: DoctorRequest, host: Host): Promise<0 | 1> {
  const found = await doctor(request);
  for (const { name, status, detail, advice } of found) {
    const text = `${MARK[status]} ${name}: ${detail}${advice === undefined || advice === '' ? '' : ` — ${advice}`}`;
    host.notify({ code: 'PAWL-DOCTOR-010', level: LEVEL[status], text, data: { name, status, detail, advice } });
  }
  const errors = found.filter(({ status }) => status === 'error').length;
  const warnings = found.filter(({ status }) => status === 'warning').length;
  const text = errors > 0 ? `${errors} thing${errors === 1 ? '' : 's'} to do before Pawl can run.` : warnings > 0 ? `Pawl can run; ${warnings} thing${warnings === 1 ? '' : 's'} could be better.` : 'Everything is in place.';
  host.notify({ code: 'PAWL-DOCTOR-020', level: 'result', text, data: { ok: errors === 0, errors, warnings } });
  return errors > 0 ? 1 : 0;
}
