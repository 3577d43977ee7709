import type { LiveDatabase } from '../../../core/inventory/model.ts';
import type { LiveFinding } from '../../../server/protocol/messages.ts';
import { ago } from '../../words/time.ts';
import { literal, tooltip } from '../../words/markdown.ts';
import { attention } from './health.ts';
import { COLOUR, joined } from './item.ts';
import type { Icon, Item } from './item.ts';
import type { ForwardSeen } from './world.ts';

/** A namespace's row, over the databases in it that are shown. */
export function namespaceItem(name: string, databases: readonly LiveDatabase[], hidden: boolean): Item {
  const problems = attention(databases);
  return {
    label: name,
    description: joined(
      databases.length === 0 ? 'no database' : databases.length === 1 ? '1 database' : `${databases.length} databases`,
      ...problems,
      hidden && 'hidden',
    ),
    icon: { name: 'symbol-namespace' },
    facets: ['namespace', hidden ? 'hidden' : 'visible'],
    fold: 'unfolded',
  };
}

/** An alarm's row, which stands above everything else of its context. */
export function alarmItem(database: LiveDatabase, message: string, since: number, now: number): Item {
  return {
    label: `Two writers: ${database.namespace}/${database.name}`,
    description: joined(`since ${ago(since, now)}`.replace('since just now', 'just now'), message),
    icon: { name: 'flame', colour: COLOUR.bad },
    tooltip: literal(message),
    facets: ['alarm'],
    fold: 'leaf',
    spoken: `Alarm. ${message}`,
    mark: { badge: '!!', colour: COLOUR.bad, meaning: 'alarm' },
    opens: 'plinth.showDatabase',
  };
}

const SEVERITY_ICONS: Readonly<Record<LiveFinding['severity'], Icon>> = {
  error: { name: 'error', colour: COLOUR.bad },
  warning: { name: 'warning', colour: COLOUR.warning },
  info: { name: 'info' },
  hint: { name: 'lightbulb' },
};

/** The row of a finding on live objects. */
export const riskItem = ({ rule, severity, message, object, path }: LiveFinding): Item => ({
  label: message,
  description: rule,
  icon: SEVERITY_ICONS[severity],
  tooltip: tooltip(message, [
    ['Rule', rule],
    ['Severity', severity],
    ['Object', `${object.kind} ${object.name}`],
    ['Field', path],
  ]),
  facets: ['risk'],
  fold: 'leaf',
  spoken: `${severity}: ${message}`,
  opens: 'plinth.goToRisk',
});

/** The row of a local port that leads to a member. */
export const forwardItem = ({ pod, to, port }: ForwardSeen): Item => ({
  label: `127.0.0.1:${port}`,
  description: joined(`leads to ${pod}:${to}`),
  icon: { name: 'arrow-swap', colour: COLOUR.good },
  tooltip: tooltip(
    `127.0.0.1:${port}`,
    [['Leads to', `${pod}, port ${to}`]],
    ['It ends with the editor, or with «Stop».'],
  ),
  facets: ['forward'],
  fold: 'leaf',
  opens: 'plinth.copyConnectionString',
});
