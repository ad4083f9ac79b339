import type { CompletionNode } from './completion-tree.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A completion script for bash 3.2 and later, for one program. Where nothing fits, files are offered. */
export const bashCompletion = (program: string, nodes: readonly CompletionNode[]): string => {
  const known = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const choices = nodes.flatMap(({ path, options }) => options.filter(({ choices: some }) => some.length > 0).map(({ flags, choices: some }) => `    ${flags.map((flag) => quoted(`${path}:${flag}`)).join('|')}) COMPREPLY=($(compgen -W ${quoted(some.join(' '))} -- "$cur")); return ;;`));
  const valued = nodes.flatMap(({ path, options }) => options.filter(({ takesValue, choices: some }) => takesValue && some.length === 0).flatMap(({ flags }) => flags.map((flag) => quoted(`${path}:${flag}`))));
  const words = nodes.map(({ path, commands, options }) => `    ${quoted(path)}) words=${quoted([...commands.map(({ name }) => name), ...options.flatMap(({ flags }) => flags)].join(' '))} ;;`);
  return `# ${program} completion for bash: source it, or put it into ~/.local/share/bash-completion/completions/${program}
_${program}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path='' words='' next i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${path:+$path }\${COMP_WORDS[i]}"
    case "$next" in
      ${known.join('|')}) path="$next" ;;
    esac
  done
  case "$path:$prev" in
${[...choices, ...(valued.length === 0 ? [] : [`    ${valued.join('|')}) return ;;`])].join('\n')}
  esac
  case "$path" in
${words.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _${program} ${program}
`;
};
