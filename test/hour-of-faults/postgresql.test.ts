import { describeHour } from './hour.ts';

describeHour('postgresql');
