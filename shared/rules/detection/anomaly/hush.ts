/** For so many points after an event lesser ones are held back: people hate to be told twice. */
const HUSH_POINTS = 120;
/** Right after an event only what is this much stronger passes; at the end of the hush, half as strong. */
const AT_ONCE = 1.3;
const AT_THE_END = 0.5;

export const HUSH_NUMBERS = 2;

/** Lets the evidence of a new event through and holds back that of an event already told; threshold-free, so it serves any threshold. */
export const hush = (memory: Float32Array) => {
  const [EVIDENCE, AGO] = [0, 1] as const;
  return (evidence: number): number => {
    const ago = (memory[AGO] ?? 0) + 1;
    const part = ago / HUSH_POINTS;
    const held = part < 1 ? (memory[EVIDENCE] ?? 0) * (AT_ONCE - (AT_ONCE - AT_THE_END) * part) : 0;
    memory[AGO] = Math.min(ago, HUSH_POINTS);
    if (evidence <= held) return 0;
    memory[EVIDENCE] = evidence;
    memory[AGO] = 0;
    return evidence;
  };
};
