// Servers of MySQL and MariaDB whose root may log in from their own container only.
import type { ServerKind } from './kinds.ts';

/** From where root may log in. */
export const ROOTS = "SELECT GROUP_CONCAT(Host) FROM mysql.user WHERE User = 'root'";

/** Root logs in over the socket; a server that does not listen to the network yet is not ready. */
export const locally = (kind: ServerKind): ServerKind => ({
  ...kind,
  client: kind.client.replace(' -h 127.0.0.1', ''),
  ready: kind.ready.map((word) =>
    word.replace(/ -h 127[.]0[.]0[.]1(.*)'SELECT 1'$/u, "$1'SELECT @@skip_networking' -N | grep -qx 0"),
  ),
  env: { [kind.password.variable.replace('PASSWORD', 'HOST')]: 'localhost' },
});
