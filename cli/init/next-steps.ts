import { join } from 'node:path';
import type { Message } from '../../shared/ports/host.ts';
import type { RouteChoice } from './choose-load.ts';
import type { Findings } from './draft-config.ts';
import { PROBE_FOLDER, type ProbeInstalled } from './install-probe.ts';
import type { SourceFiles } from './source-files.ts';
import { PROBE_PACKAGE } from './wrap-handler.ts';

type Known = {
  readonly found: Findings;
  readonly choice: RouteChoice;
  readonly unset: readonly string[];
  readonly hasTests: boolean;
  readonly hasCommit: boolean;
  readonly files: SourceFiles;
  readonly probe: ProbeInstalled | undefined;
  readonly recorded: boolean;
};

/** What is left for a person to do, in order: first what `pawl run` would stumble over. */
export function nextSteps({ found, choice, unset, hasCommit, files, probe, recorded }: Known): Message[] {
  const { entry, id } = found;
  const folder = join(found.root, entry.directory);
  const steps = [
    ...(hasCommit ? [] : [`Commit the service: Pawl works on commits (git -C ${found.root} add -A && git -C ${found.root} commit).`]),
    ...(unset.length > 0 ? [`Set ${unset.join(', ')} where Pawl runs, or write ${unset.length === 1 ? 'its value' : 'their values'} into local.${id}.environment.`] : []),
    ...probeSteps(found, files, folder, probe),
    ...(recorded || !choice.guessed ? [] : [`Look at local.${id}.load: its routes were guessed from the code. Recorded requests are better: --requests FILE (JSON lines {"method","path","headers","body"} or HAR).`]),
    ...(recorded || choice.needBody.length === 0 ? [] : [`${choice.needBody.map(({ method, path }) => `${method} ${path}`).join(', ')} need${choice.needBody.length === 1 ? 's' : ''} a body that Pawl cannot guess: add ${choice.needBody.length === 1 ? 'it' : 'them'} to local.${id}.load.routes, or leave ${choice.needBody.length === 1 ? 'it' : 'them'} out.`]),
    'Check everything with `pawl doctor`, then `pawl run`. What it proposes waits for your `pawl approve`; set autonomy to "autonomous" in the config to let proven fixes go by themselves.',
  ];
  return steps.map((text, index) => ({ code: 'PAWL-INIT-020', level: 'info', text: `${index + 1}. ${text}`, data: { step: index + 1, text } }));
}

function probeSteps({ entry }: Findings, files: SourceFiles, folder: string, probe: ProbeInstalled | undefined): string[] {
  const isProbed = [...files].some(([path, text]) => path.startsWith(entry.directory === '.' ? '' : `${entry.directory}/`) && /\.[cm]?[jt]s$/.test(path) && text.includes(PROBE_PACKAGE));
  const install = `npm --prefix ${folder} install ./${PROBE_FOLDER}`;
  if (probe !== undefined) {
    const line = probe.wrapped || probe.alreadyThere ? '' : ` Wrap the handler in ${entry.path} by hand: import { probe } from '${PROBE_PACKAGE}' and export ${entry.exportName} as probe(…).`;
    return [`The probe is in ${PROBE_FOLDER}${probe.wrapped ? ` and around the handler in ${entry.path}` : ''}.${line} Install it (cd ${folder} && npm install ./${PROBE_FOLDER}), run your tests, and commit.`];
  }
  if (isProbed) return [];
  return [
    `Optional, and worth it: the probe, one line around the handler. It shows which calls a request makes; without it Pawl sees latency, errors and time-outs only. \`pawl init --probe --force\` puts it in (or by hand: import { probe } from '${PROBE_PACKAGE}'; export const ${entry.exportName} = probe(…); then ${install}).`,
  ];
}
