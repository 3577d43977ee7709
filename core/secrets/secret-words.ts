/** Variables that hold something secret, by the words in their names. */
const SECRET_NAME =
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|REQUIREPASS|MASTERAUTH|(?:^|_)(?:PASS|PWD|AUTH|SALT)$|(?:^|[_-]|API|PRIVATE)KEYS?(?:[_-]|$)/iu;
/** What those names stand for then is not the secret itself. */
const NO_SECRET = /_(?:FILE|PATH|DIR|NAME|LENGTH|METHOD|TYPE)$/iu;
const SWITCH = /^(?:yes|no|true|false|on|off|0|1)$/iu;

/** An address with an account's password in it, in a variable's text without its references. */
const ADDRESS = /:\/\/[^\s:@/]*:[^\s@/]+@/u;

/** Whether what stands under this name is a secret by the name alone: a variable's, or a field's. */
export const namesSecret = (name: string): boolean => SECRET_NAME.test(name) && !NO_SECRET.test(name);

/** Whether a text only switches something on or off, or is empty: that is no secret under any name. */
export const isSwitch = (text: string): boolean => text === '' || SWITCH.test(text);

/** Whether a variable of this name and text holds something secret. */
export function isSecret(variable: string, text: string): boolean {
  if (isSwitch(text)) return false;
  if (namesSecret(variable)) return true;
  const own = piecesOf(text).flatMap(({ kind, raw }) => (kind === 'text' ? [raw] : []));
  return ADDRESS.test(own.join('')) || secretsIn(text).length > 0;
}

/** Arguments that are followed by a password: `--requirepass word`. With `=` the password is in the same argument. */
const FLAG = String.raw`--?(?:requirepass|masterauth|(?:root-)?pass(?:word|wd)?)`;
/** A password within the text of a shell, with quotes around it or not. One that a variable of the shell brings is none. */
const WORD = String.raw`["']?(?<secret>[^\s"'$;|&)]+)`;

const PATTERNS: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\w-])${FLAG}(?:=|\s+)${WORD}`, 'dgiu'),
  // Clients' short options: `-pword` of MySQL and MariaDB, `-a word` of Redis and Valkey.
  // https://dev.mysql.com/doc/refman/8.4/en/connecting.html, https://redis.io/docs/latest/develop/tools/cli/
  new RegExp(String.raw`\b(?:mysql|mariadb)[\w-]*\s(?:[^;|&\n]*\s)?-p${WORD}`, 'dgu'),
  new RegExp(String.raw`\b(?:redis|valkey)-cli\s(?:[^;|&\n]*\s)?-a\s+${WORD}`, 'dgu'),
  // An assignment: `PGPASSWORD=word psql`.
  new RegExp(String.raw`(?<![\w$])\w*(?:PASSWORD|PASSWD|SECRET|TOKEN|_PWD|_AUTH)=${WORD}`, 'dgu'),
  // An address: `postgresql://app:word@db/shop`.
  /:\/\/[^\s:@/]*:(?<secret>[^\s@/$]+)@/dgu,
];

/** Where passwords stand in a text: from where to where, in order, apart from each other. */
export function secretsIn(text: string): readonly (readonly [from: number, to: number])[] {
  const found = PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ indices }) => {
      const range = indices?.groups?.['secret'];
      return range === undefined ? [] : [range];
    }),
  ).sort(([one], [other]) => one - other);
  const apart: [number, number][] = [];
  for (const [from, to] of found) if (from >= (apart.at(-1)?.[1] ?? 0)) apart.push([from, to]);
  return apart;
}

const ONLY_FLAG = new RegExp(`^${FLAG}$`, 'iu');

/** Where passwords stand in an argument, by the one before it, too. */
export function secretsInArgument(
  word: string,
  before: string | undefined,
): readonly (readonly [from: number, to: number])[] {
  return before !== undefined && ONLY_FLAG.test(before) ? [[0, word.length]] : secretsIn(word);
}

/** Piece of a text as Kubernetes reads it: a reference to a variable, or something as it is written. */
export interface Piece {
  readonly kind: 'reference' | 'text';
  /** As it is written. */
  readonly raw: string;
}

/**
 * Cuts a text at the references to variables, `$(NAME)`; `$$` is a `$`.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = '';
  for (const [raw] of text.matchAll(/\$\$|\$\([A-Za-z_][\w.-]*\)|[^]/gu)) {
    if (raw.length < 4) {
      rest += raw;
      continue;
    }
    if (rest !== '') pieces.push({ kind: 'text', raw: rest });
    rest = '';
    pieces.push({ kind: 'reference', raw });
  }
  return rest === '' ? pieces : [...pieces, { kind: 'text', raw: rest }];
}

/** The text that a container gets of what is written. */
export const unescaped = (raw: string): string => raw.replaceAll('$$', () => '$');
