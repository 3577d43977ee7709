import type { EngineContext } from '../model/engine.ts';

/** How a script says that a member starts as its data's volume says: `volume=/var/lib/mysql`, and a file `primary` in it. */
const VOLUME = /^\s*volume=(\/[\w./-]+)\s*$/mu;
const ASKS = '[ -e "$volume/primary" ]';

/**
 * MariaDB has nothing by which a member would stay read-only after a restart while another one with the same configuration would not. Sets made after
 * examples/topologies/mariadb have: a file beside the data directory, which is there on the primary alone. Gives its path, by the scripts mounted in the server's
 * container; undefined where they ask for none.
 */
export function roleFile({ container }: Pick<EngineContext, 'container'>): string | undefined {
  const script = container.files.find(({ text }) => text.includes(ASKS) && VOLUME.test(text));
  const volume = VOLUME.exec(script?.text ?? '')?.[1];
  return volume === undefined ? undefined : `${volume}/primary`;
}
