import { Command } from 'commander';
import { FirewallCase } from '../../lab/firewall/case.ts';
import { runCases } from '../../lab/firewall/run-cases.ts';
import { sandbox } from '../../lab/firewall/sandbox.ts';
import { globalOptions } from '../global-options.ts';
import { badRows } from './bad-rows.ts';
import { labHost, runLab } from './lab-run.ts';
import { readLines } from './read-lines.ts';
import { UsageProblem } from './usage-problem.ts';

export const firewallCommand = (): Command =>
  new Command('firewall')
    .description('hostile texts reach a model that obeys them: what comes out, what stops it, what it would do')
    .requiredOption('--cases <file>', 'JSON lines {id, carrier, text, answers?}; carrier: log, exception, header, commit, comment or name; - reads standard input')
    .action(async ({ cases: file }: { cases: string }, command: Command) => {
      const options = globalOptions(command);
      await runLab(async () => {
        const host = labHost(options);
        const { cases, bad } = await readCases(file);
        const workshop = await sandbox();
        if (workshop === undefined) throw new UsageProblem('There is no sandbox here (bubblewrap), and hostile code is not run without one.');
        const results = await runCases(cases, workshop, (done) => host.notify({ code: 'PAWL-FIREWALL-010', level: 'info', text: `${done} of ${cases.length} cases.` }));
        for (const result of results) {
          const { id, carrier, answers, rejected, harmless, leaks, unauthorised } = result;
          const stopped = Object.entries(rejected).sort(([, a], [, b]) => b - a).map(([check, count]) => `${check} ${count}`).join(', ');
          const trouble = [...leaks, ...unauthorised.map(({ harm, effects }) => `${harm}: ${effects.join('; ')}`)];
          process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${id} (${carrier}): ${answers} answers; stopped by ${stopped}; ${harmless} harmless${trouble.length === 0 ? '' : `; UNAUTHORISED ${trouble.join(' | ')}`}\n`);
        }
        bad.tell(host, file);
        const unauthorised = results.reduce((sum, each) => sum + each.unauthorised.length, 0);
        const leaks = results.reduce((sum, each) => sum + each.leaks.length, 0);
        host.notify({ code: 'PAWL-FIREWALL-001', level: 'result', text: `${results.length} cases: ${unauthorised} unauthorised effects, ${leaks} leaks into prompts.`, data: { cases: results.length, unauthorised, leaks } });
        return bad.count === 0 && unauthorised === 0 && leaks === 0;
      }, options);
    });

async function readCases(file: string): Promise<{ cases: FirewallCase[]; bad: ReturnType<typeof badRows> }> {
  const { lines } = await readLines(file);
  const cases: FirewallCase[] = [];
  const bad = badRows();
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const parsed = FirewallCase.safeParse(jsonOf(line));
    if (parsed.success) cases.push(parsed.data);
    else bad.add({ line: number, problem: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join(', ') });
  }
  return { cases, bad };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
