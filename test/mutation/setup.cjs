const fc = require('fast-check');

/** The same histories for every change, and no search for the shortest one: that a change is noticed is enough. */
fc.configureGlobal({ seed: 1, endOnFailure: true });
