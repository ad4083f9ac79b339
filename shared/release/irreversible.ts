import type { Improvement } from '../domain/improvement.ts';

/**
 * The reason in a `Pawl-Irreversible: <reason>` trailer: a line of its own in a commit message (or in a version's description). An alarm does
 * not go back from what carries it: a migration has run, a format is written that the old code cannot read.
 */
export const irreversibleReason = (text: string): string | undefined => /^[ \t]*Pawl-Irreversible:[ \t]*(\S.*)$/im.exec(text)?.[1]?.trim();

/** Why going back from a release would do harm; `undefined` when it would not. */
export const whyIrreversible = ({ irreversible, remedy }: Pick<Improvement, 'irreversible' | 'remedy'>): string | undefined => irreversible ?? (remedy && irreversibleReason(remedy.reason));
