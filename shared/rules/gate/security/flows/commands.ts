import ts from 'typescript';
import { KIND } from '../kinds.ts';
import type { Observed, Call } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import type { Value } from '../value.ts';
import { allFlows, isTainted, shapeOf } from '../value.ts';

const SHELL = /^(?:child_process\.(?:exec|execSync)|shelljs\.exec|execa\.(?:execaCommand|execaCommandSync|command|commandSync|commandSync)|exec-sh|child-process-promise\.exec|child_process-promise\.exec|execaCommand|node-cmd\.(?:run|get|runSync)|shell\.exec|promisify-child-process\.exec)$/;
const PROGRAM = /^(?:child_process\.(?:spawn|spawnSync|execFile|execFileSync|fork)|cross-spawn(?:\.(?:sync|spawn))?|execa(?:\.(?:execa|execaSync|sync|node))?|tinyexec\.(?:x|exec)|child-process-promise\.(?:spawn|execFile)|spawn)$/;
const INTERPRETER = /(?:^|[/\\])(?:sh|bash|zsh|dash|ksh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/;
const CODE = /^(?:(?:globalThis\.|window\.|global\.)?eval|(?:globalThis\.|window\.)?Function|vm\.(?:runInNewContext|runInThisContext|runInContext|compileFunction|Script|SourceTextModule)|vm2\.VM\(\)\.run|vm2\.NodeVM\(\)\.run|safe-eval|static-eval|notevil|eval5\.evaluate|mathjs\.(?:eval)|isolated-vm\.Isolate\(\)\.compileScript)$/;
const ADVICE = 'Call the program without a shell and give it the values as an array (execFile(program, [value])), after checking them against what is allowed.';

/** Input that becomes part of a command line, or code. */
export function commandSightings(event: Observed): Sighting[] {
  if (event.kind !== 'call') return [];
  const { call } = event;
  const code = codeOf(call);
  return code.length > 0 ? code : commandOf(call);
}

const command = (call: Call, values: readonly Value[], rule = 'command-injection', message = 'Input is written into a command line that a shell reads; with ; or $() it runs other commands.', kind: number = KIND.command): Sighting[] => {
  const tainted = values.map((value) => ({ ...value, flows: allFlows(value) })).filter(isTainted);
  return tainted.length === 0 ? [] : [{ rule, class: 'command-execution', node: call.node, kind, values: tainted, message, advice: ADVICE }];
};

function commandOf(call: Call): Sighting[] {
  const { origin, method, receiverName, args } = call;
  const [first, second] = args;
  if (first === undefined) return [];
  const byName = origin === '' && (receiverName !== '' || (ts.isCallExpression(call.node) && ts.isIdentifier(call.node.expression))) && /^(?:exec|execSync|execAsync|execPromise|execP|pExec|execCommand|runCommand|sh|shell|asyncExec|execPromisified|run)$/.test(method) && (receiverName === '' ? method.startsWith('exec') : /^(?:cp|child_process|childProcess|shell|shelljs|ssh|sshClient|proc)$/.test(receiverName) && method !== 'run');
  if (SHELL.test(origin) || byName || (method === 'exec' && /^(?:ssh|conn|sshClient|client|ssh2)$/i.test(receiverName) && shapeOf(first).length > 3)) return command(call, [first]);
  if (method === 'execCommand' && /ssh/i.test(receiverName)) return command(call, [first]);
  const isProgram = PROGRAM.test(origin) || (origin === '' && /^(?:spawn|spawnSync|execFile|execFileSync|execFileAsync|fork)$/.test(method) && /^(?:|cp|child_process|childProcess)$/.test(receiverName));
  if (!isProgram) return [];
  const options = args.find((arg, index) => index > 0 && arg.fields?.has('shell') === true)?.fields?.get('shell');
  const hasShell = options !== undefined && options.node?.kind !== ts.SyntaxKind.FalseKeyword && isOn(call);
  const list = second?.fields;
  const program = shapeOf(first);
  if (hasShell) return command(call, [first, ...(second === undefined || second.fields?.has('shell') === true ? [] : [second])], 'command-injection', 'Input is part of a command that is run by a shell (shell: true); with ; or $() it runs other commands.');
  if (INTERPRETER.test(program) && second !== undefined) {
    const at = [...(list ?? [])].findIndex(([, value]) => /^(?:-c|\/c|\/C|-Command|-lc|-ec)$/.test(value.shape ?? ''));
    const script = at === -1 ? undefined : list?.get(String(at + 1));
    return script === undefined ? [] : command(call, [script]);
  }
  if (/(?:^|\/)(?:node|python3?|perl|ruby|php)$/.test(program)) {
    const at = [...(list ?? [])].findIndex(([, value]) => /^(?:-e|-c|--eval|-r|-p)$/.test(value.shape ?? ''));
    const script = at === -1 ? undefined : list?.get(String(at + 1));
    if (script !== undefined) return command(call, [script], 'code-injection', 'Input becomes the program that an interpreter runs.');
  }
  return isTainted(first) && first.fields === undefined ? command(call, [first], 'command-from-input', 'Input chooses which program is run.', KIND.program) : [];
}

/** `shell: true` or a shell's name; anything else that is written out is no shell. */
const isOn = ({ argNodes }: Call): boolean => argNodes.some((node) => ts.isObjectLiteralExpression(node) && node.properties.some((property) => ts.isPropertyAssignment(property) && property.name.getText() === 'shell' && property.initializer.kind !== ts.SyntaxKind.FalseKeyword)) || argNodes.some((node) => ts.isIdentifier(node));

function codeOf(call: Call): Sighting[] {
  const { origin, args, node, method, receiverName } = call;
  const isTimer = /^(?:setTimeout|setInterval|setImmediate)$/.test(origin) && args[0]?.functions === undefined && args[0]?.shape !== undefined;
  const isScript = CODE.test(origin) || isTimer || (method === 'run' && /^(?:vm|sandbox|nodeVm|nodevm)$/i.test(receiverName)) || (method === 'evaluate' && /page/i.test(receiverName) && args[0]?.functions === undefined);
  if (!isScript) return [];
  const values = (origin.endsWith('Function') ? args : args.slice(0, 1)).filter(isTainted);
  if (values.length === 0) return [];
  const last = shapeOf(values.at(-1) ?? { flows: [] }).trim();
  if (/^(?:return\s*)?\(\s*\uE002\s*\);?$|^return\s*\(?\uE002\)?;?$|^(?:var|let|const)?\s*\w+\s*=\s*\(?\uE002\)?;?$/.test(last)) return [{ rule: 'evaluated-data', class: 'unsafe-deserialisation', node, kind: KIND.code, values, message: 'Input is read as data by running it as code.', advice: 'Read it with JSON.parse and check its shape.' }];
  return [{ rule: 'code-injection', class: 'command-execution', node, kind: KIND.code, values, message: 'Input is run as code.', advice: 'Choose the function to run from a table in the code, or parse what is asked for; never evaluate it.' }];
}
