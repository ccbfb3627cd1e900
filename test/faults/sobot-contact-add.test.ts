import { faultTests } from './fault-tests';
import { sobotContactAdd } from './subjects';

faultTests('sobot-contact-add', sobotContactAdd);
