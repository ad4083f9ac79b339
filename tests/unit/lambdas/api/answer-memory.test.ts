import { expect, it } from 'vitest';
import { AnswerMemory, type ReadAnswer } from '../../../../lambdas/api/answer-memory.ts';
import { listImprovementsRow } from '../../../../shared/commands/table/list-improvements-row.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import { startApi } from '../../../support/api-server.ts';
import { testClock } from '../../../support/test-clock.ts';

const answerOf = (text: string): ReadAnswer => ({ text, tag: `"${text.length}"`, next: undefined });

/** Asks the memory; `reads` counts what had to be read. */
const remembering = (freshMs: number) => {
  const clock = testClock(1_000_000);
  const memory = new AnswerMemory(freshMs, clock);
  let reads = 0;
  const ask = async (question: string, text = 'answer'): Promise<string> => (await memory.answer(question, async () => {
    reads += 1;
    return answerOf(`${text} ${reads}`);
  })).text;
  return { clock, memory, ask, reads: () => reads };
};

it('gives who asks the same within the time the same answer, and nobody an answer to another question', async () => {
  const { clock, ask } = remembering(250);
  expect([await ask('a'), await ask('a'), await ask('b')]).toEqual(['answer 1', 'answer 1', 'answer 2']);
  clock.advance(250);
  expect(await ask('a')).toBe('answer 3');
});

it('reads once for all who ask while it is being read', async () => {
  const { ask, reads } = remembering(250);
  await Promise.all(Array.from({ length: 20 }, () => ask('a')));
  expect(reads()).toBe(1);
});

it('answers anew after something was done, also where it was asked before and read after', async () => {
  const { memory, ask } = remembering(250);
  await ask('a');
  memory.forget();
  expect(await ask('a')).toBe('answer 2');
});

it('remembers nothing where no age is allowed, nothing that failed, and nothing large', async () => {
  const off = remembering(0);
  expect([await off.ask('a'), await off.ask('a')]).toEqual(['answer 1', 'answer 2']);
  const { memory, ask } = remembering(250);
  await expect(memory.answer('fails', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await ask('fails')).toBe('answer 1');
  const large = 'x'.repeat(300_000);
  await ask('large', large);
  await Promise.resolve();
  expect((await ask('large', large)).endsWith('3')).toBe(true);
});

it('a clock that was set back keeps no answer for longer', async () => {
  const { clock, ask } = remembering(250);
  await ask('a');
  clock.advance(-10_000);
  expect(await ask('a')).toBe('answer 2');
});

it('who hears of a change and asks is not answered from before it', async () => {
  const api = await startApi({ rows: new Map([[listImprovementsRow.name, listImprovementsRow]]), freshMs: 60_000 });
  try {
    const token = await api.token();
    const list = async (): Promise<number> => ((await (await api.ask('/v1/list-improvements', token)).json()) as { items: unknown[] }).items.length;
    const stop = new AbortController();
    const events = await api.ask('/v1/events', token, { signal: stop.signal });
    const reader = events.body?.getReader();
    expect(await list()).toBe(0);
    const improvement: Improvement = { id: 'imp-1', targetId: 'orders', origin: 'proposal', proposedBy: 'ada', title: 'A title', state: 'queued', stateSince: 1, createdAt: 1, attempts: 0, systemWide: false, phaseMs: {}, history: [] };
    await api.dependencies.improvements.create(improvement);
    for (let heard = ''; !heard.includes('event: improvement');) heard += new TextDecoder().decode((await reader?.read())?.value);
    expect(await list()).toBe(1);
    stop.abort();
  } finally {
    await api.close();
  }
});
