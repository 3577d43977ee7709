import { RESOURCES } from '../../cluster/resources.ts';
import type { PatchOperation } from '../../cluster/connection.ts';
import type { Hand } from '../../runner/hand.ts';
import { isTrouble } from '../../runner/patience.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { fieldOf } from '../jobs/pod-words.ts';
import { POD_NAME_LABEL, type Wiring } from './wiring.ts';

/** What is moved, from whom to whom. */
export interface Moving {
  readonly namespace: string;
  readonly wiring: Wiring;
  readonly from: string;
  readonly to: string;
  /** Seconds. */
  readonly deadline: number;
  /** Whoever opens the door makes sure of it again ({@link keepTurned}); until then it is closed, and a label that is put back leads nobody anywhere. */
  readonly madeSureLater?: true;
}

/** How often a pod may be replaced while it is labelled. */
const MOST_REPLACED = 3;

/** How often labels are put right that somebody has put back, and milliseconds between. */
const MOST_PUT_BACK = 3;
const PAUSE = 100;

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const podOf = (namespace: string, name: string) => ({ resource: RESOURCES.pods, namespace, name });
const serviceOf = (namespace: string, name: string) => ({ resource: RESOURCES.services, namespace, name });

/** Whether the Services' selectors and the pods' labels name `leader` alone. */
async function seen(hand: Hand, { namespace, wiring }: Moving, leader: string, other: string): Promise<Observation> {
  const wrong: string[] = [];
  let total = 0;
  const check = (isRight: boolean, words: string): void => {
    total++;
    if (!isRight) wrong.push(words);
  };
  if (wiring.labels.length > 0)
    for (const [name, leads] of [
      [leader, true],
      [other, false],
    ] as const) {
      const labels = await labelsOf(hand, namespace, name);
      for (const { key, primary } of wiring.labels)
        check((labels?.[key] === primary) === leads, `${name} is labelled ${key}=${labels?.[key] ?? ''}`);
    }
  for (const name of wiring.selectors) {
    const selector = fieldOf(await hand.see.read(serviceOf(namespace, name), { signal: hand.signal }))
      .at('spec', 'selector')
      .stringMap();
    check(selector[POD_NAME_LABEL] === leader, `${name} names ${selector[POD_NAME_LABEL] ?? 'nobody'}`);
  }
  if (wrong.length === 0) return { state: 'done', evidence: `The Services mean ${leader}.` };
  return { state: wrong.length === total ? 'todo' : 'partial', evidence: `${wrong.join('; ')}.` };
}

/** Undefined where there is no pod of that name. */
async function labelsOf(
  { see, signal }: Hand,
  namespace: string,
  name: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  for await (const { items } of see.list(RESOURCES.pods, namespace, { fieldSelector: `metadata.name=${name}`, signal }))
    for (const pod of items) return fieldOf(pod).at('metadata', 'labels').stringMap();
  return undefined;
}

/** Takes the label from one before the other gets it: at no moment do both have it. */
async function move(hand: Hand, { namespace, wiring }: Moving, from: string, to: string): Promise<void> {
  const label = async (name: string, wanted: (one: Wiring['labels'][number]) => string | undefined): Promise<void> => {
    for (let again = 0; ; again++) {
      const labels = await labelsOf(hand, namespace, name);
      // Whoever comes back without a pod gets its label from its template, or from who else labels it.
      if (labels === undefined) return;
      const operations = wiring.labels.flatMap((one): PatchOperation[] => {
        const [value, path] = [wanted(one), `/metadata/labels/${escaped(one.key)}`];
        if (labels[one.key] === value) return [];
        return [value === undefined ? { op: 'remove', path } : { op: 'add', path, value }];
      });
      if (operations.length === 0) return;
      try {
        await hand.patch(podOf(namespace, name), operations);
        return;
      } catch (error) {
        // It went away meanwhile: its label did, too.
        if (isTrouble(error, 'missing')) return;
        // A new pod of its name stands there, with other labels.
        if (!isTrouble(error, 'invalid') || again >= MOST_REPLACED) throw error;
      }
    }
  };
  await label(from, ({ replica }) => replica);
  await label(to, ({ primary }) => primary);
  for (const name of wiring.selectors)
    await hand.patch(serviceOf(namespace, name), [
      { op: 'add', path: `/spec/selector/${escaped(POD_NAME_LABEL)}`, value: to },
    ]);
}

/** Makes sure of it: whoever labels members by what they see may have labelled them back before the role had changed. */
export async function keepTurned(hand: Hand, moving: Moving): Promise<void> {
  const { from, to } = moving;
  if ((await seen(hand, moving, to, from)).state !== 'done') await move(hand, moving, from, to);
}

/**
 * Turned for good, or as far as it can be: the old primary leads still, and who labels members by what they see may put its label back at any moment. With the door closed that harms nobody, and it is
 * made sure of again before the door opens.
 */
async function turned(hand: Hand, moving: Moving): Promise<Observation> {
  for (let again = 0; ; again++) {
    const found = await seen(hand, moving, moving.to, moving.from);
    if (found.state === 'done' || moving.madeSureLater !== true) return found;
    if (again >= MOST_PUT_BACK)
      return {
        state: 'done',
        evidence: `${found.evidence} Somebody puts it back; it is turned again before the door opens.`,
      };
    await hand.sleep(PAUSE);
    await move(hand, moving, moving.from, moving.to);
  }
}

const commandsOf = ({ namespace, wiring }: Moving, from: string, to: string): string[] => [
  ...wiring.labels.flatMap(({ key, primary, replica }) => [
    `kubectl --namespace ${namespace} label pod ${from} ${replica === undefined ? `${key}-` : `${key}=${replica} --overwrite`}`,
    `kubectl --namespace ${namespace} label pod ${to} ${key}=${primary} --overwrite`,
  ]),
  ...wiring.selectors.map(
    (name) =>
      `kubectl --namespace ${namespace} patch service ${name} --type=merge --patch='${JSON.stringify({ spec: { selector: { [POD_NAME_LABEL]: to } } })}'`,
  ),
];

/** Turns the write Services to another member: by the labels that they choose by, or by the pod that they name. It opens no door. */
export function wiringStep(moving: Moving): Step {
  const { namespace, wiring, from, to, deadline } = moving;
  const places = [
    ...(wiring.labels.length > 0 ? [RESOURCES.pods] : []),
    ...(wiring.selectors.length > 0 ? [RESOURCES.services] : []),
  ];
  return {
    id: 'turn-services',
    title: `Turn the write Services from ${from} to ${to}`,
    commands: commandsOf(moving, from, to),
    needs: places.flatMap((resource) => ['get', 'list', 'patch'].map((verb) => ({ verb, resource, namespace }))),
    removesWrites: false,
    deadline,
    observe: (hand) => seen(hand, moving, to, from),
    act: (hand) => move(hand, moving, from, to),
    verify: (hand) => turned(hand, moving),
    undo: {
      title: `turn the write Services back to ${from}`,
      commands: commandsOf(moving, to, from),
      act: (hand) => move(hand, moving, to, from),
      verify: (hand) => seen(hand, moving, from, to),
    },
  };
}
