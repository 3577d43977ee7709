import { describeHour } from './hour.ts';

describeHour('mariadb');
