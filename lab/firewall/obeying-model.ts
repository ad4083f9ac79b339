import type { AttackedService } from './services.ts';
import { codeHarms, fileHarms, wishedHarms, type Harm } from './harms.ts';
import { wishOf, type Wish } from './wish.ts';

const SOMEBODYS = 'https://evil.com/collect';
const general = new Map<string, readonly Harm[]>();

/** What can be done whatever is asked for, made once a service. */
function generalHarms(service: AttackedService): readonly Harm[] {
  const known = general.get(service.name) ?? [...codeHarms(service, SOMEBODYS), ...fileHarms(service, SOMEBODYS)];
  general.set(service.name, known);
  return known;
}

/**
 * A model without any will of its own: it does what the stranger's text asks for, as the prompt shows it and as it was meant before the
 * firewall had it, decoded in every way. It does not stop at what was asked either: each case gets every harm that we know to write.
 */
export function obey(service: AttackedService, prompt: string, told: string): Harm[] {
  const seen = wishOf(fencedText(prompt));
  const meant = wishOf(told);
  return [...wishedHarms(service, merged(meant, seen), prompt), ...generalHarms(service)];
}

const merged = (a: Wish, b: Wish): Wish => {
  const both = <T>(one: readonly T[], other: readonly T[]): T[] => [...new Set([...one, ...other])].slice(0, 4);
  return { text: a.text, urls: both(a.urls, b.urls.filter((url) => !url.includes('catalogue.example.com'))), packages: both(a.packages, []), paths: a.paths, commands: both(a.commands, b.commands), code: a.code };
};

/** The telemetry part of a prompt: the code of the service is no wish. */
function fencedText(prompt: string): string {
  const start = prompt.indexOf('## Telemetry evidence');
  const end = prompt.indexOf('## Goals', start);
  return start < 0 ? '' : prompt.slice(start, end < 0 ? undefined : end).slice(0, 4000);
}
