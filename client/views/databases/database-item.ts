import type { LiveDatabase, LiveMember } from '../../../core/inventory/model.ts';
import type { OperationId } from '../../../core/runner/plan.ts';
import { count } from '../../words/count.ts';
import { lagWords, worstLag } from '../../words/lag.ts';
import { tooltip } from '../../words/markdown.ts';
import { HEALTH_ICONS } from './health.ts';
import { COLOUR, joined } from './item.ts';
import type { Item } from './item.ts';
import { goalVerdict, goalWords } from './kept-items.ts';
import type { RisksSeen } from './world.ts';

/** `PostgreSQL 16.4`; without a version where none is known. */
export const engineWords = ({ engineName, version }: LiveDatabase): string =>
  joined(engineName).concat(version === undefined ? '' : ` ${version}`);

/** `2/3 ready`; what is desired may not be known. */
export const readyWords = ({ replicas: { ready, desired } }: LiveDatabase): string =>
  `${ready}/${desired ?? '?'} ready`;

/** Who leads: `primary postgres-0`, or that it is not known; nothing for a database that has no leader. */
export function primaryWords({ members, health }: LiveDatabase): string | undefined {
  const primaries = members.filter(({ role }) => role === 'primary');
  if (primaries.length > 1) return `primaries ${primaries.map(({ pod }) => pod.name).join(', ')}`;
  if (primaries[0] !== undefined) return members.length > 1 ? `primary ${primaries[0].pod.name}` : undefined;
  const replicated = members.length > 1 && members.some(({ role }) => role === 'replica' || role === 'unknown');
  return replicated && health !== 'stopped' ? 'primary ?' : undefined;
}

/** The worst lag of its replicas; nothing where it has none. */
export function databaseLag(members: readonly LiveMember[]): string | undefined {
  const replicas = members.filter(({ role }) => role === 'replica');
  return replicas.length === 0 ? undefined : lagWords(worstLag(replicas.map(({ lag }) => lag)));
}

/** Short enough for a row; the tooltip has it whole. */
const SHORT: Readonly<Record<LiveDatabase['health'], string | undefined>> = {
  alarm: undefined,
  down: 'down',
  degraded: undefined,
  healthy: undefined,
  stopped: 'stopped',
  unknown: 'unknown',
};

function description(database: LiveDatabase): string {
  const alarm = database.alarms.length > 0 ? 'TWO WRITERS' : undefined;
  const engine = engineWords(database);
  const ready = database.health === 'stopped' ? undefined : readyWords(database);
  const [reason] = database.reasons;
  if (database.health === 'healthy')
    return joined(engine, ready, primaryWords(database), databaseLag(database.members), goalVerdict(database.goals));
  return joined(
    alarm,
    SHORT[database.health],
    ready,
    primaryWords(database),
    engine,
    reason,
    goalVerdict(database.goals),
  );
}

const two = (number: number): string => (number > 99 ? '99' : String(number));

function mark(database: LiveDatabase, risks: RisksSeen): Pick<Item, 'mark'> {
  const { health } = database;
  if (health === 'alarm') return { mark: { badge: '!!', colour: COLOUR.bad, meaning: 'alarm: two writers' } };
  const number = risks.state === 'known' ? risks.findings.length : 0;
  const meaning = count(number, 'risk');
  const badge = number > 0 ? { badge: two(number) } : {};
  if (health === 'down')
    return { mark: { ...badge, colour: COLOUR.bad, meaning: number > 0 ? `down, ${meaning}` : 'down' } };
  const serious = risks.state === 'known' && risks.findings.some(({ severity }) => severity === 'error');
  if (number > 0) return { mark: { ...badge, ...(serious ? { colour: COLOUR.warning } : {}), meaning } };
  return {};
}

/** A database's row. Menus find what is offered by the words `can_stop` and their like. */
export function databaseItem(
  database: LiveDatabase,
  risks: RisksSeen,
  pinned: boolean,
  offers: readonly OperationId[],
): Item {
  const { name, health, reasons, alarms, flavour, workload, cache } = database;
  const words = description(database);
  return {
    label: name,
    description: joined(words, pinned && 'pinned'),
    icon: HEALTH_ICONS[health],
    tooltip: tooltip(
      `${name} · ${health}`,
      [
        ['Engine', joined(engineWords(database), cache && 'a cache')],
        ['Members', joined(readyWords(database), primaryWords(database), databaseLag(database.members))],
        ['Roles by', flavour === 'plain' ? undefined : flavour],
        ['Workload', `${workload.kind} ${database.namespace}/${workload.name}`],
        ['Goals', goalWords(database.goals)],
        ['Risks', risks.state === 'known' ? String(risks.findings.length) : (risks.why ?? 'unknown')],
      ],
      [...alarms.map(({ message }) => message), ...reasons, ...database.goals.missed],
    ),
    facets: [
      'database',
      health,
      pinned ? 'pinned' : 'unpinned',
      ...(alarms.length > 0 ? ['alarmed'] : []),
      ...offers.map((id) => `can_${id.replaceAll('-', '_')}`),
    ],
    fold: 'folded',
    spoken: `${name}, ${health}, ${words.replaceAll(' · ', ', ')}`,
    ...mark(database, risks),
  };
}
