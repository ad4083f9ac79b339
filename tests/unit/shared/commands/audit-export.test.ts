import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { exportAudit, verifyExport } from '../../../../shared/commands/export-audit.ts';
import { AuditLog } from '../../../../shared/store/audit-log.ts';
import { testClock } from '../../../support/test-clock.ts';

const CHAINS = ['@pawl', 'orders', 'payments'] as const;
const linesOf = async (log: AuditLog): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of exportAudit({ audit: log }, CHAINS)) lines.push(line);
  return lines;
};
const filled = async (each = 5): Promise<AuditLog> => {
  const log = new AuditLog(new SqliteItemStore(':memory:', testClock()));
  for (const targetId of CHAINS) for (let number = 1; number <= each; number += 1) await log.append({ targetId, at: 1_700_000_000_000 + number, who: 'tick', what: 'promoted', reason: `proven ${number}` });
  return log;
};
const isSound = async (lines: readonly string[]): Promise<boolean> => {
  const { chains, problem } = await verifyExport(lines);
  return problem === undefined && chains.every(({ whole }) => whole);
};

describe('an export of the audit log', () => {
  it('is whole as it was written, and says how much there is', async () => {
    const lines = await linesOf(await filled());
    expect(lines).toHaveLength(1 + 3 * 5);
    expect((await verifyExport(lines)).chains.map(({ chain, entries, whole }) => ({ chain, entries, whole }))).toEqual(CHAINS.map((chain) => ({ chain, entries: 5, whole: true })));
  });

  it('leaves out what is added while it is being written', async () => {
    const log = await filled();
    const lines: string[] = [];
    for await (const line of exportAudit({ audit: log }, CHAINS)) {
      if (lines.length === 1) await log.append({ targetId: 'orders', at: 1, who: 'tick', what: 'late' });
      lines.push(line);
    }
    expect(lines.join('')).not.toContain('late');
    expect(await isSound(lines)).toBe(true);
  });

  it('is found out whatever single line is changed, dropped, doubled, exchanged or cut off', async () => {
    const lines = await linesOf(await filled());
    const anywhere = fc.nat({ max: lines.length - 1 });
    const changed = fc.tuple(anywhere, fc.nat({ max: 2000 }), fc.constantFrom('x', '0', '7', ' ', '"', '}')).map(([index, place, character]) => {
      const line = lines[index] ?? '';
      const at = place % (line.length - 1);
      return lines.with(index, line.slice(0, at) + character + line.slice(at + 1));
    });
    const exchanged = fc.tuple(anywhere, anywhere).map(([one, other]) => lines.with(one, lines[other] ?? '').with(other, lines[one] ?? ''));
    const others = anywhere.chain((index) => fc.constantFrom(lines.toSpliced(index, 1), lines.toSpliced(index, 0, lines[index] ?? ''), lines.slice(0, index)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(changed, exchanged, others), async (forged) => {
        // Another way to write the same (a blank between two fields) is the same.
        const isSame = sameValues(forged, lines);
        expect(await isSound(forged)).toBe(isSame);
      }),
      { numRuns: 600 },
    );
  });

  it('names what is wrong', async () => {
    const lines = await linesOf(await filled());
    const brokenOf = async (forged: readonly string[]) => (await verifyExport(forged)).chains.find(({ chain }) => chain === 'orders')?.firstBroken;
    expect(await brokenOf(lines.toSpliced(8, 1))).toEqual({ sequence: 3, why: 'It is missing: record 4 stands in its place.' });
    expect(await brokenOf(lines.with(8, (lines[8] ?? '').replace('proven', 'bribed')))).toEqual({ sequence: 3, why: 'It was changed after it was written.' });
    expect(await brokenOf(lines.with(8, lines[9] ?? '').with(9, lines[8] ?? ''))).toEqual({ sequence: 3, why: 'It is out of order: it stands behind records that were written after it.' });
    expect(await brokenOf(lines.toSpliced(10, 1))).toEqual({ sequence: 5, why: 'It is missing, and so is everything after it: the chain was cut off at record 4 of 5.' });
    expect(await verifyExport([])).toMatchObject({ problem: 'There is nothing in it.' });
  });
});

const sameValues = (a: readonly string[], b: readonly string[]): boolean => {
  try {
    const read = (lines: readonly string[]): string => JSON.stringify(lines.map((line) => JSON.parse(line) as unknown));
    return read(a) === read(b);
  } catch {
    return false;
  }
};
