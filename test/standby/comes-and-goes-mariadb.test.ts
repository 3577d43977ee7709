import { describeComesAndGoes } from './comes-and-goes.ts';

describeComesAndGoes('mariadb');
