import * as z from 'zod';
import { RegisteredTarget } from '../../../shared/store/registered-targets.ts';

/** Which object holds the zip of the target's `node_modules`: the asset that its stack deployed. */
const Dependencies = z.object({ bucket: z.string().min(1), key: z.string().min(1) });

const Registration = RegisteredTarget.omit({ dependenciesKey: true, registeredBy: true }).extend({ handlerFile: z.string().default('index.mjs'), dependencies: Dependencies.optional() });
export type Registration = z.infer<typeof Registration>;

/**
 * What `WatchedTarget` says about its target: one property `Registration`, as JSON text, because CloudFormation makes texts of all numbers and
 * switches in a resource's properties. `By`: who deploys, for the audit; the stack's name where it is missing.
 */
const Properties = z.object({ Registration: z.union([z.string(), z.record(z.string(), z.unknown())]), By: z.string().min(1).optional() });

export type ReadRegistration = { readonly ok: true; readonly registration: Registration; readonly by: string | undefined } | { readonly ok: false; readonly problem: string };

export const readRegistration = (properties: unknown): ReadRegistration => {
  const read = Properties.safeParse(properties);
  if (!read.success) return { ok: false, problem: `The resource has no property Registration: ${z.prettifyError(read.error)}` };
  const { Registration: said, By } = read.data;
  const parsed = Registration.safeParse(typeof said === 'string' ? jsonOf(said) : said);
  return parsed.success ? { ok: true, registration: parsed.data, by: By } : { ok: false, problem: `The registration cannot be read: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}` };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
