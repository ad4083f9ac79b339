/** A name without what makes the same name look another: width and composition of letters, case, spaces, characters that are not seen. */
export const canonicalName = (name: string): string =>
  name.normalize('NFKC').replaceAll(/[\p{Cf}\p{Cc}]/gu, '').trim().replaceAll(/\s+/gu, ' ').toLowerCase();

/**
 * Every name that may stand for a person in what was written down: the whole, an agent's owner (`helper for ada`), whom it came through
 * (`ada via api`), and what stands behind a door's or provider's prefix (`function:ada`). Rather one too many: a name more can only keep somebody from saying yes.
 */
const namesIn = (written: string): Set<string> => {
  const names = canonicalName(written).split(/ (?:for|via) /u);
  return new Set([canonicalName(written), ...names, ...names.map((name) => name.slice(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/'), name.lastIndexOf('|')) + 1))].filter((name) => name !== ''));
};

/** Other names of the same person: everybody's names, however they are written, lead to one and the same. */
const withAliases = (names: ReadonlySet<string>, samePerson: Readonly<Record<string, readonly string[]>>): Set<string> => {
  const all = new Set(names);
  for (let size = -1; size !== all.size; ) {
    size = all.size;
    for (const [person, others] of Object.entries(samePerson)) {
      const known = [person, ...others].map(canonicalName);
      if (known.some((name) => all.has(name))) for (const name of known) all.add(name);
    }
  }
  return all;
};

/** Whether two names as they were written down may be one person's, through whichever door and with whichever credential. */
export const maySamePerson = (one: string, other: string, samePerson: Readonly<Record<string, readonly string[]>> = {}): boolean => {
  const names = withAliases(namesIn(one), samePerson);
  return [...withAliases(namesIn(other), samePerson)].some((name) => names.has(name));
};
