// case: translation service that stores texts in objects without a prototype
import type { SQSEvent } from 'aws-lambda';

interface TranslationMessage {
  language: string;
  key: string;
  text: string;
}

class Translations {
  private readonly texts: Record<string, Record<string, string>> = Object.create(null);

  add({ language, key, text }: TranslationMessage): void {
    const existing = (this.texts[language] ??= Object.create(null) as Record<string, string>);
    existing[key] = text;
  }

  get(language: string, key: string): string {
    return this.texts[language]?.[key] ?? key;
  }
}

export const translations = new Translations();

export async function handler(event: SQSEvent): Promise<void> {
  for (const record of event.Records) {
    translations.add(JSON.parse(record.body) as TranslationMessage);
  }
}
