import { openApiDocument } from '../../lambdas/api/openapi/openapi-document.ts';
import { toolsFor } from '../../lambdas/api/mcp/tool.ts';
import { agentOf } from '../../lambdas/api/mcp/mcp-server.ts';
import { PROBLEMS } from '../../lambdas/api/problem.ts';
import { refusalText } from '../../lambdas/api/mcp/refusal-text.ts';
import { exitCodeOf } from '../../cli/rows/ask-row.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { refused, type Refusal } from '../../shared/commands/dependencies.ts';
import { COMMANDS, COMMANDS_BY_NAME } from '../../shared/commands/table/command-table.ts';
import { CallerKind, isPermitted, MOST_PERMISSIONS, Permission, type Caller } from '../../shared/domain/caller.ts';
import { pageCommands } from './page-commands.ts';
import { STATED_GAPS, type DoorName } from './stated-gaps.ts';
import { ownCommands, terminalCommands } from './terminal-commands.ts';

const DOORS = ['terminal', 'api', 'page', 'mcp', 'function'] as const satisfies readonly DoorName[];

/** Someone who may all that their kind may, at a door. */
export const mostPowerful = (door: DoorName): Caller => {
  const kind = door === 'function' ? 'program' : door === 'mcp' ? 'agent' : 'person';
  return { name: 'doc', kind, door, may: [...MOST_PERMISSIONS[kind]], tenants: 'all', groups: [] };
};

/** How each command is said at each door; where a door does not have it, it is not in the map. Taken from what each door is made of. */
export const commandsAtDoors = (): Readonly<Record<DoorName, ReadonlyMap<string, string>>> => {
  const own = new Set(ownCommands());
  const { paths } = openApiDocument(COMMANDS, { version: '', live: true, mcp: true, page: true });
  const sentByPage = pageCommands();
  const tools = toolsFor(COMMANDS_BY_NAME, agentOf(mostPowerful('mcp')));
  const terminal = terminalCommands().map(({ name, usage, aliases }): [string, string] => {
    const others = own.has(name) ? [] : aliases;
    return [name, `\`${usage}\`${others.length === 0 ? '' : `, ${others.map((alias) => `\`${alias}\``).join(', ')}`}`];
  });
  const routes = COMMANDS.flatMap(({ name }): [string, string][] => {
    const [method] = Object.keys(paths[`/v1/${name}`] ?? {});
    return method === undefined ? [] : [[name, `\`${method.toUpperCase()} /v1/${name}\``]];
  });
  return {
    terminal: new Map(terminal),
    api: new Map(routes),
    page: new Map([...sentByPage].map(([name, screens]) => [name, screens.join(', ')])),
    mcp: new Map(tools.map(({ row, listed }) => [row.name, `\`${listed.name}\``])),
    function: new Map(COMMANDS.filter(({ permission }) => isPermitted(mostPowerful('function'), permission)).map(({ name }) => [name, 'yes'])),
  };
};

const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n');

const gapOf = (door: DoorName, command: string): number => STATED_GAPS.findIndex((gap) => gap.door === door && gap.commands.includes(command)) + 1;

/** Every command × every door; a gap has the number of its reason. `?`: a gap for which there is none. */
export const doorsTable = (): string => {
  const at = commandsAtDoors();
  const cell = (door: DoorName, command: string): string => {
    const gap = gapOf(door, command);
    const said = at[door].get(command);
    return gap > 0 ? `${said === undefined || said === 'yes' ? '—' : `~~${said}~~`} [${gap}]` : (said ?? '?');
  };
  return table(['command', 'needs', 'terminal: `pawl …`', 'REST', 'page, on screen', 'MCP tool', 'function `command`'], COMMANDS.map(({ name, permission }) => [`**${name}**`, permission, ...DOORS.map((door) => cell(door, name))]));
};

const DOOR_WORDS = { terminal: 'terminal', api: 'REST', page: 'page', mcp: 'MCP', function: 'function' } as const satisfies Record<DoorName, string>;

export const gapsList = (): string => STATED_GAPS.map(({ door, commands, reason }, index) => `${index + 1}. ${DOOR_WORDS[door]}: ${commands.map((command) => `\`${command}\``).join(', ')}. ${reason}`).join('\n');

export const kindsTable = (): string =>
  table(['who asks', ...Permission.options], CallerKind.options.map((kind) => [kind, ...Permission.options.map((permission) => ((MOST_PERMISSIONS[kind] as readonly Permission[]).includes(permission) ? 'may' : 'never'))]));

export const permissionsTable = (): string => table(['permission', 'commands'], Permission.options.map((permission) => [permission, COMMANDS.filter((row) => row.permission === permission).map(({ name }) => `\`${name}\``).join(', ')]));

type Kind = NonNullable<Refusal['kind']>;
const KINDS = { invalid: 'what was said does not fit', forbidden: 'this caller may not', 'not-found': 'nothing of this name that the caller may see', refused: 'understood, and not possible as things stand', off: 'switched off, or nothing runs' } as const satisfies Record<Kind, string>;

export const refusalsTable = (): string =>
  table(['kind', 'means', 'exit code', 'HTTP', 'MCP: `isError`, and what it says to do next'], (Object.keys(KINDS) as Kind[]).map((kind) => {
    const refusal = refused('', kind);
    const [, next = ''] = /^Next: (.*)$/m.exec(refusalText(refusal, [])) ?? [];
    return [`\`${kind}\``, KINDS[kind], String(exitCodeOf(refusal)), `${PROBLEMS[kind][0]} \`${kind}\``, next];
  }));

const EXITS = { done: 'done', failed: 'understood, and did not come to pass: refused, failed, or not what was hoped for', usage: 'cannot be done as it was asked: words, flags, configuration, a missing file', interrupted: 'interrupted' } as const satisfies Record<keyof typeof EXIT, string>;

export const exitCodesTable = (): string => table(['exit code', 'means'], (Object.keys(EXITS) as (keyof typeof EXIT)[]).map((name) => [String(EXIT[name]), EXITS[name]]));

export const ownList = (): string => ownCommands().map((name) => `\`${name}\`${COMMANDS_BY_NAME.has(name) ? ' (the row of this name, drawn for a terminal)' : ''}`).join(', ');
