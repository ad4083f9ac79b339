import { modelsFrom, ModelsInput, type ModelsConfig } from './models.ts';
import type { Problem } from './problem.ts';

/** Holds the key for `--model https://…#NAME`, where one is needed. */
export const KEY_VARIABLE = 'PAWL_MODEL_KEY';

/** The environment's name for `--model`. */
export const MODEL_VARIABLE = 'PAWL_MODEL';

/**
 * What Bedrock's own models and profiles are called: `VENDOR.MODEL`, a region's prefix before it or not, or an ARN. Names that people know from elsewhere
 * (`qwen2.5-coder:7b`, `gpt-4o`, `olama:x`) are none of these.
 */
const BEDROCK_ID = /^(?:arn:aws[\w-]*:bedrock:.+|(?:[a-z][a-z-]*\.)?[a-z][a-z0-9]*\.[a-z][\w.:-]*)$/;

const OLLAMA = 'http://127.0.0.1:11434/v1';

/**
 * One model for everything, said in one word: `ollama:NAME`, `bedrock:ID`, `https://HOST/v1#NAME` (its key, if any, in `PAWL_MODEL_KEY`), or a bare
 * Bedrock id. `path` is where it was said, for the problem.
 */
export const modelsFromFlag = (text: string, path = '--model'): { readonly ok: true; readonly models: ModelsConfig } | { readonly ok: false; readonly problem: Problem } => {
  const said = text.trim();
  const wrong = (message: string, advice: string) => ({ ok: false as const, problem: { path, message, advice } });
  const one = (provider: string, input: ModelsInput['providers'][string], id: string) => ({ ok: true as const, models: modelsFrom(ModelsInput.parse({ providers: { [provider]: input }, pool: [{ id, provider }] })) });

  const [, scheme = '', rest = ''] = /^(ollama|bedrock):(.*)$/.exec(said) ?? [];
  if (scheme === 'ollama') return rest === '' ? wrong('names no model', 'write ollama:NAME, like ollama:qwen2.5-coder:7b') : one('ollama', { kind: 'openai-compatible', baseUrl: OLLAMA }, rest);
  if (/^https?:/i.test(said)) {
    const at = said.indexOf('#');
    const [address, name] = at < 0 ? [said, ''] : [said.slice(0, at), said.slice(at + 1)];
    if (name === '') return wrong('names no model', 'write the address and then the model, like http://127.0.0.1:8000/v1#NAME');
    if (!URL.canParse(address)) return wrong(`has an address that is none: ${address}`, 'write it like https://api.example.com/v1#NAME');
    const { username, password } = new URL(address);
    if (username !== '' || password !== '') return wrong('must not hold a name or password', `put the key into ${KEY_VARIABLE}`);
    return one('endpoint', { kind: 'openai-compatible', baseUrl: address, apiKeyVariable: KEY_VARIABLE }, name);
  }
  const id = scheme === 'bedrock' ? rest : said;
  if (!/^[\w.:/-]+$/.test(id)) return wrong(id === '' ? 'names no model' : `is no model: ${id}`, 'write ollama:NAME, bedrock:ID, or https://HOST/v1#NAME');
  if (scheme === '' && !BEDROCK_ID.test(id)) return wrong(`does not say where ${id} is`, `write ollama:${id.replace(/^[\w-]+:(?=[a-z])/i, '')}, bedrock:ID, or https://HOST/v1#NAME`);
  return one('bedrock', { kind: 'bedrock' }, id);
};
