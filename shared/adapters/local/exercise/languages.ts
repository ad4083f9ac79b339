import type { Language } from '../../../ports/exercise.ts';
import { javascriptTools } from './javascript.ts';
import type { LanguageTools } from './language-tools.ts';

const later = (name: string): LanguageTools => ({
  check: async () => ({ kind: 'not-available', detail: `${name} is not supported yet.` }),
  test: async () => ({ kind: 'not-available', detail: `${name} is not supported yet.` }),
});

const TOOLS = {
  javascript: javascriptTools,
  typescript: javascriptTools,
  python: later('Python'), java: later('Java'), go: later('Go'), rust: later('Rust'), php: later('PHP'), ruby: later('Ruby'),
} as const satisfies Record<Language, LanguageTools>;

export const toolsOf = (language: Language): LanguageTools => TOOLS[language];
