import type { AliasRouting } from '../../shared/adapters/local/host-api.ts';

/** Which version of an alias serves a request: the additional one for a share `weight` of the draws (`draw` uniform in [0, 1)). */
export const pickVersion = ({ version, additional }: AliasRouting, draw: number): string =>
  additional && draw < additional.weight ? additional.version : version;
