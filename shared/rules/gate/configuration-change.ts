import type { FileChange, Patch } from '../../domain/remedy.ts';
import { isWithinLimits, type FunctionSetting } from './configuration/function-setting.ts';
import { functionSettings } from './configuration/function-settings.ts';

/**
 * Whether a change only sets a function's memory or time-out, where it was a plain number before, to another number that the platform takes:
 * every other character of the file is as it was, in CDK, CloudFormation, SAM, Serverless and Terraform files.
 */
export function isConfigurationChange({ path, before, after }: FileChange): boolean {
  if (before === null || after === null || before === after) return false;
  const [old, now] = [before, after].map((text) => functionSettings(path, text).settings.filter(({ value }) => value !== undefined));
  if (old === undefined || now === undefined || old.length === 0 || old.length !== now.length) return false;
  if (withoutValues(before, old) !== withoutValues(after, now)) return false;
  return now.every((setting, index) => setting.value === old[index]?.value || isWithinLimits(setting));
}

/** Whether a patch is nothing else: the package stays the same, and traffic on it proves nothing. */
export const onlyConfigures = ({ files }: Pick<Patch, 'files'>): boolean => files.length > 0 && files.every(isConfigurationChange);

function withoutValues(text: string, settings: readonly FunctionSetting[]): string {
  let rest = text;
  for (const { start, end, name, unitSeconds } of settings.toSorted((a, b) => b.start - a.start)) rest = `${rest.slice(0, start)}‹${name}/${unitSeconds}›${rest.slice(end)}`;
  return rest;
}
