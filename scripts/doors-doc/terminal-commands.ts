import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import ts from 'typescript';
import { rowCommands } from '../../cli/rows/row-commands.ts';

export type TerminalCommand = { readonly name: string; /** As it is typed: `show-target <target-id>`. */ readonly usage: string; readonly aliases: readonly string[] };

const typed = (command: Command): string => [command.name(), ...command.registeredArguments.map((argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`))].join(' ');

/** The commands of rows as the terminal offers them. */
export const terminalCommands = (): readonly TerminalCommand[] => rowCommands().map((command) => ({ name: command.name(), usage: typed(command), aliases: command.aliases() }));

/** Names of what is made by hand for the terminal: the keys of `OWN` in the program. */
export const ownCommands = (file = 'cli/pawl.ts'): readonly string[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const declared = source.statements.filter((statement) => ts.isVariableStatement(statement)).flatMap((statement) => [...statement.declarationList.declarations]);
  const own = declared.find(({ name }) => ts.isIdentifier(name) && name.text === 'OWN')?.initializer;
  if (own === undefined || !ts.isObjectLiteralExpression(own)) throw new Error(`${file} has no table OWN of commands any more.`);
  return own.properties.flatMap(({ name }) => (name !== undefined && ts.isIdentifier(name) ? [name.text] : []));
};
