import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import type { ExerciseJob } from '../../../ports/exercise.ts';
import type { Check, CheckPlan, Finding } from './language-tools.ts';

const IS_SOURCE = /\.[cm]?[jt]sx?$/;
const IS_TYPED = /\.[cm]?tsx?$/;
const TOOL = `typescript ${ts.version}`;

/** Names and statements that nothing uses or reaches. */
const LINT_CODES = new Set([6133, 6138, 6192, 6196, 6198, 6199, 7027, 7028, 7029]);

const DEFAULTS: ts.CompilerOptions = {
  strict: true, noEmit: true, target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true, skipLibCheck: true, esModuleInterop: true,
};

/** Checks files with the TypeScript compiler in this process: it reads them, and never runs any of it. */
export function checkWithCompiler(step: Check, job: ExerciseJob): CheckPlan {
  if (step === 'types' && ![...job.files.keys()].some((path) => IS_TYPED.test(path))) return { kind: 'not-available', detail: 'JavaScript has no types to check; TypeScript files have.' };
  const found = step === 'syntax' ? syntaxOf(job) : step === 'lint' ? lintOf(job) : typesOf(job);
  return { kind: 'by-pawl', tool: TOOL, findings: found };
}

function syntaxOf(job: ExerciseJob): Finding[] {
  const service = serviceOf(job, { allowJs: true, noResolve: true, noLib: true });
  const program = ts.createProgram(service.roots, service.options, service.host);
  return program.getSourceFiles().flatMap((file) => program.getSyntacticDiagnostics(file).map((each) => findingOf(each, service.root)));
}

function lintOf(job: ExerciseJob): Finding[] {
  const { root, roots, options, host } = serviceOf(job, { ...DEFAULTS, allowJs: true, noLib: true, noUnusedLocals: true, allowUnreachableCode: false, noFallthroughCasesInSwitch: true });
  const program = ts.createProgram(roots, { ...options, checkJs: true }, host);
  return roots.flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)).filter(({ code }) => LINT_CODES.has(code)).map((each) => findingOf(each, root)));
}

function typesOf(job: ExerciseJob): Finding[] {
  const own = ts.parseConfigFileTextToJson('tsconfig.json', job.files.get('tsconfig.json') ?? '{}');
  if (own.error !== undefined) return [{ path: 'tsconfig.json', message: ts.flattenDiagnosticMessageText(own.error.messageText, '\n') }];
  const config = own.config as { compilerOptions?: object };
  const { options, errors } = ts.convertCompilerOptionsFromJson(config.compilerOptions ?? {}, '/');
  const service = serviceOf(job, job.files.has('tsconfig.json') ? { ...options, noEmit: true, skipLibCheck: true } : DEFAULTS);
  const typed = service.roots.filter((path) => IS_TYPED.test(path) || options.checkJs === true);
  const program = ts.createProgram(typed, service.options, service.host);
  const mine = (each: ts.Diagnostic): boolean => each.file === undefined || service.texts.has(each.file.fileName);
  return [...errors, ...ts.getPreEmitDiagnostics(program).filter(mine)].map((each) => findingOf(each, service.root));
}

/** The files beside the packages, so that the compiler finds both; nothing else of this machine but its own libraries. */
function serviceOf({ files, dependencies }: ExerciseJob, options: ts.CompilerOptions) {
  const packages = dependencies === undefined ? undefined : resolve(dependencies);
  const root = packages === undefined ? '/service' : dirname(packages);
  const texts = new Map([...files].map(([path, text]) => [join(root, path), text]));
  const libraries = dirname(ts.getDefaultLibFilePath({}));
  const mayRead = (path: string): boolean => path.startsWith(`${libraries}/`) || (packages !== undefined && path.startsWith(`${packages}/`));
  const folders = new Set([...texts.keys()].flatMap((path) => foldersAbove(path)));
  const readFile = (path: string): string | undefined => texts.get(path) ?? (mayRead(path) ? ts.sys.readFile(path) : undefined);
  const host: ts.CompilerHost = {
    getSourceFile: (path, target) => {
      const text = readFile(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, target);
    },
    readFile, fileExists: (path) => texts.has(path) || (mayRead(path) && ts.sys.fileExists(path)),
    directoryExists: (path) => folders.has(path) || path === packages || (mayRead(path) && ts.sys.directoryExists(path)),
    getDirectories: (path) => (path === packages || mayRead(path) ? ts.sys.getDirectories(path) : []),
    getDefaultLibFileName: (wanted) => ts.getDefaultLibFilePath(wanted), getDefaultLibLocation: () => libraries,
    getCurrentDirectory: () => root, getCanonicalFileName: (path) => path, useCaseSensitiveFileNames: () => true, getNewLine: () => '\n', writeFile: () => {},
  };
  return { root, texts, roots: [...texts.keys()].filter((path) => IS_SOURCE.test(path)), options: { ...options, noEmit: true }, host };
}

const foldersAbove = (path: string): string[] => (path === '/' ? [] : [dirname(path), ...foldersAbove(dirname(path))]);

function findingOf({ file, start, messageText, code }: ts.Diagnostic, root: string): Finding {
  const message = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  if (file === undefined || start === undefined) return { message };
  return { path: file.fileName.slice(root.length).replace(/^\//, ''), line: file.getLineAndCharacterOfPosition(start).line + 1, message };
}
