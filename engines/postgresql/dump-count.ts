import { COUNTED } from '../dumping/whole.ts';

const USER_TABLES =
  "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'";

/**
 * Lines that print `count.databases`, `count.tables` and, where the tables are small enough, `count.rows`: exact, over all databases. `$sql` is psql as
 * `surroundings` set it up.
 */
export function counts(when: keyof typeof COUNTED): string[] {
  const queries = [
    `SELECT 'size ' || coalesce(sum(pg_relation_size(c.oid)), 0) || ' ' || count(*) ${USER_TABLES};`,
    `SELECT format('SELECT count(*) FROM %I.%I', n.nspname, c.relname) ${USER_TABLES} \\gexec`,
  ];
  return [
    'names="$("$program" -XAtqwc "SELECT datname FROM pg_database WHERE datallowconn")" || exit 1',
    "IFS='\n'; set -f",
    'databases=0 tables=0 size=0 rows=0',
    'for name in $names; do',
    `  found="$(PGDATABASE="$name" "$program" -XAtqwc "${queries[0] ?? ''}")" || exit 1`,
    '  found="${found#size }"',
    '  databases=$((databases + 1)) size=$((size + ${found% *})) tables=$((tables + ${found#* }))',
    'done',
    'printf "count.databases=%s\\ncount.tables=%s\\n" "$databases" "$tables"',
    `if [ "$size" -le ${COUNTED[when]} ]; then`,
    '  for name in $names; do',
    `    each="$(PGDATABASE="$name" "$program" -XAtqw -v ON_ERROR_STOP=1 -f - <<'PLINTH'`,
    "SET statement_timeout = '60s';",
    queries[1] ?? '',
    'PLINTH',
    '    )" || exit 1',
    '    for one in $each; do rows=$((rows + one)); done',
    '  done',
    '  printf "count.rows=%s\\n" "$rows"',
    'fi',
  ];
}
