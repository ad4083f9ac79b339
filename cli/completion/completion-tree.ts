import type { Command, Option } from 'commander';

export type CompletionOption = { readonly flags: readonly string[]; readonly description: string; readonly takesValue: boolean; readonly choices: readonly string[] };

/** One place of the command line: what may be written there. `path` is the words before it, `lab judge`; empty at the beginning. */
export type CompletionNode = { readonly path: string; readonly commands: readonly { readonly name: string; readonly description: string }[]; readonly options: readonly CompletionOption[] };

const optionOf = ({ short, long, description, required, optional, argChoices }: Option): CompletionOption =>
  ({ flags: [long, short].filter((flag) => flag !== undefined && flag !== null), description, takesValue: required || optional, choices: argChoices ?? [] });

/** Every place of a program's command line, the outermost first. Options of the program hold everywhere. */
export const completionTree = (program: Command): CompletionNode[] => {
  const everywhere: CompletionOption[] = [...program.options.map(optionOf), { flags: ['--help', '-h'], description: 'what can be said here', takesValue: false, choices: [] }];
  const walk = (command: Command, path: string): CompletionNode[] => [
    {
      path,
      commands: command.commands.flatMap((inner) => [inner.name(), ...inner.aliases()].map((name) => ({ name, description: inner.description() }))),
      options: [...(command === program ? [] : command.options.map(optionOf)), ...everywhere],
    },
    ...command.commands.flatMap((inner) => [inner.name(), ...inner.aliases()].flatMap((name) => walk(inner, path === '' ? name : `${path} ${name}`))),
  ];
  return walk(program, '');
};
