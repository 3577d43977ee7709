import { COUNTED } from '../dumping/whole.ts';

/** Schemas that are the server's own. */
export const OWN_SCHEMAS = "('mysql', 'information_schema', 'performance_schema', 'sys')";

const TABLES = `FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN ${OWN_SCHEMAS}`;

/** Lines that print `count.databases`, `count.tables` and, where the tables are small enough, `count.rows` (exact). `ask` runs SQL from standard input. */
export function counts(when: keyof typeof COUNTED, ask: string): string[] {
  return [
    `found="$(${ask} <<'PLINTH'`,
    `SELECT CONCAT('count.databases=', COUNT(*)) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ${OWN_SCHEMAS};`,
    `SELECT CONCAT('count.tables=', COUNT(*)) ${TABLES};`,
    `SELECT CONCAT('size=', CAST(COALESCE(SUM(DATA_LENGTH), 0) AS UNSIGNED)) ${TABLES};`,
    'PLINTH',
    ')" || exit 1',
    'printf "%s\\n" "${found%size=*}" | sed "/^$/d"',
    `if [ "\${found##*size=}" -le ${COUNTED[when]} ]; then`,
    `  queries="$(${ask} <<'PLINTH'`,
    `SELECT CONCAT('SELECT COUNT(*) FROM \`', REPLACE(TABLE_SCHEMA, '\`', '\`\`'), '\`.\`', REPLACE(TABLE_NAME, '\`', '\`\`'), '\`;') ${TABLES};`,
    'PLINTH',
    '  )" || exit 1',
    '  rows=0',
    `  each="$(printf '%s\\n' "$queries" | ${ask})" || exit 1`,
    '  for one in $each; do rows=$((rows + one)); done',
    '  printf "count.rows=%s\\n" "$rows"',
    'fi',
  ];
}
