import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bubblewrapExerciser } from '../../shared/adapters/local/exercise/bubblewrap-exerciser.ts';
import { goCacheFolder } from '../../shared/adapters/local/exercise/go-cache.ts';
import type { Language } from '../../shared/ports/exercise.ts';
import { exerciseContract, exerciseJob, SMALL } from './exercise.ts';

/** Compiling Go's standard library once takes half a minute: not here. */
const isGoCold = (): boolean => {
  const { status, stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  return status === 0 && !existsSync(goCacheFolder(stdout.trim()));
};

/** Asks the exerciser itself, with nothing to compile. */
const missing = async (language: Language): Promise<string | undefined> => {
  if (language === 'go' && isGoCold()) return 'Go’s standard library is not compiled yet on this machine: exercise any Go file once.';
  const { steps: [step] } = await exerciser.exercise(exerciseJob(language, SMALL[language].right, ['syntax'], { files: new Map([[SMALL[language].candidate, SMALL[language].right]]), tests: [] }));
  return step?.status === 'not-available' ? step.detail : undefined;
};

const exerciser = bubblewrapExerciser();
const languages: { language: Language; missing: string | undefined }[] = [];
for (const language of ['javascript', 'typescript', 'python', 'java', 'go', 'rust', 'php', 'ruby'] as const) languages.push({ language, missing: await missing(language) });

exerciseContract('bubblewrap', exerciser, languages);

exerciseContract('without a sandbox', bubblewrapExerciser({ isolation: 'none' }), languages.filter(({ language }) => language === 'javascript' || language === 'python'));

describe('an exerciser', () => {
  it('says how isolated its tests were', async () => {
    const { steps } = await exerciser.exercise(exerciseJob('javascript', SMALL.javascript.right, ['tests']));
    expect(steps[0]?.peakMemoryMb).toBeGreaterThan(0);
    expect((await bubblewrapExerciser({ isolation: 'none' }).exercise(exerciseJob('javascript', SMALL.javascript.right, []))).isolation).toBe('none');
  });

  it.each(['php', 'ruby', 'java', 'rust', 'python', 'go'] as const)('says how to get what %s needs where it is missing', async (language) => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      const { toolsOf } = await import('../../shared/adapters/local/exercise/languages.ts');
      const plan = await toolsOf(language).check('lint', exerciseJob(language, '', []));
      if (plan.kind === 'not-available') expect(plan.detail).toMatch(/To get (it|one): /);
      else expect(languages.find((each) => each.language === language)?.missing).toBe(undefined);
    } finally {
      process.env['PATH'] = path;
    }
  });
});
