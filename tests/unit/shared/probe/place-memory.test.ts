import { expect, test } from 'vitest';
import { PlaceMemory } from '../../../../shared/probe/place-memory.ts';
import type { CallSiteFrames } from '../../../../shared/probe/stack-frames.ts';

const siteOf = (frame: string): CallSiteFrames => ({ frames: [frame], asyncFrom: 1 });

test('a place that was always the same is seldom looked for again', () => {
  const memory = new PlaceMemory();
  let looked = 0;
  for (let index = 0; index < 1_000; index += 1) {
    const site = memory.placeOf('GET h/x', () => {
      looked += 1;
      return siteOf('a.mjs:1:1');
    });
    expect(site).toEqual(siteOf('a.mjs:1:1'));
  }
  expect(looked).toBeLessThan(130);
});

test('a second place is found, and from then on every call is looked at', () => {
  const memory = new PlaceMemory();
  for (let index = 0; index < 200; index += 1) memory.placeOf('x', () => siteOf('a'));
  const later = Array.from({ length: 40 }, () => memory.placeOf('x', () => siteOf('b')).frames[0]);
  expect(later.indexOf('b')).toBeLessThan(16);
  expect(later.slice(16)).toEqual(Array.from({ length: 24 }, () => 'b'));
  expect(memory.placeOf('x', () => siteOf('a')).frames[0]).toBe('a');
});

test('kinds are learned apart, and nothing seen is no place', () => {
  const memory = new PlaceMemory();
  const nowhere: CallSiteFrames = { frames: [], asyncFrom: 0 };
  for (let index = 0; index < 200; index += 1) memory.placeOf('x', () => (index === 0 ? nowhere : siteOf('a')));
  expect(memory.placeOf('x', () => nowhere)).toEqual(siteOf('a'));
  expect(memory.placeOf('y', () => siteOf('b'))).toEqual(siteOf('b'));
});
