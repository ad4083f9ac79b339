/** A file that runs only when somebody tests: by the names that test runners look for, and folders that hold nothing else. */
export const isTestPath = (path: string): boolean =>
  /(^|\/)(tests?|__tests__|__mocks__|spec|specs|fixtures)\//.test(path) || /[._-](test|tests|spec)\.[cm]?[jt]sx?(\.snap)?$/.test(path) || /(^|\/)tests?(-[\w.-]+)?\.[cm]?[jt]sx?$/.test(path);

/** JavaScript or TypeScript that can run; declarations cannot. */
export const isCodePath = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path) && !isDeclarationPath(path);

export const isTypeScriptPath = (path: string): boolean => /\.[cm]?tsx?$/.test(path);

export const isDeclarationPath = (path: string): boolean => /\.d\.[cm]?ts$/.test(path);
