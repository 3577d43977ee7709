import { describeOnCluster } from '../cluster/practice.ts';
import { DoctorLab, isSound } from './doctor-lab.ts';

describeOnCluster('Doctor on a Redis that Sentinels watch, on a real cluster', function () {
  this.timeout('6m');
  let lab: DoctorLab;

  before(async () => {
    lab = await DoctorLab.open('redis');
    await lab.lab.live();
  });
  after(() => lab.close());

  it('has no finding on a sound one that is not true, within ten seconds', () => isSound(lab));
});
