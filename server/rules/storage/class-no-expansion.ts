import { databaseRule } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { placeInClass, titleOfClass } from './class-place.ts';
import { dataClaim } from './data-claim.ts';
import { provisionerNamed, STATIC_PROVISIONER } from './provisioners.ts';

export const classNoExpansion = databaseRule({
  id: 'storage/class-no-expansion',
  severity: 'info',
  title: 'Storage class whose volumes cannot grow',
  why: `Databases grow until their disk is full, and then they stop. Where the class says \`allowVolumeExpansion: true\`, a larger request on
the claim is enough, mostly without a restart. Where it does not, the API server refuses the larger request, and the way out is a dump, a
new claim and a restore: under pressure, with a database that is already down.`,
  when: `Fires when the class of a data claim, in sight or in the connected cluster, does not set allowVolumeExpansion to true. Silent for provisioners that cannot
expand volumes at all (local directories, volumes made by hand), where the field would promise what does not happen.`,
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims'],
  examples: {
    bad: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
---
apiVersion: v1
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
    good: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
allowVolumeExpansion: true
---
apiVersion: v1
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
    const data = dataClaim(database);
    const storageClass = data?.claim.storageClass;
    if (data === undefined || storageClass === undefined || !holdsData(database)) return;
    const field = storageClass.at('allowVolumeExpansion');
    if (!field.absent && field.boolean() !== false) return;
    const provisioner = storageClass.at('provisioner').string();
    if (provisioner === undefined || provisioner === STATIC_PROVISIONER) return;
    if (provisionerNamed(provisioner)?.expands === false) return;
    const { source, related, isManifest } = placeInClass(field, storageClass, data.claim);
    yield {
      source,
      message: `Volumes of ${titleOfClass(storageClass)} cannot grow: when ${database.engine.name}'s disk is full, only a dump and a restore into a new claim help.`,
      thing: 'expansion',
      related,
      fixes: isManifest
        ? [
            {
              title: 'Allow volume expansion',
              kind: 'safe',
              apply: (editor) => {
                editor.set(storageClass.object, field.path, true);
              },
            },
          ]
        : [],
    };
  },
});
