import type { PlainObject } from '../../server/protocol/messages.ts';
import { ruleById } from '../../server/rules/index.ts';

/** Where live objects show less than their manifests, each with the reason. */
const EXCEPTIONS: readonly {
  readonly why: string;
  readonly isOne: (finding: string, objects: readonly PlainObject[]) => boolean;
}[] = [
  {
    why: 'the API server has written the default class into a claim that named none: by now it names one',
    isOne: (finding, objects) =>
      finding.startsWith('storage/missing-class ') &&
      objects.some((object) => {
        const { name } = object['metadata'] as { readonly name: string };
        const { storageClassName } = (object['spec'] ?? {}) as { readonly storageClassName?: string };
        return finding.endsWith(` PersistentVolumeClaim/${name}`) && storageClassName !== undefined;
      }),
  },
  {
    why: 'a cluster gives its objects in the version that one asks for',
    isOne: (finding) => finding.startsWith('workload/removed-api '),
  },
  {
    why: 'the rule says of itself that it speaks of manifests alone',
    isOne: (finding) => ruleById(finding.split(' ')[0] ?? '')?.live === 'never',
  },
];

/** The findings of a text that its live objects must show too. */
export function expectedLive(inText: readonly string[], objects: readonly PlainObject[]): string[] {
  return inText.filter((finding) => !EXCEPTIONS.some(({ isOne }) => isOne(finding, objects)));
}
