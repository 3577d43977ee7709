import type { SwitchingEngine } from '../model/switching.ts';
import type { Flavour } from './flavour.ts';
import { FACTS, follows, gap, isFenced, lacks } from './switching-facts.ts';
import { FENCE, FENCE_SETTINGS, UNFENCE } from './switching-fence.ts';
import { FOLLOW, LINK, PROMOTE } from './switching-link.ts';
import { fixedRole, lasts, local } from './switching-server.ts';
import { cannotHandOver, cannotTakeOver } from './switching-unfit.ts';

/**
 * How members of a Redis or Valkey change roles where no Sentinel and no cluster does. Not by FAILOVER: that promotes in the same breath in which it fences, writes no
 * configuration file, and so leaves a moment after which a restart brings the old roles back.
 */
export function switchingOf(flavour: Flavour): SwitchingEngine {
  return {
    engine: flavour.id,
    facts: (context) => {
      const fixed = fixedRole(context);
      const printed = fixed === undefined ? [] : [`cat <<'PLINTH'\nfixed=${fixed}\nPLINTH`];
      return local(context, flavour, lasts(context), ...FACTS, ...printed);
    },
    cannotHandOver: (primary) => cannotHandOver(primary),
    cannotTakeOver: (primary, candidate) => cannotTakeOver(primary, candidate),
    gap,
    link: (context) => local(context, flavour, ...LINK),
    fence: { by: 'stays', script: (context) => local(context, flavour, ...FENCE_SETTINGS, ...FENCE) },
    unfence: (context) => local(context, flavour, ...FENCE_SETTINGS, ...UNFENCE),
    isFenced,
    lacks,
    promote: (context) => local(context, flavour, ...PROMOTE),
    follow: (context) => local(context, flavour, ...FENCE_SETTINGS, ...FOLLOW),
    follows,
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/replication/',
  };
}
