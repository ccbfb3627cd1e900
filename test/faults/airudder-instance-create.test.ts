import { faultTests } from './fault-tests';
import { airudderInstanceCreate } from './subjects';

faultTests('airudder-instance-create', airudderInstanceCreate);
