import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('import-once.ts', import.meta.url));

export type ImportCase = { readonly name: string; readonly file: string; readonly mode: 'with-sdk' | 'without-sdk' };

/** As Lambda's runtime sets it; without a region no client can be made. Nothing of the machine's own is passed on but the path. */
const ENVIRONMENT = { PATH: process.env['PATH'] ?? '', AWS_REGION: 'us-east-1', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', AWS_LAMBDA_FUNCTION_NAME: 'bench', POWERTOOLS_SERVICE_NAME: 'pawl', POWERTOOLS_METRICS_NAMESPACE: 'Pawl', POWERTOOLS_LOG_LEVEL: 'SILENT' };

/**
 * Milliseconds of each import, in a fresh process each time, case by case and round by round, so that what else the machine does
 * falls on all alike. Throws with what the process said when an import fails.
 */
export const timeImports = (cases: readonly ImportCase[], rounds: number): Map<ImportCase, number[]> => {
  const times = new Map<ImportCase, number[]>(cases.map((each) => [each, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const each of round % 2 === 0 ? cases : cases.toReversed()) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [CHILD, each.file, each.mode], { encoding: 'utf8', env: ENVIRONMENT });
      if (status !== 0) throw new Error(`${each.name} cannot be imported: ${stderr.trim().slice(0, 1500)}`);
      times.get(each)?.push(Number(stdout.trim().split('\n').at(-1)));
    }
  }
  return times;
};

export const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
