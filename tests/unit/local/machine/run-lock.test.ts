import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runningModel, takeRunLock } from '../../../../local/machine/run-lock.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-lock-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const left = (content: unknown): void => writeFileSync(join(root, 'run.json'), JSON.stringify(content));

it('tells whoever asks from another terminal which model was named, as long as it runs', () => {
  expect(runningModel({ root })).toBeUndefined();
  const release = takeRunLock({ root }, 'ollama:m');
  expect(runningModel({ root })).toBe('ollama:m');
  release();
  expect(runningModel({ root })).toBeUndefined();
});

it('keeps a second Pawl off a folder, and takes it over from one that died', () => {
  left({ pid: process.ppid });
  expect(() => takeRunLock({ root }, undefined)).toThrow(`process ${process.ppid}`);
  for (const dead of [{ pid: 2 ** 30, model: 'ollama:m' }, 2 ** 30, '']) {
    left(dead);
    expect(runningModel({ root })).toBeUndefined();
    takeRunLock({ root }, undefined)();
  }
});
