import * as z from 'zod';
import type { Improvement } from './improvement.ts';

/**
 * The phases that can be switched off: what comes to one waits, and goes on when it is on again. There is none for watching, taking back and the guard:
 * whatever is exposed can always go back.
 */
export const SWITCHED_PHASES = ['telemetry', 'analysis', 'generation', 'validation', 'release', 'reporting'] as const;
export type SwitchedPhase = (typeof SWITCHED_PHASES)[number];

/** `everything` is the kill switch; `remedy` is a kind (`patch`), an author (`recipe`, `model`, `person`) or one of them by name (`recipe:add-timeout`). */
export type Flag = 'everything' | 'cycles' | `phase:${SwitchedPhase}` | `remedy:${string}` | `tenant:${string}`;

const NAME = new RegExp(`^(?:everything|cycles|phase:(?:${SWITCHED_PHASES.join('|')})|(?:remedy|tenant):[A-Za-z0-9._:/@-]{1,120})$`);

export const isFlag = (name: string): name is Flag => NAME.test(name);

/** Their names, for people. */
export const FLAG_HELP = `everything, cycles, phase:(${SWITCHED_PHASES.join('|')}), remedy:(patch|recipe|model|person), remedy:recipe:NAME, tenant:ID`;

/** A switch as somebody set it through a door. */
export const Switch = z.object({ flag: z.string(), on: z.boolean(), by: z.string(), at: z.number().int(), reason: z.string() });
export type Switch = z.infer<typeof Switch>;

/** The flags under which an author's remedies stand. */
export const flagsOfAuthor = ({ kind, name }: { readonly kind: string; readonly name: string }): readonly Flag[] => ['remedy:patch', `remedy:${kind}`, `remedy:${kind}:${name}`];

/** The flags that have to be on for a phase to do its work on an improvement. An owner's deployment is not Pawl's work: it only waits for the phase. */
export const flagsOfWork = (phase: SwitchedPhase, { origin, tenantId, remedy }: Pick<Improvement, 'origin' | 'tenantId' | 'remedy'>): readonly Flag[] => [
  `phase:${phase}`,
  ...(origin === 'deployment' || tenantId === undefined ? [] : [`tenant:${tenantId}` as const]),
  ...(origin === 'deployment' || remedy === undefined ? [] : flagsOfAuthor(remedy.author)),
];
