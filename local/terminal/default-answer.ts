import type { Question } from '../../shared/ports/host.ts';

/** The answer where nobody can be asked: the default, else the first choice, else nothing. */
export const defaultAnswer = ({ default: fallback, choices }: Question): string => fallback ?? choices?.[0] ?? '';
