/** Text files of a repository, path from its root → content. */
export type SourceFiles = ReadonlyMap<string, string>;

const CODE = /\.(?:[cm]?[jt]s|tsx|jsx)$/;
const TEST = /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|e2e|fixtures?|mocks?)\/|\.(?:test|spec|mock)\.[cm]?[jt]sx?$/i;
const BUILT = /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|out|coverage|cdk\.out|\.aws-sam|\.serverless|\.build)\/|\.d\.[cm]?ts$|\.min\.js$/;
const INFRASTRUCTURE = /from\s+['"](?:aws-cdk-lib|@aws-cdk\/|constructs|@pulumi\/|sst)|require\(['"]aws-cdk-lib/;

export const isBuilt = (path: string): boolean => BUILT.test(path);
export const isTest = (path: string): boolean => CODE.test(path) && TEST.test(path);
export const isInfrastructureCode = (path: string, text: string): boolean => CODE.test(path) && INFRASTRUCTURE.test(text);

/** The service's own modules: code that is neither test, nor build output, nor infrastructure, nor a tool's configuration. */
export const isServiceCode = (path: string, text: string): boolean =>
  CODE.test(path) && !TEST.test(path) && !isBuilt(path) && !/\.config\.[cm]?[jt]s$/.test(path) && !isInfrastructureCode(path, text);

/** The files of one folder, `.` for all. */
export const within = (directory: string, files: SourceFiles): SourceFiles =>
  directory === '.' ? files : new Map([...files].filter(([path]) => path.startsWith(`${directory}/`)));

/** Code without its comments, so that what was commented out is not taken for real. Strings that look like comments are kept by their quotes. */
export const withoutComments = (text: string): string =>
  text.replaceAll(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[^]*?\*\/|(?<![:\\/])\/\/(?!\/)[^\n]*/g, (_whole, quoted: string | undefined) => quoted ?? ' ');
