import type { Claim, Volume } from '../../../engines/model/workload.ts';
import { placeholder } from '../../edits/index.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { specOf, titleOfClaim } from './data-claim.ts';

export const requestMissing = databaseRule({
  id: 'storage/request-missing',
  severity: 'error',
  title: 'Claim that asks for no storage',
  why: `The API server refuses a PersistentVolumeClaim without \`spec.resources.requests.storage\` («Required value»). For a claim template
the refusal comes later and more quietly: the StatefulSet is accepted, and its pods never appear, because their claims cannot be made.
\`resources.limits\` alone is not enough.`,
  when: `Fires for every claim and claim template of a database's pods without a storage request. Silent where a template may add it.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#resources',
    'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/',
  ],
  whenItRuns: `It cannot run: the API server has refused the claim, or will. Choose a size with room to grow; a claim can grow later where
its class allows expansion, but never shrink.`,
  examples: {
    bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: fast
---
apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: mysql-data
`,
    good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: fast
  resources:
    requests:
      storage: 20Gi
---
apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: mysql-data
`,
  },
  *check(database) {
    const { pod, engine, container } = database;
    const mounted = new Set(container.mounts.map(({ volume }) => volume));
    for (const volume of pod.volumes) {
      const { claim } = volume;
      // A template makes its claim whether it is mounted or not; other volumes count when the server mounts them.
      if (claim === undefined || (volume.kind !== 'claim-template' && !mounted.has(volume))) continue;
      if (!claim.spec.at('resources', 'requests', 'storage').absent) continue;
      yield {
        source: closest(claim),
        message: `The ${titleOfClaim(claim)} asks for no storage, so the API server refuses it and ${engine.name}'s pod never starts.`,
        thing: `claim:${claim.name ?? ''}`,
        fixes: [addRequest(volume, claim)],
      };
    }
  },
});

function closest(claim: Claim): ReturnType<typeof specOf>['source'] {
  const requests = claim.spec.at('resources', 'requests');
  const resources = claim.spec.at('resources');
  return (requests.exists ? requests : resources.exists ? resources : specOf(claim)).source;
}

function addRequest({ kind }: Volume, { spec }: Claim): Fix {
  const { object, path } = spec;
  return {
    title: 'Ask for storage (only before the first start)',
    kind: 'careful',
    apply: (editor) => {
      const size = placeholder(kind === 'ephemeral' ? '1Gi' : '10Gi');
      const resources = spec.at('resources');
      const requests = resources.at('requests');
      if (requests.entries().length > 0) editor.set(object, [...path, 'resources', 'requests', 'storage'], size);
      else if (resources.entries().length > 0)
        editor.set(object, [...path, 'resources', 'requests'], { storage: size });
      else editor.set(object, [...path, 'resources'], { requests: { storage: size } });
    },
  };
}
