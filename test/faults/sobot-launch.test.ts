import { faultTests } from './fault-tests';
import { sobotLaunch } from './subjects';

faultTests('sobot-launch', sobotLaunch);
