import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { smallSharedMemory } from './small-shared-memory.ts';

const postgres = (container = '', pod = '', image = 'postgres:17') =>
  exampleSet({ name: 'postgres', image, container, pod });
const marked = (text: string) => text.replace('- name: postgres', '- name: ⟦postgres⟧');
const volume = 'volumes:\n  - name: shm\n    emptyDir:\n      medium: Memory\n      sizeLimit: 256Mi\n';

describeRule(smallSharedMemory, {
  fires: [
    {
      name: 'as the runtime makes it',
      text: marked(postgres('volumeMounts: []', 'volumes: []')),
      severity: 'warning',
      message: /has the 64 MiB of \/dev\/shm/u,
      fixed: {
        title: /^Mount 256Mi of memory at \/dev\/shm$/u,
        text: postgres('volumeMounts:\n  - name: shm\n    mountPath: /dev/shm\n', volume),
      },
    },
    { name: 'fewer workers are some', text: marked(postgres('args: [-c, max_parallel_workers_per_gather=1]')) },
    {
      name: 'other mounts',
      text: marked(postgres('volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]')),
    },
  ],
  silent: [
    { name: 'memory is mounted', text: postgres('volumeMounts: [{ name: shm, mountPath: /dev/shm }]', volume) },
    { name: 'no parallel workers', text: postgres('args: [-c, max_parallel_workers_per_gather=0]') },
    {
      name: 'a templated number of workers',
      text: postgres('args: [-c, "max_parallel_workers={{ .Values.workers }}"]'),
    },
    { name: 'elsewhere', text: postgres('args: [-c, dynamic_shared_memory_type=mmap]') },
    { name: 'an old version', text: postgres('', '', 'postgres:9.6') },
    { name: 'a configuration out of sight', text: postgres('args: [-c, config_file=/etc/pg.conf]') },
    { name: 'templated mounts', text: postgres('volumeMounts: {{ .Values.mounts | toJson }}') },
    { name: 'another engine', text: postgres('', '', 'mysql:8.4') },
  ],
});
