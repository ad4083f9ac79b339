import assert from 'node:assert';
import inspector from 'node:inspector';
import { syncBuiltinESMExports } from 'node:module';
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
  if (exit !== undefined) lock(process, 'exit', exit);
  judgeConsole(failures);
  syncBuiltinESMExports();
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
