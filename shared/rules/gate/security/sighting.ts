import type ts from 'typescript';
import type { SecurityClass } from './security-finding.ts';
import type { Value } from './value.ts';

/** A place where input would do harm, if any gets there. Without a `kind` it is wrong as it stands. */
export type Sighting = {
  readonly rule: string;
  readonly class: SecurityClass;
  readonly node: ts.Node;
  /** For which of these kinds the input must not have been made safe. */
  readonly kind?: number;
  readonly values?: readonly Value[];
  readonly message: string;
  readonly advice: string;
};
