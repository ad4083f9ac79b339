/** Packages, runtimes and what a platform puts around a handler: by the file that a frame names. */
const FOREIGN: readonly RegExp[] = [
  // Node
  /(?:^|[/\\:])node_modules[/\\]/, /^node:/, /^\(?internal\//, /^(?:native|<anonymous>|wasm:)/, /(?:^|[/:])@?pawl\/probe\b/,
  // Lambda's own folders: runtime, language, layers
  /^(?:file:\/\/)?\/(?:var\/runtime|var\/lang|opt\/(?:nodejs|python|java|lib|bin|extensions|ruby|otel)|usr\/lib|usr\/local\/lib)\//,
  // Python
  /[/\\](?:site|dist)-packages[/\\]/, /[/\\]lib[/\\]python3[^/\\]{0,8}[/\\]/, /^<(?:frozen |string>|stdin>|__array)/,
  // Java: packages as folders
  /^(?:java|javax|jdk|sun|com\/sun|jakarta|kotlin|kotlinx|scala|groovy|lambdainternal)\//,
  /^(?:org\/(?:springframework|apache|hibernate|slf4j|postgresql|eclipse|jboss|junit|aspectj)|com\/(?:amazonaws|fasterxml|google|mysql|zaxxer)|software\/amazon|io\/(?:netty|micronaut|quarkus|projectreactor|vertx|grpc|lettuce)|reactor|ch\/qos)\//,
  // Go: the standard library and the module cache, also with trimmed paths (`module@version/…`, `runtime/panic.go`)
  /^\/usr\/(?:local\/)?(?:go|lib\/go[^/]{0,8})\/src\//, /\/pkg\/mod\//, /^[^\s]{1,200}@v\d[^/]{0,80}\//, /\/libexec\/src\//,
  /^(?:archive|bufio|builtin|bytes|compress|container|context|crypto|database|encoding|errors|expvar|flag|fmt|hash|html|io|iter|log|maps|math|mime|net|os|path|reflect|regexp|runtime|slices|sort|strconv|strings|sync|syscall|testing|text|time|unicode|vendor)\/(?:[\w.]{1,40}\/){0,5}[\w.]{1,60}\.go:/,
];

/** Whether a frame lies in the target's own code: in no package, no runtime, no layer. Generated classes of proxies are not its own. */
export const isOwnFrame = (frame: string): boolean => frame !== '' && !frame.includes('$$') && !FOREIGN.some((pattern) => pattern.test(frame));

/** The frames in the target's own code, innermost first; where there are none, the `fallback` innermost of all. */
export const ownFrames = (frames: readonly string[], fallback = 1): string[] => {
  const own = frames.filter(isOwnFrame);
  return own.length > 0 ? own : frames.slice(0, fallback);
};
