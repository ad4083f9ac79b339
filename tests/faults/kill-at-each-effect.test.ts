import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keep } from '../../shared/release/actions.ts';
import { testHost, type TestHost } from '../support/host.ts';
import { begin, type StoryName } from '../../lab/faults/release-acts.ts';
import { guardUntilQuiet } from '../../lab/faults/guard-looks.ts';
import { ownedHost } from '../support/release-host.ts';
import { notWhole } from '../../lab/faults/wholeness.ts';
import { dependenciesOn, makeImprovement, makeTarget, openWorld, type NewRelease } from '../../lab/faults/release-world.ts';
import { testClock } from '../support/test-clock.ts';

const CHILD = fileURLToPath(new URL('../support/release-until-killed.ts', import.meta.url));
const MOST_CALLS = 80;

type Point = { readonly call: number; readonly moment: 'before' | 'after' };
type Fate = { readonly point: string; readonly over: boolean; readonly beats: number; readonly problems: string[] };
type Case = { readonly story: StoryName; readonly origin: NewRelease['origin']; readonly mainMoves: boolean; readonly host?: TestHost };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-kill-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one story in a process of its own, kills it there, lets the guard look, and says what is not as it must be. */
const killAt = async ({ story, origin, mainMoves, host }: Case, { call, moment }: Point): Promise<Fate> => {
  const root = mkdtempSync(join(folder, 'world-'));
  const clock = testClock(Date.now());
  const world = openWorld(root, clock, host && ownedHost(host.client));
  const targetId = `orders-${moment}-${call}`;
  const baseCommit = await makeTarget(world, targetId);
  await makeImprovement(world, { id: 'imp-1', targetId, origin, baseCommit });
  if (mainMoves) world.ownerCommits(targetId, 'README.md', 'Orders\n');

  const child = spawn(process.execPath, [CHILD, root, 'imp-1', story, String(call), moment, ...(host ? [host.stateDir] : [])], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clock.set(Date.now());
  const dependencies = dependenciesOn(world, world, 'guard');
  const { beats, problems } = await guardUntilQuiet(dependencies, (ms) => clock.advance(ms));
  const before = await dependencies.improvements.get('imp-1');
  if (before.state === 'validating') await dependencies.slots.free('imp-1', 'shop');
  const wrong = before.state === 'validating' ? [] : await notWhole(world, 'imp-1');
  if (host) {
    const answer = await (await fetch(`${host.client.frontDoor(targetId, 'live')}/`)).text();
    if (answer !== (before.state === 'promoted' ? 'new imp-1' : 'old')) wrong.push(`${before.state}, and requests are answered "${answer}"`);
  }
  const next = await makeImprovement(world, { id: 'dep-2', targetId, origin: 'deployment', baseCommit });
  const went = [await begin(dependencies, next.id), await keep(dependencies, next.id, { unproven: false })];
  if (went[0] !== 'watching' || went[1] !== true) wrong.push(`the next release came to ${went.join(', ')}`);
  wrong.push(...(await notWhole(world, next.id)).map((text) => `next release: ${text}`));
  world.close();
  rmSync(root, { recursive: true, force: true });
  if (code !== 0 && signal !== 'SIGKILL') wrong.push(`the process ended by itself with ${code ?? signal ?? ''}`);
  return { point: `${moment} call ${call}`, over: code === 0, beats, problems: [...problems, ...wrong] };
};

/** Before the first call that changes something, and after each: between two of them nothing outside the process changes. */
const killEverywhere = async (told: Case): Promise<Fate[]> => {
  const fates: Fate[] = [await killAt(told, { call: 1, moment: 'before' })];
  for (let call = 1; call < MOST_CALLS && !fates.some(({ over }) => over); call += 2) {
    fates.push(...(await Promise.all([call, call + 1].map((each) => killAt(told, { call: each, moment: 'after' })))));
  }
  return fates;
};

describe('whoever carries a release out is killed at any of its effects: within five beats of the guard the target is whole, and the next release goes through', () => {
  const cases: Case[] = [
    { story: 'promoted', origin: 'opportunity', mainMoves: false },
    { story: 'promoted', origin: 'opportunity', mainMoves: true },
    { story: 'rolled back', origin: 'opportunity', mainMoves: false },
    { story: 'reverted', origin: 'opportunity', mainMoves: false },
    { story: 'promoted', origin: 'deployment', mainMoves: false },
    { story: 'rolled back', origin: 'deployment', mainMoves: false },
    { story: 'reverted', origin: 'deployment', mainMoves: false },
  ];
  it.each(cases)('$story, $origin, main moved: $mainMoves', { timeout: 400_000 }, async (told) => {
    const fates = await killEverywhere(told);
    expect(fates.filter(({ problems, beats }) => problems.length > 0 || beats > 5)).toEqual([]);
    expect(fates.filter(({ over }) => !over).length, 'points at which it was killed').toBeGreaterThan(10);
    expect(fates.some(({ over }) => over), 'the story came to its end at last').toBe(true);
  });

  it('reverted, with the functions on a real host', { timeout: 400_000 }, async () => {
    const host = await testHost();
    try {
      const fates = await killEverywhere({ story: 'reverted', origin: 'opportunity', mainMoves: false, host });
      expect(fates.filter(({ problems, beats }) => problems.length > 0 || beats > 5)).toEqual([]);
      expect(fates.filter(({ over }) => !over).length, 'points at which it was killed').toBeGreaterThan(20);
    } finally {
      await host.end();
    }
  });
});
