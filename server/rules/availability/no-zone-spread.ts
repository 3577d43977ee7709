import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { selectorLabels } from '../workload/headless-service.ts';
import { nameOfWorkload } from '../workload/speaker.ts';
import { placeOfMembers, severalMembers } from './members.ts';
import { apartOf, isZone, mayBeApartUnseen, ZONE } from './spread.ts';

/** With fewer members no spread over zones keeps a majority. */
const LEAST_MEMBERS = 3;

export const noZoneSpread = databaseRule({
  id: 'availability/no-zone-spread',
  severity: 'info',
  title: 'Members may share a zone',
  why: `Where a cluster has several zones, members on different nodes may still all stand in the same one. A zone fails as a whole: power, network, or the
provider's own maintenance. Three members in three zones outlive it; three members in one zone do not.

The volumes bind early: once a claim has its disk in a zone, the pod stays there. So the spread matters most before the first start.`,
  when: `Fires when a workload has three members or more, and neither \`topologySpreadConstraints\` nor \`podAntiAffinity\` is over zones or regions. Silent when the
connected cluster's nodes are in one zone or name none, when the pods choose their zone, for members that know nothing of each other, and where a template
may add such a rule.`,
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
    'https://kubernetes.io/docs/setup/best-practices/multiple-zones/',
  ],
  examples: {
    bad: exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0]' }),
    good: exampleSet({
      name: 'mongo',
      image: 'mongo:7.0',
      replicas: 3,
      container: 'args: [--replSet, rs0]',
      pod: `topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: ${ZONE}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        app: mongo
`,
    }),
  },
  *check(database, context) {
    const count = severalMembers(database, context);
    if (count === undefined || count < LEAST_MEMBERS || mayBeApartUnseen(database)) return;
    const zones = context.cluster?.zones;
    if ((zones !== undefined && zones.length < 2) || choosesZone(database)) return;
    if (apartOf(database).some(isZone)) return;
    const fix = spread(database, context);
    yield {
      source: placeOfMembers(database),
      message: `Nothing spreads the ${count} ${database.engine.name} members of ${nameOfWorkload(database)} over zones: where the cluster has several, one that fails may take them all.`,
      thing: 'zones',
      fixes: fix === undefined ? [] : [fix],
    };
  },
});

/** The pods are bound to zones on purpose. */
function choosesZone({ pod }: Database): boolean {
  const selector = pod.spec.at('nodeSelector');
  const affinity = pod.spec.at('affinity', 'nodeAffinity');
  return !selector.absent || !affinity.absent
    ? /topology\.kubernetes\.io\/(?:zone|region)|failure-domain\.beta/u.test(
        JSON.stringify([selector.value ?? null, affinity.value ?? null]),
      )
    : false;
}

function spread(database: Database, { lookup }: RuleContext): Fix | undefined {
  const labels = selectorLabels(database, lookup);
  const constraints = database.pod.spec.at('topologySpreadConstraints');
  if (labels === undefined) return undefined;
  return {
    title: 'Spread the members over zones where there are several',
    kind: 'safe',
    apply: (editor) => {
      editor.append(constraints.object, constraints.path, {
        maxSkew: 1,
        topologyKey: ZONE,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
      });
    },
  };
}
