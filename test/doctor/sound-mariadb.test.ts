import { describeOnCluster } from '../cluster/practice.ts';
import { DoctorLab, isSound } from './doctor-lab.ts';

describeOnCluster('Doctor on a sound mariadb of a real cluster', function () {
  this.timeout('6m');
  let lab: DoctorLab;

  before(async () => {
    lab = await DoctorLab.open('mariadb');
    await lab.lab.live();
  });
  after(() => lab.close());

  it('has no finding on a sound one that is not true, within ten seconds', () => isSound(lab));
});
