import { KIND } from '../kinds.ts';
import type { Observed } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import { isTainted } from '../value.ts';

const FILE_CALL = /^(?:readFile|readFileSync|createReadStream|createWriteStream|writeFile|writeFileSync|appendFile|appendFileSync|unlink|unlinkSync|rm|rmSync|rmdir|rmdirSync|readdir|readdirSync|open|openSync|opendir|copyFile|copyFileSync|cp|cpSync|rename|renameSync|mkdir|mkdirSync|stat|statSync|lstat|lstatSync|access|accessSync|exists|existsSync|truncate|symlink|symlinkSync|link|chmod|chmodSync|outputFile|outputFileSync|readJson|readJsonSync|readJSON|writeJson|writeJSON|remove|removeSync|ensureDir|ensureFile|emptyDir|move|copy|pathExists|openAsBlob|utimes|readlink|mkdtemp|watch|watchFile|outputJson)$/;
const TWO_PATHS = /^(?:copyFile|copyFileSync|rename|renameSync|cp|cpSync|symlink|symlinkSync|link|move|copy)$/;
const ADVICE = 'Resolve the path and refuse it unless it begins with the folder that is meant (path.resolve(base, name).startsWith(base + path.sep)), or take the file\'s name from a list; path.basename keeps a name without folders.';

/** Input that chooses which file is read, written, sent or loaded. */
export function fileSightings(event: Observed): Sighting[] {
  if (event.kind !== 'call') return [];
  const { node, method, origin, receiver, receiverName, args } = event.call;
  const [first, second] = args;
  if (first === undefined) return [];
  const sighting = (rule: string, message: string, values = [first]): Sighting[] => {
    const tainted = values.filter(isTainted);
    return tainted.length === 0 ? [] : [{ rule, class: 'path-traversal', node, kind: KIND.path, values: tainted, message, advice: ADVICE }];
  };
  if (origin === 'require' || origin === 'import' || origin === 'createRequire()') return sighting('module-from-input', 'Input chooses which module is loaded and run.');
  const isResponse = receiver.role === 'response' || /^(?:res|response|reply)$/.test(receiverName);
  if (isResponse && /^(?:sendFile|download|sendfile)$/.test(method)) {
    const hasRoot = args.some((arg) => arg.fields?.has('root') === true) || (method === 'sendFile' && receiverName === 'reply');
    return hasRoot ? [] : sighting('path-traversal', 'Input chooses which file is sent; with ../ it leaves the folder that is meant.');
  }
  if (method === 'send' && /^(?:send|koa-send)$/.test(origin)) return [];
  const isFileSystem = /^fs\.\w+$/.test(origin) || (FILE_CALL.test(method) && /^(?:fs|fsp|fse|fsPromises|promises|fsExtra|fileSystem)$/.test(receiverName)) || /^(?:Bun\.file|Deno\.\w+|file-system\.\w+|rimraf(?:\.\w+)?|del|mkdirp(?:\.\w+)?|jsonfile\.\w+|write-file-atomic|load-json-file|make-dir)$/.test(origin);
  if (isFileSystem && (FILE_CALL.test(method) || !origin.startsWith('fs.'))) return sighting('path-traversal', 'Input chooses which file is used; with ../ it leaves the folder that is meant.', TWO_PATHS.test(method) && second !== undefined ? [first, second] : [first]);
  if (method === 'mv' && args.length > 0) return sighting('path-traversal', 'Input chooses where a file is put.');
  if (/^(?:extractEntryTo|extractAllTo|pipeToFile|saveAs|toFile|writeZip)$/.test(method)) return sighting('path-traversal', 'Input chooses where a file is put.');
  return [];
}
