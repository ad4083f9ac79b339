import { NO_SETTINGS, settingOf, type FunctionSetting, type FunctionSettings, type Scalar, type SettingOwner } from './function-setting.ts';

const FUNCTION_TYPE = /^["']?AWS::(?:Serverless|Lambda)::Function["']?$/;
const IS_SETTING: Readonly<Record<string, FunctionSetting['name']>> = { MemorySize: 'memory', Timeout: 'timeout', memorySize: 'memory', timeout: 'timeout' };

/** CloudFormation and SAM: `Resources.<id>.Properties`, and `Globals.Function` as the default of all. */
export function templateSettings(scalars: readonly Scalar[]): FunctionSettings {
  const ids = scalars.flatMap(({ path, value }) => (path.length === 3 && path[0] === 'Resources' && path[2] === 'Type' && FUNCTION_TYPE.test(value) ? [path[1] ?? ''] : []));
  if (ids.length === 0) return NO_SETTINGS;
  const owners = new Map(ids.map((id): [string, SettingOwner] => {
    const property = (name: string) => plain(scalars.find(({ path }) => path.join('/') === `Resources/${id}/Properties/${name}`)?.value);
    return [id, { kind: 'function', id, functionName: property('FunctionName'), handler: property('Handler'), entry: property('CodeUri') }];
  }));
  return {
    owners: [...owners.values()],
    settings: scalars.flatMap((scalar) => {
      const { path } = scalar;
      const name = IS_SETTING[path.at(-1) ?? ''];
      if (name === undefined || !/^[A-Z]/.test(path.at(-1) ?? '')) return [];
      if (path.length === 3 && path[0] === 'Globals' && path[1] === 'Function') return [settingOf(name, { kind: 'default', id: 'Globals' }, scalar)];
      const owner = path.length === 4 && path[0] === 'Resources' && path[2] === 'Properties' ? owners.get(path[1] ?? '') : undefined;
      return owner ? [settingOf(name, owner, scalar)] : [];
    }),
  };
}

/** The Serverless Framework: `functions.<id>`, and `provider` as the default of all. */
export function serverlessSettings(scalars: readonly Scalar[]): FunctionSettings {
  const ids = [...new Set(scalars.flatMap(({ path }) => (path.length >= 3 && path[0] === 'functions' ? [path[1] ?? ''] : [])))];
  if (ids.length === 0) return NO_SETTINGS;
  const owners = new Map(ids.map((id): [string, SettingOwner] => {
    const property = (name: string) => plain(scalars.find(({ path }) => path.join('/') === `functions/${id}/${name}`)?.value);
    return [id, { kind: 'function', id, functionName: property('name'), handler: property('handler') }];
  }));
  return {
    owners: [...owners.values()],
    settings: scalars.flatMap((scalar) => {
      const { path } = scalar;
      const name = IS_SETTING[path.at(-1) ?? ''];
      if (name === undefined || /^[A-Z]/.test(path.at(-1) ?? '')) return [];
      if (path.length === 2 && path[0] === 'provider') return [settingOf(name, { kind: 'default', id: 'provider' }, scalar)];
      const owner = path.length === 3 && path[0] === 'functions' ? owners.get(path[1] ?? '') : undefined;
      return owner ? [settingOf(name, owner, scalar)] : [];
    }),
  };
}

/** A text as it is meant; nothing where it is put together (`!Sub`, `${…}`). */
const plain = (value: string | undefined): string | undefined => {
  const text = value?.replace(/^(["'])(.*)\1$/, '$2');
  return text === undefined || /^!|\$\{/.test(text) ? undefined : text;
};
