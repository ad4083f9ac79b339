import { Argument, Command } from 'commander';
import { bashCompletion } from '../completion/bash-completion.ts';
import { completionTree } from '../completion/completion-tree.ts';
import { fishCompletion } from '../completion/fish-completion.ts';
import { zshCompletion } from '../completion/zsh-completion.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** Prints the script and nothing else: `source <(pawl completion bash)`. */
export const completionCommand = (): Command =>
  new Command('completion')
    .description('a script that completes commands and options in your shell: source <(pawl completion bash)')
    .addArgument(new Argument('<shell>').choices(Object.keys(SHELLS)))
    .action((shell: keyof typeof SHELLS, _flags: object, command: Command) => {
      const program = command.parent ?? command;
      process.stdout.write(SHELLS[shell](program.name(), completionTree(program)));
    });
