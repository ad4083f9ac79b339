import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workshopCache } from '../workshop-cache.ts';

const LONGEST_MS = 180_000;
const PACKAGES = ['bufio', 'bytes', 'context', 'encoding/json', 'errors', 'fmt', 'maps', 'math', 'math/rand', 'os', 'regexp', 'slices', 'sort', 'strconv', 'strings', 'sync', 'testing', 'time', 'unicode'];
const MODULE = 'module warm\n\ngo 1.21\n';

/** Settings of every Go command here: nothing from the network, nothing that needs a C compiler. */
export const GO_ENVIRONMENT = { GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local', GOSUMDB: 'off', CGO_ENABLED: '0', GOTELEMETRY: 'off', GOPATH: '/tmp/go-path' } as const;

export const goCacheFolder = (version: string): string => join(workshopCache(), `go-build-${version.replaceAll(/[^\w.]+/g, '-')}`);

let making: Promise<string> | undefined;

/**
 * The standard library compiled, which Go does not bring along and which takes half a minute: made once for this machine, of Pawl's
 * own empty module, outside any run. Runs see it read-only and write beside it.
 */
export function warmGoCache(go: string, version: string): Promise<string> {
  const folder = goCacheFolder(version);
  if (existsSync(folder)) return Promise.resolve(folder);
  making ??= make(go, folder).finally(() => { making = undefined; });
  return making;
}

async function make(go: string, folder: string): Promise<string> {
  const unfinished = `${folder}-${randomUUID()}`;
  const module = await mkdtemp(join(tmpdir(), 'pawl-go-'));
  try {
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(module, 'go.mod'), MODULE);
    await writeFile(join(module, 'warm_test.go'), `package warm\n\nimport (\n${PACKAGES.map((name) => `\t_ "${name}"\n`).join('')})\n`);
    const options = { cwd: module, timeout: LONGEST_MS, env: { PATH: process.env['PATH'] ?? '', HOME: module, GOCACHE: unfinished, ...GO_ENVIRONMENT } };
    await promisify(execFile)(go, ['test', '-c', '-o', join(module, 'warm'), '.'], options);
    await promisify(execFile)(go, ['vet', '.'], options);
    await rename(unfinished, folder).catch((error: unknown) => { if (!existsSync(folder)) throw error; });
    return folder;
  } finally {
    await Promise.all([module, unfinished].map((path) => rm(path, { recursive: true, force: true })));
  }
}
