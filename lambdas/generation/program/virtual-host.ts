import ts from 'typescript';

/** Where the target's folder seems to lie; nothing is ever read from that place on the machine. */
export const VIRTUAL_ROOT = '/target-under-repair';

const LIBRARY_FOLDER = ts.getDefaultLibFilePath({}).replace(/\/[^/]*$/, '');

/** Parsed library files by name and the settings that shape the parse. The same for every target, and most of the work. */
const parsedLibraries = new Map<string, ts.SourceFile>();

/**
 * A compiler host over files in memory. Only three places can be read: the given files, the installed dependencies
 * (shown as `node_modules`, also where they are links into another `node_modules`), and the compiler's own libraries.
 */
export function virtualHost(files: ReadonlyMap<string, string>, dependencies: string | undefined, previous: ts.Program | undefined): ts.CompilerHost {
  const folders = new Set<string>([VIRTUAL_ROOT]);
  for (const path of files.keys()) {
    const parts = path.split('/');
    for (let length = 1; length < parts.length; length += 1) folders.add(`${VIRTUAL_ROOT}/${parts.slice(0, length).join('/')}`);
  }
  const installed = `${VIRTUAL_ROOT}/node_modules`;
  const own = (name: string) => (name.startsWith(`${VIRTUAL_ROOT}/`) ? files.get(name.slice(VIRTUAL_ROOT.length + 1)) : undefined);
  const onDisk = (name: string): string | undefined => {
    if (name === installed || name.startsWith(`${installed}/`)) return dependencies === undefined ? undefined : dependencies + name.slice(installed.length);
    if (name.startsWith(`${LIBRARY_FOLDER}/`)) return name;
    return !name.startsWith(VIRTUAL_ROOT) && dependencies !== undefined && name.includes('/node_modules/') ? name : undefined;
  };
  const read = (name: string) => {
    const path = onDisk(name);
    return own(name) ?? (path === undefined ? undefined : ts.sys.readFile(path));
  };
  return {
    fileExists: (name) => {
      const path = onDisk(name);
      return own(name) !== undefined || (path !== undefined && ts.sys.fileExists(path));
    },
    readFile: read,
    directoryExists: (name) => {
      const path = onDisk(name);
      return folders.has(name) || (path !== undefined && ts.sys.directoryExists(path));
    },
    getDirectories: (name) => {
      const path = onDisk(name);
      return path === undefined || !ts.sys.directoryExists(path) ? [] : ts.sys.getDirectories(path);
    },
    realpath: (name) => {
      const path = onDisk(name);
      if (path === undefined || dependencies === undefined || !name.startsWith(VIRTUAL_ROOT)) return name;
      const real = ts.sys.realpath?.(path) ?? path;
      return real.startsWith(`${dependencies}/`) ? installed + real.slice(dependencies.length) : real;
    },
    getSourceFile: (name, settings) => {
      const text = own(name);
      if (text !== undefined) {
        const before = previous?.getSourceFile(name);
        return before?.text === text ? before : ts.createSourceFile(name, text, settings, true);
      }
      const settingsKey = typeof settings === 'object' ? `${settings.languageVersion}:${settings.impliedNodeFormat ?? ''}` : String(settings);
      const key = `${dependencies ?? ''}|${settingsKey}|${name}`;
      const known = parsedLibraries.get(key);
      if (known) return known;
      const library = read(name);
      if (library === undefined) return undefined;
      // Comments of libraries say nothing that the compiler needs, and half of a library is comments.
      const parsed = ts.createSourceFile(name, library, { ...(typeof settings === 'object' ? settings : { languageVersion: settings }), jsDocParsingMode: ts.JSDocParsingMode.ParseNone });
      parsedLibraries.set(key, parsed);
      return parsed;
    },
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    getDefaultLibLocation: () => LIBRARY_FOLDER,
    getCurrentDirectory: () => VIRTUAL_ROOT,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  };
}
