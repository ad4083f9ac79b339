/** How many calls may be followed at once: each looks at the store every second. Beyond that an act is done and answered at once. */
export type Followers = {
  /** Returns what gives the place back; `undefined` when there is none left. */
  readonly take: (who: string) => (() => void) | undefined;
  readonly count: () => number;
};

export const createFollowers = ({ most = 64, mostPerCaller = 8 }: { readonly most?: number; readonly mostPerCaller?: number } = {}): Followers => {
  const byCaller = new Map<string, number>();
  let all = 0;
  return {
    count: () => all,
    take: (who) => {
      const own = byCaller.get(who) ?? 0;
      if (all >= most || own >= mostPerCaller) return undefined;
      all += 1;
      byCaller.set(who, own + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        all -= 1;
        const left = (byCaller.get(who) ?? 1) - 1;
        if (left > 0) byCaller.set(who, left);
        else byCaller.delete(who);
      };
    },
  };
};
