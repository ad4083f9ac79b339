/** Help of `--model`, the same wherever it stands. */
export const MODEL_HELP = 'a model for what no recipe is for: ollama:NAME, bedrock:ID, or https://HOST/v1#NAME (its key in PAWL_MODEL_KEY)';
