/** So many of the largest block maxima are remembered. */
const RECORDS = 16;
/** A block of so many points counts once, by its largest: one long disturbance is one event. */
const BLOCK_POINTS = 35;
/** Remembered sizes shrink by this per point: a record of 70,000 points ago counts half. */
const FORGET = 1 - 1e-5;
/** A record must be beaten by so much: a count that returns to its highest is no news. */
const CLEARLY = 1.03;

/** How many numbers of memory a rank takes. */
export const RECORD_RANK_NUMBERS = RECORDS + 3;

/** Says how rare a size is by its rank among the largest of the past. */
export type RecordRank = {
  /** 0 for an everyday size; log10(16) for a new record, more when it is far above the old one. Then learns the size. */
  readonly evidence: (size: number) => number;
  /** The records of an earlier version no longer count as more than what was usual for it. */
  readonly relearn: () => void;
};

/**
 * Being among the k largest block maxima ever seen becomes rarer by itself the longer a series runs (a record comes with chance 1/n in
 * an exchangeable series: Rényi 1962), so one threshold fits short and long series. With few blocks seen no size is rare yet.
 */
export function recordRank(memory: Float32Array): RecordRank {
  const records = memory.subarray(0, RECORDS);
  const rest = memory.subarray(RECORDS);
  const [BLOCKS, IN_BLOCK, LARGEST] = [0, 1, 2] as const;
  const record = (rank: number): number => records[rank] ?? 0;

  const keep = (size: number): void => {
    if (size <= record(RECORDS - 1)) return;
    let place = RECORDS - 1;
    for (; place > 0 && record(place - 1) < size; place -= 1) records[place] = record(place - 1);
    records[place] = size;
  };
  return {
    evidence: (size) => {
      let rank = RECORDS;
      while (rank > 0 && size > CLEARLY * record(rank - 1)) rank -= 1;
      const blocks = rest[BLOCKS] ?? 0;
      let evidence = rank === RECORDS ? 0 : Math.max(0, Math.log10(Math.min(RECORDS, blocks + 1) / (rank + 1)));
      if (rank === 0 && record(0) > 0) evidence += Math.min(2, 0.3 + Math.log2(size / record(0)), evidence);

      rest[LARGEST] = Math.max(rest[LARGEST] ?? 0, size);
      rest[IN_BLOCK] = (rest[IN_BLOCK] ?? 0) + 1;
      if (rest[IN_BLOCK] >= BLOCK_POINTS) {
        keep(rest[LARGEST]);
        rest[BLOCKS] = blocks + 1;
        rest[IN_BLOCK] = 0;
        rest[LARGEST] = 0;
        for (let i = 0; i < RECORDS; i += 1) records[i] = record(i) * FORGET ** BLOCK_POINTS;
      }
      return evidence;
    },
    relearn: () => {
      const usual = record(Math.floor(RECORDS / 2));
      for (let i = 0; i < RECORDS; i += 1) records[i] = Math.min(record(i), usual);
    },
  };
}
