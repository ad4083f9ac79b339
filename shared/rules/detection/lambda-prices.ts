/** Public prices of us-east-1, x86, first tier, without any free tier or savings plan, as of 2026-11-21 (aws.amazon.com/lambda/pricing). */
export const LAMBDA_PRICES = { usdPerGbSecond: 0.0000166667, usdPerRequest: 0.2 / 1e6 } as const;

/** Megabytes at which a function has one whole processor; below, it has a share in proportion (Lambda developer guide, "Configure function memory"). */
export const MB_PER_PROCESSOR = 1769;

/** Memory of Lambda functions starts here, in megabytes. */
export const LEAST_MEMORY_MB = 128;
