import * as z from 'zod';
import { RegisteredTarget } from '../../../shared/store/registered-targets.ts';

/** Which object holds the zip of the target's `node_modules`: the asset that its stack deployed. */
const Dependencies = z.object({ bucket: z.string().min(1), key: z.string().min(1) });

const Registration = RegisteredTarget.omit({ dependenciesKey: true, registeredBy: true }).extend({ handlerFile: z.string().default('index.mjs') });
export type Registration = z.infer<typeof Registration>;

/**
 * What `WatchedTarget` says about its target: one property `Registration`, as JSON text, because CloudFormation makes texts of all numbers and
 * switches in a resource's properties. `Deployment` is another text whenever the function's code or configuration is another.
 * `By`: who deploys, for the audit; the stack's name where it is missing.
 */
const Properties = z.object({
  Registration: z.union([z.string(), z.record(z.string(), z.unknown())]),
  Deployment: z.string().optional(),
  DependenciesAsset: Dependencies.optional(),
  By: z.string().min(1).optional(),
});

export type Said = {
  readonly registration: Registration;
  readonly dependencies: z.infer<typeof Dependencies> | undefined;
  readonly by: string | undefined;
  /** Other code or configuration than before the update that is asked for. */
  readonly isOther: boolean;
};

/** Reads the properties of a request, and what they were before where it is an update. */
export const readRegistration = ({ ResourceProperties, OldResourceProperties }: { readonly ResourceProperties: unknown; readonly OldResourceProperties?: unknown }): ({ readonly ok: true } & Said) | { readonly ok: false; readonly problem: string } => {
  const read = Properties.safeParse(ResourceProperties);
  if (!read.success) return { ok: false, problem: `The properties of the resource cannot be read: ${inOneLine(read.error)}` };
  const { Registration: said, Deployment, DependenciesAsset, By } = read.data;
  const parsed = Registration.safeParse(typeof said === 'string' ? jsonOf(said) : said);
  if (!parsed.success) return { ok: false, problem: `The registration cannot be read: ${inOneLine(parsed.error)}` };
  const old = z.object({ Deployment: z.string() }).safeParse(OldResourceProperties);
  return { ok: true, registration: parsed.data, dependencies: DependenciesAsset, by: By, isOther: old.success && old.data.Deployment !== Deployment };
};

const inOneLine = (error: z.ZodError): string => z.prettifyError(error).replaceAll('\n', ' ');

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
