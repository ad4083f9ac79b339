import { registerHooks } from 'node:module';

const SDK = /^@(aws-sdk|smithy)\//;
const STUB = 'pawl-stub:';

/**
 * From here on, this process finds a stub in place of every package of the AWS SDK: classes of the right names that do nothing.
 * What is left of the time of an import is the function's own.
 */
export const stubSdk = (namesOf: (packageName: string) => readonly string[]): void => {
  registerHooks({
    resolve: (specifier, context, next) => (SDK.test(specifier) ? { url: `${STUB}${specifier}`, shortCircuit: true } : next(specifier, context)),
    load: (url, context, next) => {
      if (!url.startsWith(STUB)) return next(url, context);
      const source = namesOf(url.slice(STUB.length)).map((name) => `export class ${name} {}\n`).join('');
      return { format: 'module', source, shortCircuit: true };
    },
  });
};

/** What bundled code imports by name from each package of the SDK. */
export const sdkNames = (bundled: string): Map<string, Set<string>> => {
  const names = new Map<string, Set<string>>();
  for (const [, list = '', from = ''] of bundled.matchAll(/import\s*\{([^}]*)\}\s*from\s*["'](@(?:aws-sdk|smithy)\/[^"']+)["']/g)) {
    const known = names.get(from) ?? new Set();
    names.set(from, known);
    for (const name of list.split(',')) known.add(name.trim().split(/\s+as\s+/)[0] ?? '');
  }
  return names;
};
