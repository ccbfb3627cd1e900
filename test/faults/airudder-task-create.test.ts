import { faultTests } from './fault-tests';
import { airudderTaskCreate } from './subjects';

faultTests('airudder-task-create', airudderTaskCreate);
