/**
 * Names of the runtime that give no power: values, texts, collections, errors, waiting, time, encoding. Everything else that the runtime
 * offers, now or in a later version, has to be in use already. `fetch` is left out on purpose, and so are `Function`, `eval`, `Reflect`,
 * `Proxy`, `WebAssembly`, `setInterval`, workers, sockets and the global object's names.
 */
export const SAFE_GLOBALS: ReadonlySet<string> = new Set([
  'undefined', 'NaN', 'Infinity', 'isNaN', 'isFinite', 'parseInt', 'parseFloat', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI',
  'Array', 'BigInt', 'Boolean', 'Date', 'Intl', 'Iterator', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'RegExp', 'Set', 'String', 'Symbol', 'WeakMap', 'WeakSet', 'WeakRef', 'Temporal',
  'AggregateError', 'DOMException', 'Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError',
  'ArrayBuffer', 'DataView', 'Buffer', 'Blob', 'File', 'FormData', 'Headers', 'Float32Array', 'Float64Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array',
  'AbortController', 'AbortSignal', 'Event', 'EventTarget', 'TextDecoder', 'TextEncoder', 'TextDecoderStream', 'TextEncoderStream', 'ReadableStream', 'TransformStream', 'WritableStream', 'CompressionStream', 'DecompressionStream', 'URL', 'URLSearchParams', 'Response',
  'atob', 'btoa', 'clearImmediate', 'clearInterval', 'clearTimeout', 'console', 'crypto', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout', 'structuredClone',
  'exports', 'module', 'require', '__dirname', '__filename', 'arguments',
]);

/** What a new test has besides: the functions of test runners, and a request of its own, since it names no host but its own machine's. */
export const TEST_GLOBALS: ReadonlySet<string> = new Set(['describe', 'it', 'test', 'expect', 'beforeEach', 'afterEach', 'beforeAll', 'afterAll', 'before', 'after', 'suite', 'context', 'vi', 'jest', 'assert', 'fetch', 'Request', 'Response', 'Proxy']);
