import assert from 'node:assert/strict';
import { readVariables } from './variables.ts';

/** Names that a script uses and does not set. */
const missing = (script: string) => {
  const { used, set, opaque } = readVariables(script);
  return opaque
    ? 'anything'
    : used
        .filter(({ name }) => !set.has(name))
        .map(({ name }) => name)
        .join(' ');
};

describe('variables of shell scripts', () => {
  const cases: [script: string, missing: string][] = [
    ['dump -h $HOST -u"$USER_NAME" -p${PASSWORD} > "/b/${DB}.sql"', 'HOST USER_NAME PASSWORD DB'],
    ['DB=a; dump $DB', ''],
    ['dump ${DB:-a} ${X:=b} $X ${Y:?no}', ''],
    ['${Y:+a}', ''],
    ['dump $1 "$@" $# $? $$', ''],
    ['awk \'{ print $NF }\' "$FILE"', 'FILE'],
    ['for db in $ALL; do dump $db; done', 'ALL'],
    ['while read -r a b; do dump $a $b; done', ''],
    ['export A=1 B; dump $A $B', ''],
    ['if [ -z "$TOKEN" ]; then exit 1; fi; dump $TOKEN', ''],
    ['[[ -n $TOKEN ]] && dump $TOKEN', ''],
    ['. ./env; dump $A', 'anything'],
    ['x=$(dump "$HOST") && echo ${#x} ${x%.sql}', 'HOST'],
    ['cat <<E\n$A\nE\ncat <<"E"\n$B\nE', 'A'],
  ];
  for (const [script, names] of cases) {
    it(`${script.replaceAll('\n', '; ')} → ${names === '' ? 'none' : names}`, () => {
      assert.equal(missing(script), names);
    });
  }
});
