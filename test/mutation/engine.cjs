require('./together.cjs')('engine');
