import { createHash } from 'node:crypto';
import { AuditEntry, type AuditHead } from '../domain/audit.ts';

const GENESIS = '0'.repeat(64);

/** SHA-256 over the entry's fields in the order of their names, without `hash` itself. Of what is stored as it stands: also a field that nobody knows counts. */
const hashOf = (entry: Readonly<Record<string, unknown>>): string => {
  const fields = Object.entries(entry).filter(([name, value]) => name !== 'hash' && value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
};

/** The entry that follows the end of its chain. */
export const follow = (end: AuditHead | undefined, facts: Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash' | 'format'>): AuditEntry => {
  const unsigned = { ...facts, sequence: (end?.sequence ?? 0) + 1, format: 2 as const, previousHash: end?.hash ?? GENESIS };
  return { ...unsigned, hash: hashOf(unsigned) };
};

/** The first record of a chain that is not what was written: `sequence` is its number, `why` a sentence. */
export type ChainFault = { readonly sequence: number; readonly why: string };

/** One pass over a chain in order, holding one record at a time. */
export type ChainCheck = {
  /** `key`: the number that it is kept under, where it is kept under one. */
  readonly take: (record: unknown, key?: number) => void;
  readonly entries: () => number;
  readonly last: () => AuditHead | undefined;
  /** The first fault, once everything was taken. `head`: where the chain ends by its own record. */
  readonly fault: (head: AuditHead | undefined) => ChainFault | undefined;
};

export const checkChain = (chain: string): ChainCheck => {
  let entries = 0;
  let last: AuditHead | undefined;
  /** Whether the last record was written together with a record of the chain's end. */
  let isHeaded = false;
  let fault: ChainFault | undefined;
  let missing: number | undefined;

  const faultOf = (record: unknown, key: number | undefined): ChainFault | undefined => {
    const wanted = (last?.sequence ?? 0) + 1;
    const read = AuditEntry.safeParse(record);
    if (!read.success) return { sequence: key ?? wanted, why: 'It was changed: it is no record any more.' };
    const { sequence, previousHash, hash, targetId } = read.data;
    if (hash !== hashOf(record as Readonly<Record<string, unknown>>) || targetId !== chain) return { sequence: key ?? sequence, why: 'It was changed after it was written.' };
    if (sequence > wanted) {
      missing = wanted;
      return { sequence: wanted, why: `It is missing: record ${sequence} stands in its place.` };
    }
    if (sequence < wanted) return { sequence, why: `It is out of order: it stands where record ${wanted} belongs.` };
    if (key !== undefined && key !== sequence) return { sequence, why: `It is kept under the number ${key}.` };
    return previousHash === (last?.hash ?? GENESIS) ? undefined : { sequence, why: 'It does not follow from the record before it: one of the two was exchanged.' };
  };

  return {
    take: (record, key) => {
      entries += 1;
      if (fault === undefined) {
        fault = faultOf(record, key);
        if (fault !== undefined) return;
        const { sequence, hash, format } = AuditEntry.parse(record);
        last = { sequence, hash };
        isHeaded = format === 2;
      } else if (missing !== undefined && AuditEntry.safeParse(record).data?.sequence === missing) {
        fault = { sequence: missing, why: 'It is out of order: it stands behind records that were written after it.' };
        missing = undefined;
      }
    },
    entries: () => entries,
    last: () => last,
    fault: (head) => {
      if (fault !== undefined) return fault;
      const end = last?.sequence ?? 0;
      if (head === undefined) return isHeaded ? { sequence: end, why: 'The record of where the chain ends is missing.' } : undefined;
      if (head.sequence > end) return { sequence: end + 1, why: `It is missing, and so is everything after it: the chain was cut off at record ${end} of ${head.sequence}.` };
      // A program of before there were heads may have gone on writing.
      if (head.sequence < end) return isHeaded ? { sequence: head.sequence + 1, why: `It was added behind the end of the chain, which is record ${head.sequence}.` } : undefined;
      return head.hash === last?.hash ? undefined : { sequence: end, why: 'It is not the record that the chain ended with.' };
    },
  };
};
