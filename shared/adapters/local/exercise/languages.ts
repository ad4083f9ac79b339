import type { Language } from '../../../ports/exercise.ts';
import { goTools } from './go.ts';
import { javaTools } from './java.ts';
import { javascriptTools } from './javascript.ts';
import type { LanguageTools } from './language-tools.ts';
import { phpTools } from './php.ts';
import { pythonTools } from './python.ts';
import { rubyTools } from './ruby.ts';
import { rustTools } from './rust.ts';

const TOOLS = {
  javascript: javascriptTools,
  typescript: javascriptTools,
  python: pythonTools, java: javaTools, go: goTools, rust: rustTools, php: phpTools, ruby: rubyTools,
} as const satisfies Record<Language, LanguageTools>;

export const toolsOf = (language: Language): LanguageTools => TOOLS[language];
