import { GIB, inMebibytes, KIB, MIB, reservedBy } from '../configuration/sizes.ts';
import type { SizeFormat } from '../configuration/sizes.ts';
import type { EngineContext } from '../model/engine.ts';
import type { Reserved } from '../model/resources.ts';

/** https://dev.mysql.com/doc/refman/8.4/en/program-variables.html */
const SIZE: SizeFormat = {
  plain: 1,
  units: { k: KIB, m: MIB, g: GIB, t: GIB * KIB, p: GIB * MIB, e: GIB * GIB },
  write: (bytes) => `${inMebibytes(bytes)}M`,
};

/** The buffer pool; innodb_dedicated_server would choose it anew. */
export function reserved({ settings }: EngineContext): readonly Reserved[] {
  return reservedBy(settings.get('innodb_buffer_pool_size'), SIZE);
}
