import { guard } from '../../lambdas/monitoring/guard.ts';
import { takeBack } from '../../shared/release/actions.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { finishIntent } from '../../shared/release/finish-intent.ts';

export const BEAT_SECONDS = 60;

/** One look of the guard, with the effects that its own process would carry out. */
export const guardLooks = (dependencies: ReleaseDependencies, beatSeconds = BEAT_SECONDS): ReturnType<typeof guard> =>
  guard({
    ...dependencies,
    beatSeconds,
    actions: { rollBack: (id, ending) => takeBack(dependencies, id, ending), finishIntent: (id) => finishIntent(dependencies, id) },
  });

/** A look a beat until no release is active, at most `most` of them; answers how many beats it took, or what kept it busy. */
export const guardUntilQuiet = async (dependencies: ReleaseDependencies, advance: (ms: number) => void, most = 5): Promise<{ beats: number; problems: string[] }> => {
  const problems: string[] = [];
  for (let beats = 1; beats <= most; beats += 1) {
    advance(BEAT_SECONDS * 1000 + 1);
    const { acts } = await guardLooks(dependencies);
    problems.push(...acts.flatMap(({ problem }) => problem ?? []));
    if ((await dependencies.releases.active()).length === 0) return { beats, problems };
  }
  return { beats: Number.POSITIVE_INFINITY, problems };
};
