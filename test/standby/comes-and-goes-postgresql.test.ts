import { describeComesAndGoes } from './comes-and-goes.ts';

describeComesAndGoes('postgresql');
