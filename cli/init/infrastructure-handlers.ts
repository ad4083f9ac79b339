import { posix } from 'node:path';
import { withoutComments } from './source-files.ts';

/** What a template says of a function: its module (from the repository's root, mostly without extension), and its limits where they stand beside it. */
export type NamedHandler = { readonly module: string; readonly exportName: string; readonly timeoutSeconds?: number; readonly memoryMb?: number };

/** The handlers that a SAM, CloudFormation or Serverless template, or CDK code, names. By text: near enough for a suggestion that a person confirms. */
export function infrastructureHandlers(path: string, text: string, isCode: boolean): NamedHandler[] {
  const folder = posix.dirname(path);
  if (/\.(?:ya?ml|json)$/.test(path) && /AWS::(?:Serverless|Lambda)::Function/.test(text)) return samHandlers(folder, text);
  if (/(?:^|\/)serverless[\w.-]*\.ya?ml$/.test(path)) return serverlessHandlers(folder, text);
  return isCode ? cdkHandlers(folder, withoutComments(text)) : [];
}

/** `Handler: src/app.handler` under `CodeUri: service/`, one resource after the other. */
function samHandlers(folder: string, text: string): NamedHandler[] {
  const globals = /^Globals:[^]*?(?=^\w)/m.exec(text)?.[0] ?? '';
  return text.split(/^ {2}(?=\S)/m).flatMap((resource) => {
    const handler = field(resource, 'Handler');
    if (handler === undefined || !/::(?:Serverless|Lambda)::Function/.test(resource)) return [];
    const entryPoint = /EntryPoints:\s*\n\s*-\s*(\S+)/.exec(resource)?.[1];
    const code = posix.join(folder, field(resource, 'CodeUri') ?? '.');
    const { module, exportName } = splitHandler(handler);
    return [{ module: posix.join(code, entryPoint ?? module), exportName, ...limits(field(resource, 'Timeout') ?? field(globals, 'Timeout'), field(resource, 'MemorySize') ?? field(globals, 'MemorySize')) }];
  });
}

/** `handler: src/orders.handler` in a Serverless file. */
function serverlessHandlers(folder: string, text: string): NamedHandler[] {
  const provider = /^provider:[^]*?(?=^\w|$(?![^]))/m.exec(text)?.[0] ?? '';
  return [...text.matchAll(/^ {2}(?! )\S+:[^]*?(?=^ {0,2}\S|$(?![^]))/gm)].flatMap(([block]) => {
    const handler = field(block, 'handler');
    if (handler === undefined) return [];
    const { module, exportName } = splitHandler(handler);
    return [{ module: posix.join(folder, module), exportName, ...limits(field(block, 'timeout') ?? field(provider, 'timeout'), field(block, 'memorySize') ?? field(provider, 'memorySize')) }];
  });
}

/** `new NodejsFunction(this, 'X', { entry: join(__dirname, '../src/x.ts'), handler: 'main' })`. */
function cdkHandlers(folder: string, code: string): NamedHandler[] {
  return [...code.matchAll(/\bnew\s+(?:[\w.]+\.)?NodejsFunction\(/g)].flatMap(({ index }) => {
    const call = code.slice(index, index + 2000).split(/\bnew\s+/).slice(0, 2).join('new ');
    const entry = /\bentry:\s*([\w.$]+\([^)]*|['"`][^'"`]*['"`])/.exec(call)?.[1];
    if (entry === undefined) return [];
    const parts = [...entry.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, part = '']) => part);
    if (parts.length === 0) return [];
    const fromHere = /__dirname|import\.meta/.test(entry);
    const timeout = /timeout:\s*[\w.]*Duration\.seconds\((\d+)\)/.exec(call)?.[1];
    return [{ module: posix.join(fromHere ? folder : '.', ...parts), exportName: /\bhandler:\s*['"](\w+)['"]/.exec(call)?.[1] ?? 'handler', ...limits(timeout, /memorySize:\s*(\d+)/.exec(call)?.[1]) }];
  });
}

const field = (text: string, name: string): string | undefined => new RegExp(`^\\s*["']?${name}["']?:\\s*["']?([^"'\\s#,]+)`, 'm').exec(text)?.[1];

function splitHandler(handler: string): { module: string; exportName: string } {
  const dot = handler.lastIndexOf('.');
  return dot <= 0 ? { module: handler, exportName: 'handler' } : { module: handler.slice(0, dot), exportName: handler.slice(dot + 1) };
}

function limits(timeout: string | undefined, memory: string | undefined): { timeoutSeconds?: number; memoryMb?: number } {
  const timeoutSeconds = Number(timeout);
  const memoryMb = Number(memory);
  return {
    ...(timeoutSeconds > 0 && timeoutSeconds <= 900 ? { timeoutSeconds } : {}),
    ...(Number.isInteger(memoryMb) && memoryMb >= 64 && memoryMb <= 10_240 ? { memoryMb } : {}),
  };
}
