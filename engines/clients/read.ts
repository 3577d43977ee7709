import type { Call, CallWord } from '../configuration/calls.ts';
import type { ClientTool } from './tool.ts';

/** What a client's command line says about whom it asks and with which password. */
export interface ClientCall {
  readonly tool: ClientTool;
  readonly program: string;
  /** The call as it stands. */
  readonly call: Call;
  /** The server's name or address; masked (`isUnknown`) where only the running container can tell. */
  readonly host: CallWord | undefined;
  readonly port: CallWord | undefined;
  readonly passwords: readonly PasswordWord[];
}

/** A password on a command line. Its value must never be printed. */
export interface PasswordWord {
  readonly value: CallWord;
  /** The words that make up the option; undefined where the password is a part of a URL or of `user:password`. */
  readonly option: readonly CallWord[] | undefined;
}

/** An option of a command line, without its dashes. */
export interface OptionWord {
  readonly name: string;
  readonly value: CallWord | undefined;
  /** The words that make it up: the option, and the value where it stands apart. */
  readonly words: readonly CallWord[];
}

const URL = /^[a-z][a-z0-9+.-]*:\/\/(?:([^/@\s]*)@)?(\[[^\]]*\]|[^/:?,\s]*)(?::(\d+))?/iu;

/** Reads a call of `tool`: options in their forms `-hX`, `-h X`, `--host=X`, `--host X`, and URLs with what they hold. */
export function readClientCall(call: Call, tool: ClientTool): ClientCall {
  const { options, others } = readOptions(call.words, tool);
  const valueOf = (names: readonly string[]) => options.findLast(({ name }) => names.includes(name))?.value;
  const urls = [...others, ...options.flatMap(({ value }) => value ?? [])].flatMap((word) => {
    const match = URL.exec(word.value);
    return match ? [{ word, login: match[1], host: match[2], port: match[3] }] : [];
  });
  const [url] = urls;
  const at = (place: 'host' | 'port') => {
    const index = tool.positional?.indexOf(place) ?? -1;
    return index < 0 ? undefined : others[index];
  };
  const urlHost = url && url.host !== '' ? { ...url.word, value: url.host ?? '' } : undefined;
  const urlPort = url?.port === undefined ? undefined : { ...url.word, value: url.port };
  return {
    tool,
    program: call.program ?? '',
    call,
    host: valueOf(tool.host) ?? urlHost ?? at('host'),
    port: valueOf(tool.port) ?? urlPort ?? at('port'),
    passwords: [
      ...options.filter(({ name }) => tool.password.includes(name)).flatMap(passwordOf),
      ...urls.filter(({ login }) => hasPassword(login)).map(({ word }) => ({ value: word, option: undefined })),
    ],
  };
}

/** `-u elastic` of curl asks for the password: only `user:password` holds one. */
function passwordOf({ name, value, words }: OptionWord): PasswordWord[] {
  if (value === undefined || value.value === '') return [];
  const isLogin = name === 'u' || name === 'user';
  if (isLogin && !hasPassword(value.value)) return [];
  return [{ value, option: isLogin ? undefined : words }];
}

function hasPassword(login: string | undefined): boolean {
  return login !== undefined && /^[^:]*:./u.test(login);
}

/** The options of a command line and its other words. */
export function readOptions(
  words: readonly CallWord[],
  tool: ClientTool,
): { options: OptionWord[]; others: CallWord[] } {
  const options: OptionWord[] = [];
  const others: CallWord[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    const next = words[index + 1];
    const { name, attached } = splitWord(word.value, tool);
    if (name === undefined) {
      others.push(word);
    } else if (attached !== undefined) {
      options.push({ name, value: { ...word, value: attached }, words: [word] });
    } else if (takesNext(name, next, tool)) {
      options.push({ name, value: next, words: next === undefined ? [word] : [word, next] });
      index += 1;
    } else {
      options.push({ name, value: undefined, words: [word] });
    }
  }
  return { options, others };
}

/** Only options that are known to take a value take the next word: of others that cannot be told, and nothing here asks for it. */
function takesNext(name: string, next: CallWord | undefined, tool: ClientTool): boolean {
  if (next === undefined || tool.attachedOnly?.includes(name)) return false;
  return [...tool.host, ...tool.port, ...tool.password, ...(tool.otherValues ?? [])].includes(name);
}

function splitWord(
  word: string,
  tool: ClientTool,
): { readonly name: string | undefined; readonly attached: string | undefined } {
  const long = /^--([A-Za-z][\w-]*)(?:=([^]*))?$/u.exec(word);
  if (long) return { name: long[1], attached: long[2] };
  const named = /^-([A-Za-z][\w-]+)$/u.exec(word)?.[1];
  const known = [...tool.host, ...tool.port, ...tool.password];
  if (named !== undefined && known.includes(named)) return { name: named, attached: undefined };
  const short = /^-([A-Za-z0-9])=?([^]+)?$/u.exec(word);
  if (!short) return { name: undefined, attached: undefined };
  const [, letter = '', rest] = short;
  return { name: letter, attached: tool.flags?.includes(letter) ? undefined : rest };
}
