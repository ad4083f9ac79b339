import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { createSocket } from 'node:dgram';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bubblewrapWorkshop } from '../../shared/adapters/local/bubblewrap-workshop.ts';
import { bubblewrapExerciser } from '../../shared/adapters/local/exercise/bubblewrap-exerciser.ts';
import type { ExerciseJob, StepRun } from '../../shared/ports/exercise.ts';

const { kind, detail } = await bubblewrapWorkshop().isolation();
const exerciser = bubblewrapExerciser();

type Change = Partial<Omit<ExerciseJob, 'files'>>;

/** Runs the files in the sandbox; `test.…` is the test. */
const attempt = async (language: 'javascript' | 'python', files: Readonly<Record<string, string>>, change: Change = {}): Promise<StepRun> => {
  const tests = Object.keys(files).filter((path) => path.startsWith('test.'));
  const { steps } = await exerciser.exercise({ language, files: new Map(Object.entries(files)), tests, steps: ['tests'], dependencies: undefined, timeoutSeconds: 15, memoryMb: 512, ...change });
  const [step] = steps;
  if (step === undefined) throw new Error('no step');
  return step;
};

/** The test itself asserts that what it tried was refused. */
const refuses = async (text: string, change?: Change): Promise<void> => {
  expect(await attempt('javascript', { 'test.mjs': `import assert from 'node:assert/strict';\n${text}` }, change)).toMatchObject({ status: 'passed', findings: [] });
};

const hasPython = (await attempt('python', { 'test.py': 'assert True' })).status === 'passed';

const LIBC = `import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
X64 = platform.machine() == 'x86_64'
def refused(x64, arm64, *arguments):
    result = libc.syscall(x64 if X64 else arm64, *arguments)
    assert result == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS, errno.EACCES), (x64, result, ctypes.get_errno())
`;

const processesWith = (marker: string): string[] => readdirSync('/proc').filter((pid) => {
  try {
    return /^\d+$/.test(pid) && Number(pid) !== process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(marker);
  } catch {
    return false;
  }
});

const listening = (server: Server, at: string | number): Promise<void> => new Promise((resolve, reject) => { server.on('error', reject).listen(at, () => resolve()); });

describe.skipIf(kind === 'sandbox')('sandbox', () => {
  it.skip(`the escape suite needs bubblewrap: ${detail}`, () => {});
});

describe.skipIf(kind !== 'sandbox')('sandbox', () => {
  afterEach(() => {
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`pawl-workshop-${process.pid}-`)), 'every run is cleaned up').toEqual([]);
  });

  describe('what a run may use up', () => {
    it('contains a fork bomb', async () => {
      const marker = `pawl-escape-${process.pid}-bomb`;
      const step = await attempt('javascript', { 'test.mjs': `import { spawnSync } from 'node:child_process';\nspawnSync('sh', ['-c', 'b() { b | b & }; b; sleep 30', '${marker}']);` }, { timeoutSeconds: 2 });
      // It ends by itself where no more processes may start, or with its time: nothing of it is left either way.
      expect(step.durationMs).toBeLessThan(20_000);
      expect(processesWith(marker)).toEqual([]);
      expect(spawnSync(process.execPath, ['--version']).status).toBe(0);
    });

    it.each([
      ['buffers outside the heap', 'const held = []; setInterval(() => held.push(Buffer.alloc(20_000_000, 1)), 5);'],
      ['the heap', 'const held = []; setInterval(() => held.push(Array.from({ length: 500_000 }, (_, i) => ({ i }))), 5);'],
      ['several processes', "import { spawn } from 'node:child_process'; for (let i = 0; i < 4; i += 1) spawn(process.execPath, ['-e', 'const held = []; setInterval(() => held.push(Buffer.alloc(10_000_000, 1)), 5)']); setInterval(() => {}, 1000);"],
    ])('ends what takes memory by %s', async (_, text) => {
      const step = await attempt('javascript', { 'test.mjs': text }, { memoryMb: 300 });
      expect(step.findings[0]?.message).toContain('out-of-memory');
    });

    it.skipIf(!hasPython)('counts memory that processes share, and has none that belongs to no process', async () => {
      const step = await attempt('python', { 'test.py': 'import mmap, time\nheld = []\nwhile True:\n    each = mmap.mmap(-1, 20_000_000)\n    each.write(b"x" * 20_000_000)\n    held.append(each)\n    time.sleep(.005)\n' }, { memoryMb: 300 });
      expect(step.findings[0]?.message).toContain('out-of-memory');
      expect(await attempt('python', { 'test.py': `${LIBC}refused(319, 279, b'x', 0)\nrefused(29, 194, 0, 1 << 30, 0o1666)\n` })).toMatchObject({ status: 'passed' });
    });

    it('bounds every place that can be written to', async () => {
      await refuses(`import { openSync, readFileSync, writeFileSync, writeSync, rmSync } from 'node:fs';
        const mounts = readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\\n').map((line) => line.split(' ')[4]);
        const writable = mounts.filter((path) => { try { writeFileSync(path + '/probe', ''); rmSync(path + '/probe'); return true; } catch { return false; } });
        assert.deepEqual(writable.toSorted(), ['/dev/shm', '/service', '/tmp']);
        const block = Buffer.alloc(16_000_000);
        const fill = (folder) => { for (let file = 0; file < 40; file += 1) { const open = openSync(folder + '/fill-' + file, 'w'); for (let i = 0; i < 7; i += 1) writeSync(open, block); } };
        for (const folder of writable) assert.throws(() => fill(folder), { code: 'ENOSPC' }, folder);`, { memoryMb: 1024 });
    });

    it('ends what makes files without end, though they hold nothing', async () => {
      const step = await attempt('javascript', { 'test.mjs': "import { closeSync, mkdirSync, openSync } from 'node:fs';\nfor (let i = 0; ; i += 1) { if (i % 1000 === 0) mkdirSync('/tmp/' + i); closeSync(openSync('/tmp/' + (i - i % 1000) + '/' + i, 'w')); }" });
      expect(step.findings[0]?.message).toContain('output-limit');
    });

    it('cuts a flood of output, and ends what sleeps for ever', async () => {
      expect((await attempt('javascript', { 'test.mjs': "import { writeSync } from 'node:fs';\nconst text = 'x'.repeat(1_000_000);\nfor (;;) { try { writeSync(1, text); } catch {} }" })).findings[0]?.message).toContain('output-limit');
      expect((await attempt('javascript', { 'test.mjs': 'setInterval(() => {}, 1000);' }, { timeoutSeconds: 1 })).findings[0]?.message).toContain('timed-out');
    });

    it('refuses to make itself more important than others', async () => {
      await refuses("import { setPriority } from 'node:os';\nassert.throws(() => setPriority(process.pid, -10), { code: 'ERR_SYSTEM_ERROR' });");
    });
  });

  describe('what a run may see and reach', () => {
    it('reaches no service of this machine and no network', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'pawl-escape-'));
      let reached = 0;
      const servers = [0, 1, 2].map(() => createServer((socket) => { reached += 1; socket.destroy(); }));
      const datagrams = createSocket('udp4').on('message', () => { reached += 1; });
      try {
        const [tcp, path, abstract] = servers;
        if (tcp === undefined || path === undefined || abstract === undefined) throw new Error('no servers');
        await listening(tcp, 0);
        await listening(path, join(folder, 'socket'));
        await listening(abstract, `\0pawl-escape-${process.pid}`);
        await new Promise<void>((resolve) => { datagrams.bind(0, '127.0.0.1', resolve); });
        const address = tcp.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        await refuses(`import { connect } from 'node:net'; import { createSocket } from 'node:dgram'; import { lookup, Resolver } from 'node:dns/promises';
          const outcome = (to) => new Promise((resolve) => { connect({ timeout: 500, ...to }).on('connect', () => resolve('connected')).on('timeout', () => resolve('nothing')).on('error', () => resolve('refused')); });
          for (const to of [{ port: ${port}, host: '127.0.0.1' }, { port: ${port}, host: '::1' }, { port: 80, host: '1.1.1.1' }, { port: 80, host: '169.254.169.254' }, { path: ${JSON.stringify(join(folder, 'socket'))} }, { path: '\\0pawl-escape-${process.pid}' }]) assert.notEqual(await outcome(to), 'connected', JSON.stringify(to));
          const socket = createSocket('udp4'); await new Promise((resolve) => { socket.send('x', ${datagrams.address().port}, '127.0.0.1', resolve); }); socket.close();
          await assert.rejects(lookup('example.com')); const resolver = new Resolver({ timeout: 200, tries: 1 }); resolver.setServers(['1.1.1.1']); await assert.rejects(resolver.resolve4('example.com'));`);
        expect(reached).toBe(0);
      } finally {
        for (const server of servers) server.close();
        datagrams.close();
        rmSync(folder, { recursive: true });
      }
    });

    it('sees no home, environment, file or process of this machine', async () => {
      process.env['PAWL_ESCAPE_SECRET'] = 'secret-of-the-parent';
      try {
        await refuses(`import { existsSync, readdirSync, readFileSync } from 'node:fs';
          assert.doesNotMatch(JSON.stringify(process.env), /secret-of-the-parent/);
          for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))) for (const file of ['environ', 'cmdline']) { let text = ''; try { text = readFileSync('/proc/' + pid + '/' + file, 'utf8'); } catch {} assert.doesNotMatch(text, /secret-of-the-parent|vitest/); }
          for (const path of ${JSON.stringify([import.meta.filename, process.cwd(), process.env['HOME'] ?? '/root', '/home', '/root', '/etc/shadow', '/etc/ssh', '/var', '/sys', '/run', '/boot', '/mnt'])}) assert.equal(existsSync(path), false, path);`);
      } finally {
        delete process.env['PAWL_ESCAPE_SECRET'];
      }
    });

    it('gets nowhere by links', async () => {
      await refuses(`import { existsSync, linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
        symlinkSync(${JSON.stringify(import.meta.dirname)}, 'out'); assert.equal(existsSync('out/sandbox-escape.test.ts'), false);
        symlinkSync('/proc/1/root/../..', 'up'); assert.throws(() => readFileSync('up/etc/shadow'));
        assert.throws(() => linkSync('/usr/bin/env', 'hard'), { code: /EXDEV|EPERM/ });
        for (const path of ['/opt/pawl/judge/javascript.mjs', '/opt/pawl/bin/node', '/usr/bin/env', '/source/test.mjs', '/etc/passwd']) assert.throws(() => writeFileSync(path, ''), path);`);
    });

    it('cannot look into the process that judges it, nor into its own memory', async () => {
      await refuses(`import { openSync, readFileSync, writeFileSync } from 'node:fs'; import { spawnSync } from 'node:child_process';
        for (const name of ['mem', 'environ']) assert.throws(() => openSync('/proc/self/' + name, 'r'), { code: 'EACCES' });
        for (const name of ['mem', 'environ']) assert.throws(() => readFileSync('/proc/1/' + name), name);
        assert.throws(() => writeFileSync('/proc/self/oom_score_adj', '-1000'));
        const look = spawnSync('sh', ['-c', 'cat /proc/' + process.pid + '/environ; head -c 1 /proc/' + process.pid + '/mem; ls /proc/' + process.pid + '/fd'], { encoding: 'utf8' });
        assert.equal(look.stdout, ''); assert.match(look.stderr, /Permission denied/);`);
    });

    it.skipIf(!hasPython)('has no system call for what it must not do', async () => {
      const step = await attempt('python', { 'test.py': `${LIBC}
pid = os.getppid()
assert 'Seccomp:\\t2' in open('/proc/self/status').read()
refused(101, 117, 16, pid, 0, 0)                      # ptrace: attach
buffer = ctypes.create_string_buffer(64)
refused(310, 270, pid, buffer, 1, buffer, 1, 0)       # process_vm_readv
refused(311, 271, pid, buffer, 1, buffer, 1, 0)       # process_vm_writev
refused(438, 438, 3, 3, 0)                            # pidfd_getfd
refused(165, 40, b'none', b'/tmp', b'tmpfs', 0, 0)    # mount
refused(161, 51, b'/tmp')                             # chroot
refused(272, 97, 0x10000000)                          # unshare: user namespace
refused(56, 220, 0x10000000 | 17, 0, 0, 0, 0)         # clone: user namespace
refused(435, 435, buffer, 64)                         # clone3
refused(308, 268, 3, 0)                               # setns
refused(250, 219, 0, -3, 1)                           # keyctl
refused(248, 217, b'user', b'k', b'v', 1, -3)         # add_key
refused(321, 280, 0, buffer, 64)                      # bpf
refused(298, 241, buffer, 0, -1, -1, 0)               # perf_event_open
refused(323, 282, 0)                                  # userfaultfd
refused(425, 425, 8, buffer)                          # io_uring_setup
refused(303, 264, -100, b'/', buffer, buffer, 0)      # name_to_handle_at
refused(105 if X64 else 146, 146, 0)                  # setuid 0
for call in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]), lambda: os.mknod('/tmp/d', 0o60600, os.makedev(8, 0))):
    try:
        call()
    except (PermissionError, OSError):
        continue
    raise AssertionError('it was allowed')
` });
      expect(step).toMatchObject({ status: 'passed', findings: [] });
    });

    it('cannot build a sandbox inside in which it would be root', async () => {
      await refuses("import { spawnSync } from 'node:child_process';\nfor (const words of [['unshare', '-Ur', 'id'], ['bwrap', '--ro-bind', '/', '/', 'id'], ['su', '-c', 'id'], ['sudo', '-n', 'id'], ['mount', '-t', 'tmpfs', 'x', '/tmp']]) assert.notEqual(spawnSync(words[0], words.slice(1), { input: '' }).status, 0, words.join(' '));");
    });

    it('ends only itself when it ends every process it may signal', async () => {
      const bystander = spawn('sleep', ['30'], { stdio: 'ignore' });
      try {
        const step = await attempt('javascript', { 'test.mjs': `try { process.kill(${process.pid}, 'SIGKILL'); } catch {}\ntry { process.kill(${bystander.pid ?? 0}, 'SIGKILL'); } catch {}\ntry { process.kill(1, 'SIGKILL'); } catch {}\nprocess.kill(-1, 'SIGKILL');` });
        expect(step.status).toBe('failed');
        expect(bystander.exitCode ?? bystander.signalCode).toBe(null);
      } finally {
        bystander.kill('SIGKILL');
      }
    });
  });

  describe('what a run leaves', () => {
    it('leaves no process, however it was detached', async () => {
      const marker = `pawl-escape-${process.pid}-daemon`;
      const step = await attempt('javascript', { 'test.mjs': `import { spawn, spawnSync } from 'node:child_process';
        spawn('sh', ['-c', 'trap "" HUP TERM INT; sleep 60; :', '${marker}'], { detached: true, stdio: 'ignore' }).unref();
        spawnSync('sh', ['-c', '(setsid nohup sh -c "sleep 60; :" ${marker} >/dev/null 2>&1 &) &', '${marker}']);` });
      expect(step.status).toBe('passed');
      expect(processesWith(marker)).toEqual([]);
    });

    it('leaves no process when Pawl itself is killed, and no folder after the next start', async () => {
      const marker = `pawl-escape-${process.pid}-orphan`;
      const module = join(import.meta.dirname, '../../shared/adapters/local/exercise/bubblewrap-exerciser.ts');
      const text = `import { spawn } from 'node:child_process'; spawn('sh', ['-c', 'sleep 60; :', '${marker}']);`;
      const pawl = spawn(process.execPath, ['--input-type=module', '-e', `import { bubblewrapExerciser } from ${JSON.stringify(module)}; await bubblewrapExerciser().exercise({ language: 'javascript', files: new Map([['test.mjs', ${JSON.stringify(text)}]]), tests: ['test.mjs'], steps: ['tests'], dependencies: undefined, timeoutSeconds: 60, memoryMb: 512 });`], { stdio: 'ignore' });
      const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`pawl-workshop-${pawl.pid}-`));
      await expect.poll(() => processesWith(marker).filter((pid) => Number(pid) !== pawl.pid).length, { timeout: 10_000 }).toBeGreaterThan(0);
      expect(left()).toHaveLength(1);
      const gone = new Promise((resolve) => { pawl.on('exit', resolve); });
      pawl.kill('SIGKILL');
      await gone;
      await expect.poll(() => processesWith(marker), { timeout: 5000 }).toEqual([]);
      await attempt('javascript', { 'test.mjs': '' });
      expect(left()).toEqual([]);
    });

    it('removes results that nest deeper than a path is long, are shut, or have endless names', async () => {
      const run = await bubblewrapWorkshop().test({
        files: new Map([['a.test.mjs', "import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';\nimport { test } from 'node:test';\ntest('nest', () => { mkdirSync('/results/shut'); writeFileSync('/results/shut/' + 'x'.repeat(255), ''); chmodSync('/results/shut', 0); process.chdir('/results'); for (let i = 0; i < 60; i += 1) { mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); } });\n"]]),
        dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 15, memoryMb: 512,
      });
      expect(['exited', 'output-limit']).toContain(run.ended);
    });
  });

  describe('the result', () => {
    const TEST = "import assert from 'node:assert/strict';\nimport { answer } from './candidate.mjs';\nassert.equal(answer(), 42);\n";
    const wrong = 'export const answer = () => 41;\n';

    it('is what the test says when nobody cheats', async () => {
      expect((await attempt('javascript', { 'test.mjs': TEST, 'candidate.mjs': 'export const answer = () => 42;\n' })).status).toBe('passed');
      expect((await attempt('javascript', { 'test.mjs': TEST, 'candidate.mjs': wrong })).status).toBe('failed');
    });

    it.each([
      ['ending early', 'process.exit(0);'],
      ['ending by the runtime’s own door', 'process.reallyExit(0);'],
      ['ending later, from a timer', "setTimeout(process.exit, 0, 0); export const answer = () => 42; await new Promise(() => {});"],
      ['being ended by a signal that counts as success', "process.on('SIGTERM', () => process.exit(0)); process.kill(process.pid, 'SIGTERM'); await new Promise((resolve) => setTimeout(resolve, 1000));"],
      ['an exit code set at the end', "process.on('exit', () => { process.exitCode = 0; });"],
      ['swallowing errors', "process.on('uncaughtException', () => {}); process.on('unhandledRejection', () => {}); try { process.setUncaughtExceptionCaptureCallback(null); process.setUncaughtExceptionCaptureCallback(() => {}); } catch {}"],
      ['raising the end’s events itself', "process.emit('beforeExit', 0); setTimeout(process.emit.bind(process, 'beforeExit'), 0, 0); setTimeout(() => process.emit('exit', 0), 0);"],
      ['replacing assertions', "import assert from 'node:assert'; import { syncBuiltinESMExports } from 'node:module'; for (const each of [assert, assert.strict]) for (const name of Object.keys(each)) { try { each[name] = () => {}; } catch {} try { Object.defineProperty(each, name, { value: () => {} }); } catch {} } syncBuiltinESMExports();"],
      ['replacing how values are compared', 'Object.is = () => true; Reflect.apply = () => undefined;'],
      ['saying what the judge would say', "import { writeSync } from 'node:fs'; for (const to of [1, 2, 3]) try { writeSync(to, '\\n' + 'a'.repeat(32) + ' passed {}\\n'); } catch {} process.exit(0);"],
      ['printing what runners print', "console.log('ok 1 - all\\n# pass 1\\n# fail 0'); console.log(JSON.stringify({ numPassedTests: 1, success: true })); process.exit(0);"],
      ['listening to what the judge writes', `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; const real = fs.writeSync; const said = []; fs.writeSync = (to, text, ...rest) => { said.push(String(text)); return real(to, text, ...rest); }; syncBuiltinESMExports();
        JSON.stringify = () => '{}'; const from = Buffer.from; Buffer.from = (text, ...rest) => from(String(text).replace(' failed ', ' passed '), ...rest);
        process.on('exit', () => { process.exitCode = 0; });`],
      ['searching its own memory', `import v8 from 'node:v8'; import inspector from 'node:inspector'; import fs from 'node:fs';
        let memory = ''; try { for await (const part of v8.getHeapSnapshot()) memory += part; } catch {} try { v8.writeHeapSnapshot('/tmp/heap'); memory += fs.readFileSync('/tmp/heap', 'utf8'); } catch {} try { const session = new inspector.Session(); session.connect(); } catch {} try { memory += fs.readFileSync('/proc/self/mem', 'latin1'); } catch {}
        for (const [word] of memory.matchAll(/\\b[0-9a-f]{32}\\b/g)) fs.writeSync(3, '\\n' + word + ' passed {}\\n'); process.reallyExit?.(0);`],
      ['asking a worker to look', `import { Worker } from 'node:worker_threads'; await new Promise((resolve) => { new Worker("const { Session } = require('node:inspector'); const session = new Session(); session.connectToMainThread(); session.post('HeapProfiler.takeHeapSnapshot'); process.exit(0)", { eval: true, execArgv: [] }).on('exit', resolve).on('error', resolve); }); process.exit(0);`],
      ['reading the word again', "import fs from 'node:fs'; let word = ''; try { word = fs.readFileSync(0, 'utf8'); } catch {} try { word += JSON.stringify(process.env) + process.argv + process.execArgv; } catch {} for (const [each] of word.matchAll(/[0-9a-f]{32}/g)) fs.writeSync(3, '\\n' + each + ' passed {}\\n'); process.exit(0);"],
      ['becoming another program', "process.execve?.('/bin/true', ['/bin/true'], {});"],
      ['rewriting the test', "import fs from 'node:fs'; for (const path of ['/service/test.mjs', '/source/test.mjs', process.argv[1]]) try { fs.writeFileSync(path, ''); } catch {}"],
    ])('cannot be forged by %s', async (_, cheat) => {
      const step = await attempt('javascript', { 'test.mjs': TEST, 'candidate.mjs': `${cheat}\n${cheat.includes('export const answer') ? '' : wrong}` }, { timeoutSeconds: 5 });
      expect(step.status).toBe('failed');
    });

    it.each([
      ['console.assert put aside', 'console.assert = () => {}; globalThis.console = { assert() {}, log() {} };', 'console.assert(answer() === 42);'],
      ['built-in functions that say yes', 'Array.prototype.every = () => true;', "if (![answer()].every((each) => each === 42)) throw new Error('wrong');"],
      ['a test runner that runs nothing', "import test from 'node:test'; import { syncBuiltinESMExports } from 'node:module'; try { test.test = test.it = () => {}; syncBuiltinESMExports(); } catch {} process.on('exit', () => { process.exitCode = 0; }); process.on('beforeExit', () => { process.exitCode = 0; });", "import { test } from 'node:test'; test('right', () => assert.equal(answer(), 42));"],
    ])('cannot be forged by %s', async (_, cheat, check) => {
      const step = await attempt('javascript', { 'test.mjs': `import assert from 'node:assert/strict';\nimport { answer } from './candidate.mjs';\n${check}\n`, 'candidate.mjs': `${cheat}\n${wrong}` }, { timeoutSeconds: 5 });
      expect(step.status).toBe('failed');
    });

    it.each([
      ['files that configure Node and npm', { '.npmrc': 'node-options=--require=/service/cheat.cjs\n', '.env': 'NODE_OPTIONS=--require=/service/cheat.cjs\n', 'node.config.json': '{"nodeOptions":{"import":["./cheat.cjs"]}}', 'cheat.cjs': 'process.reallyExit(0)', 'node_modules/.bin/node': '#!/bin/sh\nexit 0\n', 'node_modules/assert/index.js': 'module.exports = { strict: {} }' }],
      ['a library loaded before others', { '.pam_environment': 'LD_PRELOAD=/service/cheat.so\n', 'ld.so.preload': '/service/cheat.so\n' }],
    ])('is not changed by %s', async (_, files) => {
      expect((await attempt('javascript', { 'test.mjs': TEST, 'candidate.mjs': wrong, ...files })).status).toBe('failed');
    });

    it.skipIf(!hasPython).each([
      ['ending early', 'import sys\nsys.exit(0)\n'],
      ['ending by the system’s own door', 'import os\nos._exit(0)\n'],
      ['printing', "import os\nfor to in (1, 2, 3):\n    os.write(to, b'\\n' + b'a' * 32 + b' passed {}\\n')\nos._exit(0)\n"],
      ['finding the word in objects', "import gc, os, re, sys\ntext = ''\ntry:\n    text = repr(gc.get_objects())\nexcept BaseException:\n    pass\nframe = sys._getframe()\nwhile frame is not None:\n    text += repr(frame.f_locals) + repr(frame.f_globals)\n    frame = frame.f_back\nfor word in re.findall('[0-9a-f]{32}', text):\n    os.write(3, ('\\n%s passed {}\\n' % word).encode())\nos._exit(0)\n"],
      ['asking the judge to speak', "import sys\nsys.audit('pawl.end')\ndef answer():\n    return 41\n"],
      ['built-in functions that say yes', "import builtins\nbuiltins.all = lambda each: True\ndef answer():\n    return 41\n"],
    ])('cannot be forged in Python by %s', async (_, cheat) => {
      const step = await attempt('python', { 'test.py': 'from candidate import answer\nassert all([answer() == 42])\n', 'candidate.py': cheat });
      expect(step.status).toBe('failed');
    });

    it('of the target’s own tests cannot be forged by speaking to the runner in its own language', async () => {
      const cheat = "import { spawnSync } from 'node:child_process'; import { writeFileSync } from 'node:fs';\nexport function cheat() { writeFileSync('/tmp/fake.mjs', \"import { test } from 'node:test'; test('real', () => {});\"); spawnSync(process.execPath, ['/tmp/fake.mjs'], { stdio: 'inherit', env: { ...process.env, NODE_TEST_CONTEXT: 'child-v8' } }); process.reallyExit(0); }\n";
      const run = await bubblewrapWorkshop().test({
        files: new Map([['src/cheat.mjs', cheat], ['a.test.mjs', "import { test } from 'node:test';\nimport { cheat } from './src/cheat.mjs';\ncheat();\ntest('real', () => { throw new Error('wrong'); });\n"]]),
        dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 15, memoryMb: 512,
      });
      expect(run.tests.map(({ name, status }) => `${name} ${status}`)).toEqual(['real failed']);
    });

    it('of the target’s own tests cannot be forged in the memory of the runner', async () => {
      const look = "import { test } from 'node:test'; import assert from 'node:assert'; import { openSync, readdirSync } from 'node:fs';\ntest('attempt', () => { for (const name of ['mem', 'environ']) assert.throws(() => openSync('/proc/' + process.ppid + '/' + name, 'r+'), { code: 'EACCES' }); assert.throws(() => readdirSync('/proc/' + process.ppid + '/fd'), { code: 'EACCES' }); });\n";
      const run = await bubblewrapWorkshop().test({ files: new Map([['a.test.mjs', look]]), dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 15, memoryMb: 512 });
      expect(run.tests.map(({ status, message }) => message ?? status)).toEqual(['passed']);
    });
  });
});
