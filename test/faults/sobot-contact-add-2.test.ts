import { faultTests } from './fault-tests';
import { sobotContactAdd } from './subjects';

faultTests('sobot-contact-add', sobotContactAdd, { part: 1, of: 3 });
