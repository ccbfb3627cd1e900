import { faultTests } from './fault-tests';
import { sobotContactAdd } from './subjects';

faultTests('sobot-contact-add', sobotContactAdd, { part: 0, of: 3 });
