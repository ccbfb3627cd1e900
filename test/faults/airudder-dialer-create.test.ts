import { faultTests } from './fault-tests';
import { airudderDialerCreate } from './subjects';

faultTests('airudder-dialer-create', airudderDialerCreate);
