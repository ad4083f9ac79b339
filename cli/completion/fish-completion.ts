import type { CompletionNode } from './completion-tree.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;

/** A completion script for fish, for one program. Files are offered where no command can stand. */
export const fishCompletion = (program: string, nodes: readonly CompletionNode[]): string => {
  const known = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path)).join(' ');
  const lines = nodes.flatMap(({ path, commands, options }) => {
    const when = `-n ${quoted(`__${program}_at ${quoted(path)}`)}`;
    return [
      ...commands.map(({ name, description }) => `complete -c ${program} ${when} -f -a ${quoted(name)} -d ${quoted(description)}`),
      ...options.map(({ flags, description, takesValue, choices }) => {
        const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');
        const value = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r' : '';
        return `complete -c ${program} ${when} ${names}${value} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# ${program} completion for fish: put it into ~/.config/fish/completions/${program}.fish
function __${program}_at
    set -l place ''
    for word in (commandline -opc)[2..-1]
        set -l next (string trim -- "$place $word")
        if contains -- $next ${known}
            set place $next
        end
    end
    test "$place" = "$argv[1]"
end
${lines.join('\n')}
`;
};
