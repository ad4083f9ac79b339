import assert from 'node:assert';
import inspector from 'node:inspector';
import Module, { builtinModules, syncBuiltinESMExports } from 'node:module';
import nodeTest from 'node:test';
import v8 from 'node:v8';
import workers from 'node:worker_threads';

/** What tests decide by. A stubbed clock or random source is a test's own business. */
const DECIDING = [Object, Function, Array, String, Number, Boolean, BigInt, Symbol, RegExp, Map, Set, WeakMap, WeakSet, Promise, Error, JSON, Math, Reflect];
const STUBBED = new Set(['random']);

const { getOwnPropertyDescriptor, getPrototypeOf, defineProperty, is: isSame } = Object;
const { ownKeys } = Reflect;

const OBJECTS = DECIDING.flatMap((each) => [[each.name ?? each[Symbol.toStringTag], each], ...(typeof each === 'function' ? [[`${each.name}.prototype`, each.prototype]] : [])]);
const ITERATORS = [[][Symbol.iterator](), ''[Symbol.iterator](), new Map().entries(), new Set().values()].map((each) => [each[Symbol.toStringTag], getPrototypeOf(each)]);
const AS_IT_WAS = [...OBJECTS, ...ITERATORS].flatMap(([name, object]) => ownKeys(object).filter((key) => !STUBBED.has(key)).map((key) => ({ label: `${name}.${String(key)}`, object, key, ...getOwnPropertyDescriptor(object, key) })));

/** Names of built-in functions that are not what they were when the process began. */
export function changedBuiltIns() {
  const changed = [];
  for (let index = 0; index < AS_IT_WAS.length; index += 1) {
    const was = AS_IT_WAS[index];
    const is = getOwnPropertyDescriptor(was.object, was.key);
    if (is === undefined || !isSame(is.value, was.value) || is.get !== was.get || is.set !== was.set) changed[changed.length] = was.label;
  }
  return changed;
}

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask'];
const TIMERS_AS_THEY_WERE = TIMERS.map((name) => globalThis[name]);
const NEXT_TICK_AS_IT_WAS = Reflect.get(process, 'nextTick');

/** Names of timers that are not what they were: what a test waits for would never come. */
export const changedTimers = () => [...TIMERS.filter((name, index) => globalThis[name] !== TIMERS_AS_THEY_WERE[index]), ...(Reflect.get(process, 'nextTick') === NEXT_TICK_AS_IT_WAS ? [] : ['process.nextTick'])];

const lock = (object, name, value = object[name]) => { if (name in object) defineProperty(object, name, { value, writable: false, configurable: false }); };

const refuse = (what) => () => { throw new Error(`${what} is not available to tests.`); };

/** Takes from the code under test what would let it look into the judge or change how assertions decide. */
export function lockDown({ failures, exit }) {
  for (const name of ['getHeapSnapshot', 'writeHeapSnapshot', 'queryObjects', 'setFlagsFromString', 'setHeapSnapshotNearHeapLimit']) lock(v8, name, refuse(`v8.${name}`));
  for (const name of ['open', 'Session']) lock(inspector, name, refuse(`inspector.${name}`));
  for (const name of ['binding', '_linkedBinding', '_debugProcess', '_debugEnd', '_startProfilerIdleNotifier', 'setUncaughtExceptionCaptureCallback', 'execve']) lock(process, name, refuse(`process.${name}`));
  const { Worker } = workers;
  const preloaded = { Worker: class extends Worker { constructor(file, options = {}) { super(file, { ...options, execArgv: [...(options.execArgv ?? []), `--import=${import.meta.dirname}/javascript.mjs`] }); } } };
  lock(workers, 'Worker', preloaded.Worker);
  for (const module of [assert, assert.strict]) {
    for (const name of ownKeys(module)) if (getOwnPropertyDescriptor(module, name)?.configurable === true) lock(module, name);
  }
  lockLoader();
  if (exit !== undefined) lock(process, 'exit', exit);
  judgeConsole(failures);
  syncBuiltinESMExports();
}

/** Code that a test loads must not put another module in the place of one that the test loads after it, nor another `test` in the place of Node's. */
function lockLoader() {
  for (const name of ['_load', '_resolveFilename', '_findPath', '_extensions']) lock(Module, name);
  for (const name of ownKeys(Module._extensions)) lock(Module._extensions, name);
  for (const name of ['require', 'load', '_compile']) lock(Module.prototype, name);
  for (const name of ['register', 'registerHooks']) lock(Module, name, refuse(`module.${name}`));
  for (const name of builtinModules) defineProperty(Module._cache, name, { value: undefined, writable: false, configurable: false });
  for (const name of ownKeys(nodeTest)) if (typeof getOwnPropertyDescriptor(nodeTest, name)?.value === 'function') lock(nodeTest, name);
}

/** `console.assert` prints and goes on; here it fails the test. */
function judgeConsole(failures) {
  const real = console;
  const complain = real.assert.bind(real);
  lock(real, 'assert', (condition, ...message) => {
    if (condition) return;
    failures.push(`Assertion failed${message.length > 0 ? `: ${String(message[0]).slice(0, 500)}` : ''}${callerLine()}`);
    complain(false, ...message);
  });
  const replace = (other) => {
    for (const name of ownKeys(Object(other))) if (name !== 'assert') real[name] = other[name];
  };
  defineProperty(globalThis, 'console', { get: () => real, set: replace, configurable: false, enumerable: false });
}

function callerLine() {
  const place = /((?:[^\s(/]|\/)*):(\d+):\d+\)?$/.exec(String(new Error().stack).split('\n')[3] ?? '');
  return place === null ? '' : ` (${place[1].replace(/^file:\/\//, '').replace(/^\/service\//, '')}:${place[2]})`;
}
