import { settingOf, type FunctionSettings, type FunctionSetting, type SettingOwner } from './function-setting.ts';

const IS_SETTING: Readonly<Record<string, FunctionSetting['name']>> = { memory_size: 'memory', timeout: 'timeout' };

/** `resource "aws_lambda_function" "<id>" { … }`: the attributes of the block itself, not of blocks inside it. */
export function terraformSettings(text: string): FunctionSettings {
  const owners: SettingOwner[] = [];
  const settings: FunctionSetting[] = [];
  for (const block of text.matchAll(/^resource\s+"aws_lambda_function"\s+"([\w-]+)"\s*\{/gm)) {
    const attributes = attributesFrom(text, block.index + block[0].length);
    const written = (name: string) => {
      const value = attributes.find((each) => each.name === name)?.value;
      return value !== undefined && /^"[^"$]*"$/.test(value) ? value.slice(1, -1) : undefined;
    };
    const owner: SettingOwner = { kind: 'function', id: block[1] ?? '', functionName: written('function_name'), handler: written('handler') };
    owners.push(owner);
    for (const attribute of attributes) {
      const name = IS_SETTING[attribute.name];
      if (name !== undefined) settings.push(settingOf(name, owner, attribute));
    }
  }
  return { owners, settings };
}

function attributesFrom(text: string, from: number): { name: string; value: string; start: number; end: number }[] {
  const found: { name: string; value: string; start: number; end: number }[] = [];
  let depth = 1;
  let offset = from;
  for (const line of text.slice(from).split('\n')) {
    const code = line.replace(/(?:#|\/\/).*$/, '');
    const attribute = depth === 1 ? /^(\s*)(\w+)(\s*=\s*)(.*?)\s*$/.exec(code) : null;
    if (attribute) {
      const start = offset + (attribute[1] ?? '').length + (attribute[2] ?? '').length + (attribute[3] ?? '').length;
      found.push({ name: attribute[2] ?? '', value: attribute[4] ?? '', start, end: start + (attribute[4] ?? '').length });
    }
    for (const letter of code.replaceAll(/"[^"]*"/g, '')) depth += letter === '{' ? 1 : letter === '}' ? -1 : 0;
    if (depth <= 0) break;
    offset += line.length + 1;
  }
  return found;
}
