import type { JobScript } from '../model/dump.ts';
import type { EngineContext } from '../model/engine.ts';
import type { JoiningEngine } from '../model/joining.ts';
import type { RejoiningEngine } from '../model/rejoining.ts';
import { quote } from '../probes/quote.ts';

const FIRST = ['set -eu; umask 077; export LC_ALL=C', 'kept="$DATA.plinth-$ID"', 'why() { echo "why=$1"; exit 1; }'];

/** Whether the data may be put aside at all: the copy of the primary that comes in their place must have room. Its size is not known here; that of the old data is the best guess, and a tenth. */
const LOOK = [
  'look() {',
  '  case "$DATA" in "$ROOT"/*) ;; *) why "its data lie at the root of the volume: nothing can be kept beside them" ;; esac',
  '  [ -d "$DATA/mysql" ] || why "there are no data of this engine in $DATA"',
  '  [ "$CLONES" = yes ] || why "nothing shows that a member with an empty volume copies the primary"',
  '  need="$(du -sk "$DATA" | cut -f 1)"; set -- $(df -Pk "$ROOT" | tail -n 1); free="$4"',
  '  [ "$free" -gt $((need + need / 10)) ] || why "a new copy wants about $((need + need / 10)) KiB beside the old data, and $free KiB are free on its volume"',
  '}',
];

/**
 * The old data are moved under another name, in one step of the file system; the member's own start finds its volume empty and copies the primary. What tells its start that it leads goes first: with
 * the data gone it must be nobody's primary.
 */
function rejoin(roleFile: string | undefined): JobScript {
  const role = roleFile === undefined ? [] : [`role=${quote(roleFile)}`];
  const aside = roleFile === undefined ? [] : ['if [ -e "$role" ]; then mv "$role" "$DATA/plinth.role"; sync; fi'];
  return {
    inherits: [],
    script: [
      ...FIRST,
      ...role,
      ...LOOK,
      'if [ ! -e "$kept" ]; then',
      '  look',
      ...aside.map((line) => `  ${line}`),
      '  mv "$DATA" "$kept"; sync',
      'fi',
      '[ ! -e "$DATA" ] || why "there are data in $DATA again, beside the old ones"',
      String.raw`printf 'how=emptied\nkept=%s\n' "$kept"`,
    ].join('\n'),
  };
}

function putBack(roleFile: string | undefined): JobScript {
  const role = roleFile === undefined ? [] : [`role=${quote(roleFile)}`];
  const back = roleFile === undefined ? [] : ['if [ -e "$DATA/plinth.role" ]; then mv "$DATA/plinth.role" "$role"; fi'];
  return {
    inherits: [],
    script: [
      ...FIRST,
      ...role,
      'if [ -d "$kept" ]; then',
      // Its server was kept away all the time: what is there is not of this operation.
      '  [ ! -e "$DATA" ] || why "there are data in $DATA again, beside the old ones"',
      '  mv "$kept" "$DATA"',
      'fi',
      ...back,
      'sync; echo back=yes',
    ].join('\n'),
  };
}

/**
 * How a member of MySQL or MariaDB whose history went another way follows again: nothing takes single transactions back there, so it copies the primary anew, as a new member of its set does.
 * `joining`: how a new one does; `roleFile`: what tells a start that it leads.
 */
export const copyingAnew = (
  { engine, whyNotCloning }: JoiningEngine,
  source: string,
  roleFile: (context: EngineContext) => string | undefined = () => undefined,
): RejoiningEngine => ({
  engine,
  words:
    'The data of {member} are put aside in its volume, whole; then {member} copies the primary anew when it starts, as a new member of its set does.',
  whyNot: whyNotCloning,
  rejoin: (context) => rejoin(roleFile(context)),
  putBack: (context) => putBack(roleFile(context)),
  kept: 'the data directory’s name with .plinth-{id} behind it',
  source,
});
