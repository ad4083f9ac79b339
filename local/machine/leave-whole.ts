import { aliasesOf } from '../../shared/domain/tenant-target.ts';
import type { Host } from '../../shared/ports/host.ts';
import { takeBack } from '../../shared/release/actions.ts';
import { finishIntent } from '../../shared/release/finish-intent.ts';
import type { Machine } from './machine.ts';
import { releaseDependencies } from './release-dependencies.ts';

/** Takes back what is exposed, finishes what was announced, and says for each service which version serves now. */
export const leaveWhole = async (machine: Machine, host: Host): Promise<void> => {
  const { releases, config, deployer } = machine;
  const dependencies = releaseDependencies(machine, 'pawl');
  for (const id of await releases.active()) {
    const taken = await takeBack(dependencies, id, { state: 'rolled-back', reason: 'Pawl was ended while it was watching.' });
    if (!taken) await finishIntent(dependencies, id);
  }
  for (const target of config.targets) for (const alias of aliasesOf(target)) {
    const { id, functionName } = target;
    const state = await deployer.describe(functionName, alias);
    const whole = state.alias.additional === undefined;
    host.notify({
      code: 'PAWL-WHOLE-001', level: whole ? 'result' : 'warning',
      text: whole ? `${id} is whole: all traffic of ${alias} is on version ${state.alias.version}.` : `${id} still splits its traffic between versions ${state.alias.version} and ${state.alias.additional?.version ?? ''}.`,
      data: { targetId: id, version: state.alias.version, whole },
    });
  }
};
