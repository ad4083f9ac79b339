import type { Environment } from './settings-from-environment.ts';

const REFERENCE = /\$\{([A-Za-z_]\w*)\}/g;

/** `${NAME}` in a text, replaced by the variable's value; one that is not set stays as it stands. */
export const substitute = (text: string, environment: Environment): string => text.replaceAll(REFERENCE, (whole, name: string) => environment[name] ?? whole);

/** The names that a text refers to and the environment does not have. */
export const missingReferences = (text: string, environment: Environment): string[] => [...text.matchAll(REFERENCE)].map(([, name = '']) => name).filter((name) => environment[name] === undefined);
