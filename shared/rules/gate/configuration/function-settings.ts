import { codeSettings } from './code-settings.ts';
import { NO_SETTINGS, type FunctionSettings } from './function-setting.ts';
import { jsonScalars } from './json-scalars.ts';
import { serverlessSettings, templateSettings } from './template-settings.ts';
import { terraformSettings } from './terraform-settings.ts';
import { yamlScalars } from './yaml-scalars.ts';

/** Memory and time-outs of functions that a file sets, and the functions it is about: CDK, CloudFormation, SAM, Serverless, Terraform. */
export function functionSettings(path: string, text: string): FunctionSettings {
  if (/(?:^|\/)(?:node_modules|dist|build|cdk\.out|coverage)\//.test(path) || /[.-](?:test|spec)\.[cm]?[jt]s$/.test(path)) return NO_SETTINGS;
  if (path.endsWith('.tf')) return terraformSettings(text);
  if (/\.[cm]?[jt]s$/.test(path)) return codeSettings(path, text);
  const isYaml = /\.ya?ml$/.test(path);
  if (!isYaml && !path.endsWith('.json')) return NO_SETTINGS;
  const isServerless = /(?:^|\/)serverless[\w.-]*$/.test(path);
  if (!isServerless && !/AWS::(?:Serverless|Lambda)::Function/.test(text)) return NO_SETTINGS;
  const scalars = isYaml ? yamlScalars(text) : jsonScalars(text);
  return isServerless ? serverlessSettings(scalars) : templateSettings(scalars);
}
