/** Whose setting it is: one function's, or the default of all functions of a file. Texts as they are written; absent where they are computed. */
export type SettingOwner = { readonly kind: 'function' | 'default'; readonly id: string; readonly functionName?: string | undefined; readonly handler?: string | undefined; readonly entry?: string | undefined };

/** Memory in MB, or a time-out in `unitSeconds`, as a file of infrastructure sets it. */
export type FunctionSetting = {
  readonly name: 'memory' | 'timeout';
  readonly owner: SettingOwner;
  /** `undefined` when it is not a plain number. */
  readonly value: number | undefined;
  readonly unitSeconds: 1 | 60;
  /** Offsets of the value in the file's text. */
  readonly start: number;
  readonly end: number;
};

export type FunctionSettings = { readonly owners: readonly SettingOwner[]; readonly settings: readonly FunctionSetting[] };

export const NO_SETTINGS: FunctionSettings = { owners: [], settings: [] };

/** What the platform takes: 128 to 10,240 MB, 1 to 900 s (AWS Lambda quotas). */
export const isWithinLimits = ({ name, value, unitSeconds }: Pick<FunctionSetting, 'name' | 'value' | 'unitSeconds'>): boolean =>
  value !== undefined && Number.isInteger(value) && (name === 'memory' ? value >= 128 && value <= 10_240 : value >= 1 && value * unitSeconds <= 900);

/** One scalar of a nested document, its keys from the outside in, and where its value stands. */
export type Scalar = { readonly path: readonly string[]; readonly value: string; readonly start: number; readonly end: number };

const isWhole = (value: string): boolean => /^[1-9]\d*$/.test(value);

/** A setting from a scalar: a plain whole number, or something computed. */
export const settingOf = (name: FunctionSetting['name'], owner: SettingOwner, { value, start, end }: Pick<Scalar, 'value' | 'start' | 'end'>): FunctionSetting =>
  ({ name, owner, value: isWhole(value) ? Number(value) : undefined, unitSeconds: 1, start, end });
