import { faultTests } from './fault-tests';
import { airudderContactAdd } from './subjects';

faultTests('airudder-contact-add', airudderContactAdd);
