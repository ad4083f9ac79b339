import { keep, takeBack, undo } from '../../shared/release/actions.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { ramp } from '../../shared/release/ramp.ts';
import { guardLooks } from './guard-looks.ts';
import { begin } from './release-acts.ts';
import type { ReleaseWorld } from './release-world.ts';
import { HANDLER, NOTES } from './repository.ts';

/** The release that all act on, and a deployment that may come in its way. */
export const ID = 'imp-1';
export const DEPLOYMENT = 'dep-2';
export const TARGET = 'orders';

/** Who may act on a release, each as a program of its own. The owner's acts reach past Pawl, into the repository. */
export const ACTORS = {
  'begins it': async (dependencies) => void (await begin(dependencies, ID)),
  'ticks: ramp': async (dependencies) => void (await ramp(dependencies, ID, 0.5)),
  'ticks: promote': async (dependencies) => void (await keep(dependencies, ID, { unproven: false })),
  'ticks: roll back': async (dependencies) => void (await takeBack(dependencies, ID, { state: 'rolled-back', reason: 'slower' })),
  'is an eager guard': async (dependencies) => void (await guardLooks(dependencies, -1)),
  'takes it back': async (dependencies) => void ((await takeBack(dependencies, ID, { state: 'rolled-back', reason: 'no' })) || (await undo(dependencies, ID, 'no'))),
  'deploys': async (dependencies) => {
    const holder = await dependencies.releases.holder(TARGET);
    if (holder !== undefined) await takeBack(dependencies, holder, { state: 'superseded', reason: 'a deployment' });
    await begin(dependencies, DEPLOYMENT);
  },
  'commits elsewhere': async (_, world) => void world.ownerCommits(TARGET, 'src/notes.txt', NOTES.replace('line 3', 'line three')),
  'commits to the same line': async (_, world) => void world.ownerCommits(TARGET, 'src/handler.ts', HANDLER.replace('old', 'older')),
} as const satisfies Record<string, (dependencies: ReleaseDependencies, world: ReleaseWorld) => Promise<void>>;

export type ActorName = keyof typeof ACTORS;
export const ACTOR_NAMES = Object.keys(ACTORS) as readonly ActorName[];
