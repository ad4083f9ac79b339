import { keep, takeBack, undo } from '../../shared/release/actions.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { expose } from '../../shared/release/expose.ts';
import { openRelease } from '../../shared/release/open-release.ts';
import { ramp } from '../../shared/release/ramp.ts';
import { PLAN } from './release-world.ts';

export const begin = async (dependencies: ReleaseDependencies, id: string): Promise<string> => {
  const opened = await openRelease(dependencies, await dependencies.improvements.get(id), PLAN);
  return opened.kind === 'opened' ? expose(dependencies, id, PLAN.weights[0]) : opened.kind;
};

type Story = (dependencies: ReleaseDependencies, id: string) => Promise<unknown>;

const promoted: Story = async (dependencies, id) => {
  await begin(dependencies, id);
  await ramp(dependencies, id, PLAN.weights[1]);
  await keep(dependencies, id, { unproven: false });
};

/** What can become of a release, from its beginning to its end. */
export const STORIES = {
  promoted,
  'rolled back': async (dependencies, id) => {
    await begin(dependencies, id);
    await ramp(dependencies, id, PLAN.weights[1]);
    await takeBack(dependencies, id, { state: 'rolled-back', reason: 'It was slower.' });
  },
  reverted: async (dependencies, id) => {
    await promoted(dependencies, id);
    await undo(dependencies, id, 'It turned out to be slow.');
  },
} as const satisfies Record<string, Story>;
export type StoryName = keyof typeof STORIES;
