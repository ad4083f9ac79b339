import type { CompletionNode, CompletionOption } from './completion-tree.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const described = (name: string, description: string): string => quoted(`${name.replaceAll(':', String.raw`\:`)}:${description.replaceAll(/\s+/g, ' ')}`);

const optionWords = (options: readonly CompletionOption[]): string => options.flatMap(({ flags, description }) => flags.map((flag) => described(flag, description))).join(' ');

/** A completion script for zsh, for one program. Where a value is wanted, its choices are offered, or files. */
export const zshCompletion = (program: string, nodes: readonly CompletionNode[]): string => {
  const known = nodes.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const choices = nodes.flatMap(({ path, options }) => options.filter(({ choices: some }) => some.length > 0).map(({ flags, choices: some }) => `    ${flags.map((flag) => quoted(`${path}:${flag}`)).join('|')}) compadd -- ${some.map(quoted).join(' ')}; return ;;`));
  const valued = nodes.flatMap(({ path, options }) => options.filter(({ takesValue, choices: some }) => takesValue && some.length === 0).flatMap(({ flags }) => flags.map((flag) => quoted(`${path}:${flag}`))));
  const places = nodes.map(({ path, commands, options }) => `    ${quoted(path)}) commands=(${commands.map(({ name, description }) => described(name, description)).join(' ')}); options=(${optionWords(options)}) ;;`);
  return `#compdef ${program}
# ${program} completion for zsh: put it as _${program} into a folder of $fpath, or source it after compinit
_${program}() {
  local place='' next before="\${words[CURRENT-1]}" i
  local -a commands options
  for ((i = 2; i < CURRENT; i++)); do
    next="\${place:+$place }\${words[i]}"
    case "$next" in
      ${known.join('|')}) place="$next" ;;
    esac
  done
  case "$place:$before" in
${[...choices, ...(valued.length === 0 ? [] : [`    ${valued.join('|')}) _files; return ;;`])].join('\n')}
  esac
  case "$place" in
${places.join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then _describe 'option' options; return; fi
  (( \${#commands} )) && _describe 'command' commands || _files
}
if [[ "\${funcstack[1]}" == _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi
`;
};
