/** So many of the largest block maxima are remembered. */
const RECORDS = 16;
/** A block of so many points counts once, by its largest: one long disturbance is one event. */
const BLOCK_POINTS = 40;
/** Remembered sizes shrink by this per point: a record of 70,000 points ago counts half. */
const FORGET_A_BLOCK = (1 - 1e-5) ** BLOCK_POINTS;
/** A record must be beaten by so much: a count that returns to its highest is no news. */
const CLEARLY = 1.03;
const RECORD_BONUS = 0.3;

/** How many numbers of memory a rank takes. */
export const RECORD_RANK_NUMBERS = RECORDS + 3;

export type RecordRankSettings = {
  /** Sizes are compared with this at least: below, nothing is far above a record. */
  readonly least: number;
  /** Doublings of the old record that still add evidence. */
  readonly most: number;
};
const USUAL: RecordRankSettings = { least: 0, most: 1 };

/** Says how rare a size is by its rank among the largest of the past. */
export type RecordRank = {
  /** 0 for an everyday size, log10(16) for a new record, more the further it is above the old one. Then learns the size. */
  readonly evidence: (size: number) => number;
  /** The records of an earlier version no longer count as more than what was usual for it. */
  readonly relearn: () => void;
};

/**
 * Being among the k largest block maxima ever seen becomes rarer by itself the longer a series runs (a record comes with chance 1/n in
 * an exchangeable series: Rényi 1962), so one threshold fits short and long series. With few blocks seen no size is rare yet.
 */
export function recordRank(memory: Float32Array, { least, most }: RecordRankSettings = USUAL): RecordRank {
  const records = memory.subarray(0, RECORDS);
  const rest = memory.subarray(RECORDS);
  const [BLOCKS, IN_BLOCK, LARGEST] = [0, 1, 2] as const;
  const record = (rank: number): number => records[rank] ?? 0;

  const keep = (size: number): void => {
    let place = RECORDS - 1;
    if (size <= record(place)) return;
    for (; place > 0 && record(place - 1) < size; place -= 1) records[place] = record(place - 1);
    records[place] = size;
  };
  const closeBlock = (): void => {
    keep(rest[LARGEST] ?? 0);
    rest[BLOCKS] = Math.min((rest[BLOCKS] ?? 0) + 1, RECORDS);
    rest[IN_BLOCK] = 0;
    rest[LARGEST] = 0;
    for (let rank = 0; rank < RECORDS; rank += 1) records[rank] = record(rank) * FORGET_A_BLOCK;
  };
  /** 1 for a record just reached, more for one left behind. */
  const beyondRecord = (size: number): number => {
    const highest = Math.max(record(0), least);
    return highest === 0 || size <= highest ? 1 : 1 + Math.min(most, RECORD_BONUS + Math.log2(size / highest)) / Math.log10(RECORDS);
  };
  return {
    evidence: (size) => {
      let rank = RECORDS;
      while (rank > 0 && size > CLEARLY * record(rank - 1)) rank -= 1;
      const rarity = rank === RECORDS ? 0 : Math.max(0, Math.log10(Math.min(RECORDS, 2 * (rest[BLOCKS] ?? 0) + 1) / (rank + 1)));
      const evidence = rank === 0 ? rarity * beyondRecord(size) : rarity;

      rest[LARGEST] = Math.max(rest[LARGEST] ?? 0, size);
      rest[IN_BLOCK] = (rest[IN_BLOCK] ?? 0) + 1;
      if (rest[IN_BLOCK] >= BLOCK_POINTS) closeBlock();
      return evidence;
    },
    relearn: () => {
      const usual = record(RECORDS / 2);
      for (let rank = 0; rank < RECORDS; rank += 1) records[rank] = Math.min(record(rank), usual);
    },
  };
}
