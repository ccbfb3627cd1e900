import { faultTests } from './fault-tests';
import { sobotFile } from './subjects';

faultTests('sobot-file', sobotFile);
