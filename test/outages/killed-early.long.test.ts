import { killedTests } from './killed-tests';

killedTests('outages-killed-early', false);
