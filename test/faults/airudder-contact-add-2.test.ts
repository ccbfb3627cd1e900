import { faultTests } from './fault-tests';
import { airudderContactAdd } from './subjects';

faultTests('airudder-contact-add', airudderContactAdd, { part: 1, of: 3 });
