/** A seeded source of random numbers for the lab: the same seed gives the same run on any machine. */
export interface Random {
  /** Uniform on (0, 1), never an end. */
  uniform(): number;
  normal(): number;
  poisson(mean: number): number;
  binomial(trials: number, chance: number): number;
  /** Number of trials up to and with the first success: 1, 2, …; `mean` ≥ 1. */
  geometric(mean: number): number;
}

const LOG_FACTORIALS = [0];
for (let i = 1; i < 256; i += 1) LOG_FACTORIALS.push((LOG_FACTORIALS[i - 1] ?? 0) + Math.log(i));

/** ln n! by table, beyond it by Stirling's series (error < 1e-12 there). */
function logFactorial(n: number): number {
  const known = LOG_FACTORIALS[n];
  if (known !== undefined) return known;
  const inverse = 1 / (n + 1);
  return (n + 0.5) * Math.log(n + 1) - (n + 1) + 0.9189385332046727 + inverse / 12 - inverse ** 3 / 360;
}

/** sfc32 (Doty-Humphrey, PractRand): 128 bits of state, passes the usual batteries. */
function sfc32(seed: number): () => number {
  let a = seed >>> 0;
  let b = Math.imul(seed, 0x9e3779b9) >>> 0;
  let c = (seed ^ 0x85ebca6b) >>> 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return ((sum >>> 0) + 0.5) / 4294967296;
  };
  for (let i = 0; i < 16; i += 1) next();
  return next;
}

/** Small means by inversion, large ones by transformed rejection (PTRS; Hörmann, 1993: "The transformed rejection method for generating Poisson random variables"). */
function poisson(uniform: () => number, mean: number): number {
  if (mean <= 0) return 0;
  if (mean < 12) {
    const limit = Math.exp(-mean);
    let product = uniform();
    let n = 0;
    while (product > limit) {
      product *= uniform();
      n += 1;
    }
    return n;
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + mean + 0.43);
    if (distance >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (distance * distance) + b) <= k * Math.log(mean) - mean - logFactorial(k)) return k;
  }
}

/** Small means by inversion, large ones by transformed rejection (BTRS; Hörmann, 1993: "The generation of binomial random variates"). */
function binomial(uniform: () => number, trials: number, chance: number): number {
  if (trials <= 0 || chance <= 0) return 0;
  if (chance >= 1) return trials;
  if (chance > 0.5) return trials - binomial(uniform, trials, 1 - chance);
  if (trials * chance < 12) {
    const odds = chance / (1 - chance);
    let mass = Math.exp(trials * Math.log1p(-chance));
    let u = uniform();
    let n = 0;
    while (u > mass && n < trials) {
      u -= mass;
      n += 1;
      mass *= (odds * (trials - n + 1)) / n;
    }
    return n;
  }
  const spread = Math.sqrt(trials * chance * (1 - chance));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * chance;
  const centre = trials * chance + 0.5;
  const alpha = (2.83 + 5.1 / b) * spread;
  const squeeze = 0.92 - 4.2 / b;
  const mode = Math.floor((trials + 1) * chance);
  const logOdds = Math.log(chance / (1 - chance));
  const atMode = logFactorial(mode) + logFactorial(trials - mode);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + centre);
    if (k < 0 || k > trials) continue;
    if (distance >= 0.07 && v <= squeeze) return k;
    if (Math.log((v * alpha) / (a / (distance * distance) + b)) <= atMode - logFactorial(k) - logFactorial(trials - k) + (k - mode) * logOdds) return k;
  }
}

/** A seeded source. `seed` is an integer; different seeds give streams that share nothing visible. */
export function seededRandom(seed: number): Random {
  const uniform = sfc32(seed);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    poisson: (mean) => poisson(uniform, mean),
    binomial: (trials, chance) => binomial(uniform, trials, chance),
    geometric: (mean) => (mean <= 1 ? 1 : 1 + Math.floor(Math.log(uniform()) / Math.log1p(-1 / mean))),
  };
}
