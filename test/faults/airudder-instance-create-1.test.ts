import { faultTests } from './fault-tests';
import { airudderInstanceCreate } from './subjects';

faultTests('airudder-instance-create', airudderInstanceCreate, { part: 0, of: 3 });
