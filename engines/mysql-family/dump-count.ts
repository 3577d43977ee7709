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

/**
 * Lines that print what was added and removed since the server started, rather too much: rows of temporary tables count too. How many rows went with a table
 * or a TRUNCATE is not known: then a thousand million are said, which sets no limit.
 * Source: https://dev.mysql.com/doc/refman/8.4/en/server-status-variables.html
 */
export function changes(ask: string): string[] {
  const names = ['handler_write', 'handler_delete', ...DEFINING, ...REMOVING, 'com_create_db'];
  return [
    `told="$(${ask} -e "SHOW GLOBAL STATUS WHERE LOWER(Variable_name) IN (${names.map((name) => `'${name}'`).join(', ')})")" || exit 1`,
    'gained=0 lost=0 defined=0 removed=0 made=0 dropped=0',
    'while read -r name value; do',
    '  case "$name" in',
    '    Handler_write) gained=$value ;;',
    '    Handler_delete) lost=$((lost + value)) ;;',
    '    Com_create_db) made=$value ;;',
    '    Com_drop_db) dropped=$value; removed=$((removed + value * 1000000)); lost=$((lost + value * 1000000000)) ;;',
    '    Com_truncate) lost=$((lost + value * 1000000000)) ;;',
    '    Com_drop_table) removed=$((removed + value * 1000)); lost=$((lost + value * 1000000000)) ;;',
    '    Com_create_table | Com_alter_table | Com_rename_table) defined=$((defined + value)) ;;',
    '  esac',
    'done <<PLINTH',
    '$told',
    'PLINTH',
    'printf "gained.rows=%s\\nlost.rows=%s\\n" "$gained" "$lost"',
    'printf "gained.tables=%s\\nlost.tables=%s\\n" "$defined" "$removed"',
    'printf "gained.databases=%s\\nlost.databases=%s\\n" "$made" "$dropped"',
  ];
}

const DEFINING = ['com_create_table', 'com_alter_table', 'com_rename_table'];
const REMOVING = ['com_drop_table', 'com_drop_db', 'com_truncate'];
