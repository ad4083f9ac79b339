import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AuditHead } from '../domain/audit.ts';
import { checkChain, type ChainCheck } from '../store/audit-chain.ts';
import type { AuditLog, CheckedChain } from '../store/audit-log.ts';

const Ends = z.array(AuditHead.extend({ chain: z.string() }));
const FirstLine = z.object({ pawlAudit: z.literal(1), ends: Ends, digest: z.string() });

const digestOf = (ends: z.infer<typeof Ends>): string => createHash('sha256').update(JSON.stringify(ends.map(({ chain, sequence, hash }) => [chain, sequence, hash]))).digest('hex');

/**
 * The log as JSON lines: the first says where each chain ends, then chain after chain its records as they are stored. What is added meanwhile is left out.
 * One page of records is in memory at a time.
 */
export async function* exportAudit({ audit }: { readonly audit: AuditLog }, chains: readonly string[]): AsyncGenerator<string> {
  const ends: z.infer<typeof Ends> = [];
  for (const chain of chains) {
    const [last] = await audit.newest(chain, { limit: 1 });
    const end = (await audit.head(chain)) ?? last;
    if (end !== undefined) ends.push({ chain, sequence: end.sequence, hash: end.hash });
  }
  yield `${JSON.stringify({ pawlAudit: 1, ends, digest: digestOf(ends) })}\n`;
  for (const { chain, sequence } of ends) {
    for await (const { key, body } of audit.records(chain)) {
      if (Number(key.sk) > sequence) break;
      yield `${JSON.stringify(body)}\n`;
    }
  }
}

/** `problem`: what is wrong with the file beside its chains. */
export type CheckedExport = { readonly chains: readonly CheckedChain[]; readonly problem?: string };

/** Checks an export line by line, whatever its size: what was changed, taken out, added, exchanged or cut off since it was written. */
export const verifyExport = async (lines: AsyncIterable<string> | Iterable<string>): Promise<CheckedExport> => {
  let ends: z.infer<typeof Ends> | undefined;
  let problem: string | undefined;
  const checks = new Map<string, ChainCheck>();
  let place = 0;
  let number = 0;
  const wrong = (sentence: string): void => {
    problem ??= `Line ${number}: ${sentence}`;
  };
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const read = jsonOf(line);
    if (ends === undefined) {
      const first = FirstLine.safeParse(read);
      if (!first.success || digestOf(first.data.ends) !== first.data.digest) return { chains: [], problem: 'Line 1: It does not say where the chains end, or was changed.' };
      ends = first.data.ends;
      for (const { chain } of ends) checks.set(chain, checkChain(chain));
      continue;
    }
    const chain = typeof read === 'object' && read !== null && 'targetId' in read && typeof read.targetId === 'string' ? read.targetId : undefined;
    const index = ends.findIndex((end) => end.chain === chain);
    const check = chain === undefined ? undefined : checks.get(chain);
    if (check === undefined) wrong('It is no record of a chain that this export has.');
    else {
      if (index < place) wrong('It stands behind records of a later chain.');
      place = Math.max(place, index);
      check.take(read);
    }
  }
  if (ends === undefined) return { chains: [], problem: 'There is nothing in it.' };
  const chains = ends.map(({ chain, sequence, hash }): CheckedChain => {
    const check = checks.get(chain);
    const firstBroken = check?.fault({ sequence, hash });
    return { chain, entries: check?.entries() ?? 0, whole: firstBroken === undefined, ...(firstBroken ? { firstBroken } : {}), head: { sequence, hash } };
  });
  return { chains, ...(problem === undefined ? {} : { problem }) };
};

const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
