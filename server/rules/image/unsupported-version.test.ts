import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { unsupportedVersion } from './unsupported-version.ts';

const set = (image: string) => exampleSet({ name: 'db', image });

describeRule(unsupportedVersion, {
  fires: [
    { name: 'MySQL 5.7', text: set('⟦mysql:5.7⟧'), severity: 'warning', message: /since 2023-10-31/u },
    { name: 'a patch of MongoDB 5', text: set('⟦mongo:5.0.31⟧'), message: /MongoDB 5\.0\.31 .* since 2024-10-31/u },
    { name: "another publisher's image", text: set('⟦bitnami/postgresql:11.7.0-debian-10-r9⟧') },
  ],
  silent: [
    { name: 'a version that is cared for', text: set('mysql:8.4') },
    { name: 'a tag that leaves it open', text: set('mysql:8') },
    { name: 'an image of which nobody knows what its tags mean', text: set('someone/postgres:9.6') },
    { name: 'no version', text: set('postgres:latest') },
  ],
});
