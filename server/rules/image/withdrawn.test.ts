import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { withdrawn } from './withdrawn.ts';

const set = (image: string) => exampleSet({ name: 'db', image });

describeRule(withdrawn, {
  fires: [
    { name: 'bitnami', text: set('⟦bitnami/redis:7.4.1⟧'), severity: 'warning', message: /ended on 2025-08-28/u },
    { name: "bitnami's archive", text: set('⟦docker.io/bitnamilegacy/mongodb:7.0⟧'), message: /an archive/u },
    {
      name: 'the frozen registry of Kubernetes',
      text: set('⟦k8s.gcr.io/redis:e2e⟧'),
      fixed: { title: /^Pull registry\.k8s\.io\/redis:e2e \(/u, text: set('registry.k8s.io/redis:e2e') },
    },
  ],
  silent: [
    { name: "a mirror of one's own", text: set('registry.corp/bitnami/redis:7.4.1') },
    { name: 'what is left of bitnami', text: set('bitnami/redis:latest') },
    { name: 'another image', text: set('redis:7.4') },
  ],
});
