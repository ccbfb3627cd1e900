import { faultTests } from './fault-tests';
import { sobotTaskCreate } from './subjects';

faultTests('sobot-task-create', sobotTaskCreate);
