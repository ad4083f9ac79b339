import { createReadStream, createWriteStream, existsSync, fchmodSync, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { openAudit } from '../../local/machine/open-audit.ts';
import { exportAudit, verifyExport } from '../../shared/commands/export-audit.ts';
import type { CommandResult } from '../../shared/commands/dependencies.ts';
import type { Host } from '../../shared/ports/host.ts';
import type { AuditLog, CheckedChain } from '../../shared/store/audit-log.ts';
import { EXIT } from '../exit-codes.ts';
import { globalOptions, hostFor, readConfig, stateFor } from '../global-options.ts';
import { wholeNumber } from '../number-option.ts';

type Told = CommandResult<{ readonly text?: string; readonly data?: Record<string, unknown> }>;

/** Reads the store only: it works whether or not Pawl runs. */
export const auditCommand = (): Command =>
  new Command('audit')
    .description('who did what, when and why; whether the record of it is whole; and all of it as JSON lines')
    .argument('[target]', 'of one target only (@pawl: what belongs to none)')
    .option('--limit <count>', 'at most so many, the newest', wholeNumber, 100)
    .action((target: string | undefined, { limit }: { limit: number }, command: Command) => onStore(command, target, async (audit, chains) => {
      const newest = (await Promise.all(chains.map(async (chain) => audit.newest(chain, { limit })))).flat().sort((a, b) => a.at - b.at || a.sequence - b.sequence);
      const entries = newest.slice(-limit);
      const lines = entries.map(({ targetId, at, who, what, outcome, improvementId, component, reason }) =>
        [new Date(at).toISOString(), targetId, who, outcome === undefined || outcome === 'asked' ? what : `${what} (${outcome})`, improvementId ?? component ?? '', reason ?? ''].map(onOneLine).join('  ').trimEnd());
      return { ok: true, text: lines.length === 0 ? 'Nothing stands in the audit log yet.' : lines.join('\n'), data: { entries } };
    }))
    .addCommand(new Command('verify')
      .description('names the first record of each chain that was changed, taken out, added, exchanged or cut off')
      .argument('[target]')
      .option('--file <export>', 'verify a file that `pawl audit export` wrote, without the store')
      .action((target: string | undefined, { file }: { file?: string }, command: Command) =>
        file === undefined
          ? onStore(command, target, async (audit, chains) => {
            const checked: CheckedChain[] = [];
            for (const chain of chains) checked.push(await audit.check(chain));
            return verdictOn(checked);
          })
          : told(command, async () => {
            if (!existsSync(file)) return { ok: false, reason: `There is no file ${file}. \`pawl audit export --out ${file}\` writes one.`, kind: 'invalid' };
            const { chains, problem } = await verifyExport(createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }));
            return problem === undefined ? verdictOn(chains) : { ok: false, reason: `${file}: ${problem}` };
          })))
    .addCommand(new Command('export')
      .description('all of it as JSON lines, to keep elsewhere: who changes the store cannot change what you have')
      .argument('[target]')
      .option('--out <file>', 'into this file, which only you can read; without it, to the standard output')
      .action((target: string | undefined, { out }: { out?: string }, command: Command) => onStore(command, target, async (audit, chains) => {
        const lines = Readable.from(exportAudit({ audit }, chains));
        await (out === undefined ? pipeline(lines, process.stdout, { end: false }) : pipeline(lines, ownFile(out)));
        return { ok: true, ...(out === undefined ? {} : { text: `The audit log is in ${out}. \`pawl audit verify --file ${out}\` checks it.`, data: { file: out } }) };
      })));

/** A file that only its owner reads, also where there was one that others could. */
const ownFile = (path: string): WriteStream => createWriteStream(path, { mode: 0o600 }).once('open', (file) => fchmodSync(file, 0o600));

/** A record is a line: nobody's words make another one up. */
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

const verdictOn = (chains: readonly CheckedChain[]): Told => {
  const lines = chains.map(({ chain, entries, whole, firstBroken, head }) =>
    whole ? `${chain}: ${entries} records, whole${head === undefined ? '' : `; it ends with ${head.hash.slice(0, 16)}…`}` : `${chain}: record ${firstBroken?.sequence ?? 0} is not as it was written. ${firstBroken?.why ?? ''}`);
  return chains.every(({ whole }) => whole) ? { ok: true, text: lines.join('\n'), data: { chains } } : { ok: false, reason: lines.join('\n') };
};

const onStore = async (command: Command, target: string | undefined, act: (audit: AuditLog, chains: readonly string[]) => Promise<Told>): Promise<void> =>
  told(command, async (host) => {
    const config = readConfig(globalOptions(command), host);
    if (!config) return 'unusable';
    const opened = openAudit(stateFor(globalOptions(command), config.file));
    if (opened === undefined) return { ok: false, reason: 'Nothing has been kept there yet: `pawl run` or `pawl demo` begins, `--state FOLDER` names another place.' };
    try {
      const chains = await opened.audit.chains(config.targets.map(({ id }) => id));
      if (target !== undefined && !chains.includes(target)) return { ok: false, reason: `There is no target "${target}". There are ${chains.join(', ')}.` };
      return await act(opened.audit, target === undefined ? chains : [target]);
    } finally {
      opened.close();
    }
  });

/** `unusable`: what is wrong with the configuration was told already. */
const told = async (command: Command, act: (host: Host) => Promise<Told | 'unusable'>): Promise<void> => {
  const host = hostFor(globalOptions(command));
  try {
    const result = await act(host);
    if (result === 'unusable') process.exitCode = EXIT.usage;
    else if (!result.ok) {
      host.notify({ code: 'PAWL-COMMAND-010', level: 'error', text: result.reason, data: { ok: false } });
      process.exitCode = result.kind === 'invalid' ? EXIT.usage : EXIT.failed;
    } else if (result.text !== undefined) host.notify({ code: 'PAWL-COMMAND-001', level: 'result', text: result.text, data: { ok: true, ...(JSON.parse(JSON.stringify(result.data ?? {})) as object) } });
  } catch (error) {
    host.notify({ code: 'PAWL-COMMAND-010', level: 'error', text: error instanceof Error ? error.message : String(error), data: { ok: false } });
    process.exitCode = EXIT.failed;
  } finally {
    host.close?.();
  }
};
