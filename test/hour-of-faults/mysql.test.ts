import { describeHour } from './hour.ts';

describeHour('mysql');
